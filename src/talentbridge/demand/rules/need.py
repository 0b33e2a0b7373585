"""Whether a text can be read as a need at all: not empty, not endless, Korean or English, not a page's source."""

from __future__ import annotations

import re
import unicodedata

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

MAX_NEED = 20_000
_LEAST_LETTERS = 10
_MARKUP = re.compile(r"<[a-zA-Z/!?][^<>]{0,2000}>")
# What a reader never sees but a database or a page trips over: controls except line breaks and tabs, and the marks
# that turn the direction of the text around them (a spoofing tool, never needed in a need).
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_VIETNAMESE = frozenset(
    "đ\u0309\u0323\u031b\u0306"
)  # its own letter, hook, dot below, horn, breve (decomposed)
# Small words that give a language away; none of the others is an English word.
_SMALL_WORDS = {
    "en": "the of and to for we need is our that with an by from this will are be have it on",
    "es": "el los las del por que una necesitamos nuestro para",
    "pt": "uma para com por que precisamos e nosso não",
    "fr": "le les une pour avec des du que nous et notre est dans",
    "de": "der das und für wir mit ein eine ist nicht zu brauchen unsere",
    "it": "il gli una che abbiamo nostro della sono",
    "pl": "na jest się dla z potrzebujemy który oraz",
    "tr": "ve bir için bu ile olan ihtiyacımız",
    "id": "dan yang untuk dengan kami dari ini membutuhkan",
    "nl": "het een en voor wij met zijn niet onze",
    "vi": "và của cho là các một được chúng tôi cần",
}
_WORDS_OF = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}


def clean(text: str) -> str:
    """The text as it is kept: composed letters (NFC), one kind of line break, nothing unseen, trimmed."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return text.strip()


def check_need(text: str) -> Decision:
    """Whether the cleaned `text` can be kept as a need; a no says what to do about it."""
    if not text:
        return no("demand.need_empty", N_("Write what you need done, in your own words."))
    if len(text) > MAX_NEED:
        return no(
            "demand.need_too_long",
            N_("The text has {count} characters; at most {most} can be read. "
               "Keep what describes the work and leave the rest for later."),
            count=f"{len(text):,}", most=f"{MAX_NEED:,}",
        )  # fmt: skip
    if sum(len(tag) for tag in _MARKUP.findall(text)) * 2 > len(text):
        return no(
            "demand.need_markup",
            N_("This is mostly the source of a web page. Paste the text itself, without the tags."),
        )
    letters = [c for c in _MARKUP.sub(" ", text[:MAX_NEED]) if c.isalpha()]
    if len(letters) < _LEAST_LETTERS:
        return no("demand.need_too_short", N_("Say in a sentence or two what you need done."))
    if not language_of(text):
        return no(
            "demand.need_language",
            N_("Only Korean and English can be read here. Write the need in one of them; a few words are enough to start."),
        )  # fmt: skip
    return YES


def language_of(text: str) -> str:
    """``ko`` or ``en``, whichever the text is mostly in; empty when it is another language."""
    counts = {"hangul": 0, "latin": 0, "other": 0}
    for letter in text:
        if letter.isalpha():
            counts[_script(letter)] += 1
    if counts["other"] > counts["hangul"] + counts["latin"]:
        return ""
    if counts["hangul"] * 5 >= counts["latin"]:  # a Korean sentence full of English product names is Korean
        return "ko"
    return "en" if _looks_english(text) else ""


def _script(letter: str) -> str:
    if "가" <= letter <= "힣" or "ㄱ" <= letter <= "ㆎ" or "ᄀ" <= letter <= "ᇿ":
        return "hangul"
    # Latin lies below U+0250, and in the block of composed letters that Vietnamese uses.
    return "latin" if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" else "other"


def _looks_english(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    hits = {language: sum(word in small for word in words) for language, small in _WORDS_OF.items()}
    english = hits.pop("en")
    marks = sum(c in _VIETNAMESE for c in unicodedata.normalize("NFD", text.lower()))
    latin = sum(len(word) for word in words)
    if marks * 20 > latin:
        return False
    return max(hits.values()) <= english or max(hits.values()) < 3
