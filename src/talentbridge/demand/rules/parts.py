"""The parts of a need that no general reader knows: its title, its problem, its deliverables, what is out of scope."""

from __future__ import annotations

import re
from collections.abc import Iterator

from talentbridge.demand.rules.need import language_of
from talentbridge.demand.rules.task import MAX_TITLE, DeliverableDraft

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"[\n!?。]|\.(?=\s|$)")


def title_of(text: str) -> tuple[str, Span]:
    """The first sentence, cut at a word where it is long."""
    end = match.start() if (match := _SENTENCE_END.search(text)) else len(text)
    sentence = text[:end].strip()
    if len(sentence) > 80:
        sentence = (sentence[:80].rsplit(" ", 1)[0] if " " in sentence[40:80] else sentence[:80]).rstrip(
            " ,·-"
        )
    return sentence.lstrip("#*-• ")[:MAX_TITLE], (0, min(end, len(text)))


def problem_of(text: str) -> str:
    """The running text of the need: its paragraphs without lists and headings."""
    lines = [
        line for line in text.split("\n") if not _BULLET.match(line) and not _HEADING.fullmatch(line.strip())
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:4_000]


_BULLET = re.compile(r"[ \t]*(?:[-*•·▪◦–]|\d{1,2}[.)](?=\s)|\(\d{1,2}\)|[①-⑳]|[가-하][.)](?=\s))[ \t]*(.+)")
_HEADING = re.compile(r"[^.]{1,40}[:：]|#{1,4} .{1,60}|\[[^\]]{1,40}\]|【[^】]{1,40}】")
_RESULTS = re.compile(
    r"결과물|산출물|납품|만들|개발 ?범위|할 일|deliverable|output|scope|we need|to build", re.I
)
_NOT_RESULTS = re.compile(
    r"기술|스택|자격|요건|우대|조건|예산|기간|일정|언어|경력|제외|skill|stack|require|qualif|nice to have|budget|timeline|"
    r"schedule|language|experience|out of scope|not included|exclu", re.I)  # fmt: skip
_INLINE = re.compile(r"(?:결과물|산출물)(?:은|는|로|:|\s)\s?|\bdeliverables?(?: are| include|:)\s?", re.I)


def deliverables_of(text: str) -> list[tuple[DeliverableDraft, Span]]:
    """Enumerated results: lists under a heading that announces them, else lists under none; else a list in a sentence."""
    under_results, under_none = [], []
    heading, position = "", 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        if bullet := _BULLET.match(line):
            span = (start + bullet.start(1), start + bullet.start(1) + len(bullet[1].rstrip()))
            if _RESULTS.search(heading):
                under_results.append(span)
            elif not _NOT_RESULTS.search(heading) and not _NOT_RESULTS.match(bullet[1]):
                under_none.append(span)
        elif line.strip():
            heading = line if _HEADING.fullmatch(line.strip()) or line.rstrip().endswith((":", "：")) else ""
    spans = under_results or under_none or list(_inline_items(text))
    return [(_deliverable(text[slice(*span)]), span) for span in spans[:12]]


def _inline_items(text: str) -> Iterator[Span]:
    if not (announced := _INLINE.search(text)):
        return
    end = match.start() if (match := _SENTENCE_END.search(text, announced.end())) else len(text)
    sentence = text[announced.end() : min(end, announced.end() + 400)]
    for item in re.finditer(r"[^,·/]+?(?=\s?[,·/]|\s(?:및|그리고|and)\s|$)", sentence):
        said = re.sub(r"^\s*(?:및|그리고|and)?\s*|\s*(?:입니다|이다|등)$", "", item[0])
        if len(said) > 1:
            start = announced.end() + item.start() + item[0].index(said)
            yield start, start + len(said)


def _deliverable(said: str) -> DeliverableDraft:
    title = said.strip(" .;,")[:200]
    return (
        DeliverableDraft(title_ko=title) if language_of(title) == "ko" else DeliverableDraft(title_en=title)
    )


_OUTSIDE = re.compile(
    r"[^.\n]{0,120}(?:범위\s?밖|제외(?:합|됩|하|$)|포함하지 않|out of scope|not included|not part of)[^.\n]{0,160}",
    re.I,
)


def out_of_scope(text: str) -> tuple[str, list[Span]]:
    found = [_trimmed(text, match.span()) for match in _OUTSIDE.finditer(text)][:5]
    return "\n".join(text[slice(*span)].lstrip("-*• ") for span in found), found


def _trimmed(text: str, span: Span) -> Span:
    said = text[slice(*span)]
    return span[0] + len(said) - len(said.lstrip()), span[1] - len(said) + len(said.rstrip())
