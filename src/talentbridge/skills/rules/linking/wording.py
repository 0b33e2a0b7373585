"""Takes a short Korean, English or mixed text apart into words that can be compared.

English words get a stem (inflection taken off: developing, developed -> develop) and a root (derivation taken off as
well: developer, development -> develop). Korean words lose particles and verb endings; a compound is cut into the words
that are known (보안전문가 -> 보안 전문가); the root has no suffix that makes a person of what is done (분석가 -> 분석).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from talentbridge.skills.rules.prepared import is_hangul, prepare


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TAG = re.compile(r"<[^<>\n]{0,40}>")
_WORD = re.compile(r"[가-힣]+|[^\W\d_가-힣]+(?:\+\+|#|\d+[a-z]?(?![^\W_]))?|\d+[^\W\d_가-힣]*")
_STOP = _each("""
    a an and any are as at be been by can do for from had has have he her his how i if in into is it its let may more
    most must not of on or other our own per she should so such than that the their them then there these they this
    those to too up us very was we well were what when where which who whose will with within would you your etc via
    re ve ll 및 등 또는 그리고 위한 대한 통한 관련 에서 에게 으로 하는 있는 의 를 을 이 가 은 는 과 와
    """)


@dataclass(frozen=True, slots=True)
class Word:
    """`said` as in the text (composed, lower case); `stem` and `root` are what is compared."""

    said: str
    stem: str
    root: str


def words(text: str, known: Collection[str] = ()) -> list[Word]:
    """The words of `text` that say something, in its order; `known` are the Korean words to cut compounds into."""
    prepared = prepare(_TAG.sub(" ", text))
    found = []
    for match in _WORD.finditer(prepared.folded):
        said = match[0]
        if is_hangul(said[0]):
            found += [_word(piece) for piece in _pieces(said, known) if piece not in _STOP]
        elif said not in _STOP or _is_acronym(prepared.said(*match.span()), text):
            found.append(_word(said))
    return found


def _is_acronym(said: str, text: str) -> bool:
    """IT and OR in capitals are no stop words, unless everything is in capitals."""
    return len(said) > 1 and said.isupper() and not text.isupper()


@lru_cache(maxsize=50_000)
def _word(said: str) -> Word:
    stem = said if is_hangul(said[0]) else english_stem(said)
    return Word(said, stem, root(stem))


def root(stem: str) -> str:
    """The root of a stem in either language."""
    return korean_root(stem) if is_hangul(stem[0]) else english_root(stem)


# --- English

_IRREGULAR = {
    "written": "writ", "wrote": "writ", "built": "build", "led": "lead", "taught": "teach", "sold": "sell", "made": "make",
    "driven": "driv", "drove": "driv", "spoken": "speak", "taken": "take", "given": "give", "thought": "think",
    "people": "person", "children": "child", "women": "woman", "men": "man", "criteria": "criterion", "data": "data",
    "programme": "program", "centre": "center", "nursing": "nurse", "analysis": "analys", "analyses": "analys",
}  # fmt: skip
# Nothing is taken off these: what is left would be another word.
_UNBROKEN = _each("""
    accident activity agent ambulance animal apartment appliance army audience author balance barrister beauty bed
    body breed brother building business capital career carrier carry ceiling cement center charity city clothing
    comment community company completion compliance computer condiment conference consumer content council country
    course current customer department different digital dinner director document element engineer error evening event
    evidence experience exterior facility factor family fashion feed finance flower format gender general government
    hospital house housing hundred identity implant imply import incident instrument insurance interior intern
    internal international journal junior king leather letter listing logistic major master material matter medical
    member metal million mineral minor mission moment morning music nation national need news number nurse office
    officer order organ organic organism organist paper parent partner party passion patient payment pension
    performance personal petty physic plaster plastic police portal position power public purpose quality quarter
    reference region religion rental resource retail ring rubber science section sector security seed senior sense
    sentence server service session shipping signal silent social special speed spring statement station statistic
    story string student substance summer tailor talent terminal timber tradition tutor universal university vector
    vision volunteer warranty water weather wedding weed winter
    """)
_PLURALS = (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"))
_DERIVATIONS = sorted(
    _each("""
    isation ization ational ically ation ative ativ ating ator ment ness ical able abl ible ibl ance anc ence enc ancy
    ency ally tion sion ship ised ized ise ize is iz ist ism ity ing ive iv ion ous ful ate at yst ant ent al er or ic ly
    ed ry y e i
    """),
    key=lambda ending: (-len(ending), ending),
)
_LEAST_ROOT = 4  # letters
_SHORT = re.compile("[^aeiou]?[aeiou][^aeiouwxy]")  # what is left of making and using, not of buying


def english_stem(word: str) -> str:
    """`word` without its inflection: plural, -ing, -ed and a final e."""
    word = _singular(word)
    if word in _IRREGULAR or word in _UNBROKEN or len(word) < 4 or not word.isalpha():
        return _IRREGULAR.get(word, word)
    for ending in ("ing", "ed"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > 1 and re.search("[aeiouy]", bare):
            return _shortened(bare + "e" if _SHORT.fullmatch(bare) else bare)
    return _shortened(word)


def _singular(word: str) -> str:
    if word in _IRREGULAR or word in _UNBROKEN or len(word) < 4 or not word.isalpha():
        return word
    for ending, instead in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _shortened(word: str) -> str:
    if word in _UNBROKEN:
        return word
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def english_root(stem: str) -> str:
    """`stem` without the one or two endings that make one kind of word of another."""
    if stem.startswith("analy"):
        return "analy"
    for _ in range(2):
        if stem in _UNBROKEN or not stem.isalpha():
            return stem
        fitting = (e for e in _DERIVATIONS if stem.endswith(e) and len(stem) - len(e) >= _LEAST_ROOT)
        ending = next(fitting, None)
        if ending is None:
            return stem
        stem = stem[: -len(ending)]
        if stem[-1] == stem[-2] and stem[-1] not in "lsz":
            stem = stem[:-1]
    return stem


# --- Korean

_ENDINGS = sorted(
    _each("""
    하였습니다 으로부터 했습니다 합니다 됩니다 하면서 하거나 하려는 시키는 적으로 으로서 으로써 에서의 에게서 이라는
    하기 하는 하여 하며 하고 하다 했던 되는 되어 적인 으로 에서 에게 까지 부터 보다 처럼 이나 로서 로써 라는
    된 은 는 을 를 에 와
    """),
    key=lambda ending: (-len(ending), ending),
)
_LONGEST_COMPOUND = 40  # syllables
_DOUBTFUL = _each("이 가 도 만 로 의 과 한 할 함 해 적")  # as often the last syllable of a noun: 내과, 대만
_PERSON = "자사원가관장인"  # 개발자, 변호사, 판매원, 분석가, 감독관, 팀장, 상인


def korean_root(word: str) -> str:
    """`word` without the suffix of the person who does it, when two syllables or more are left."""
    return word[:-1] if len(word) >= 3 and word[-1] in _PERSON else word


def without_compounds(known: Iterable[str]) -> frozenset[str]:
    """`known` without the words that others of it make up (품질관리 beside 품질 and 관리): they are always cut."""
    whole: set[str] = set()
    for word in sorted(known, key=lambda word: (len(word), word)):
        if len(word) < 4 or not all(piece in whole for piece in _cut(word, whole)):
            whole.add(word)
    return frozenset(whole)


def _pieces(run: str, known: Collection[str]) -> tuple[str, ...]:
    """What stands between two blanks, without particles and endings, cut into known words if it is a compound."""
    bare = run if run in known else _without_ending(run, known)
    if bare in known or not 4 <= len(bare) <= _LONGEST_COMPOUND:
        return (bare,)
    return _cut(bare, known)


def _without_ending(run: str, known: Collection[str]) -> str:
    for ending in _ENDINGS:
        bare = run.removesuffix(ending)
        if bare != run and len(bare) >= 2:
            return bare
    bare = run[:-1]
    return bare if run[-1] in _DOUBTFUL and bare in known else run


def _cut(compound: str, known: Collection[str]) -> tuple[str, ...]:
    """The pieces with the fewest syllables outside known words (of two syllables or more), then the fewest pieces."""
    best: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]  # for each beginning of the compound
    for end in range(1, len(compound) + 1):
        strange, _, before = best[end - 1]
        letter = compound[end - 1]
        joins = bool(before) and before[-1] not in known
        grown = (*before[:-1], before[-1] + letter) if joins else (*before, letter)
        options = [(strange + 1, len(grown), grown)]
        for start in range(end - 1):
            if compound[start:end] in known:
                strange, count, before = best[start]
                options.append((strange, count + 1, (*before, compound[start:end])))
        best.append(min(options))
    return best[-1][2]
