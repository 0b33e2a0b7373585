"""What is said so vaguely that two people would understand it differently, each with the question to ask.

Abstract orders are how work across borders fails most often (expectations 4.2). Words are marked by patterns, never
refused: a person knows best whether a word is vague where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from talentbridge.demand.rules.task import TaskDraft
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_

MOST = 12  # passages of one text; more would not be read


@dataclass(frozen=True)
class Vague:
    """A passage (offsets into the text) that two people would understand differently, with the question to ask."""

    start: int
    end: int
    said: str
    question: str


@dataclass(frozen=True)
class _Kind:
    """Words of one kind of vagueness. `unless_measured`: not vague where the sentence gives a figure."""

    words: re.Pattern[str]
    question: str
    unless_measured: bool = False


def _kind(words: str, question: str, *, unless_measured: bool = False) -> _Kind:
    return _Kind(re.compile(words, re.I), question, unless_measured)


_KINDS = (
    _kind(
        r"[^\s.,\n]{1,40}\s?(?:같은|비슷한|처럼|느낌의|스타일의)\s(?:앱|어플|사이트|서비스|플랫폼|시스템|느낌|화면|홈페이지|쇼핑몰|기능)|"
        r"\b(?:similar to|just like|a clone of|something like|along the lines of)\s[^\s.,\n]{1,40}",
        N_("Which parts of it, exactly? Name the screens or functions that matter."),
    ),
    _kind(
        r"사용자\s?친화적|사용하기\s?(?:쉬운|쉽게|편한|편하게)|편리하게|예쁘게|이쁘게|깔끔하게|세련되게|세련된|고급스럽게|직관적|"
        r"\buser[- ]friendly\b|\beasy to use\b|\bmodern(?:\slook| design)\b|\bintuitive\b|"
        r"\bsleek\b|\bclean (?:look|design)\b",
        N_("How would you notice that it is so? Name a test that a person can do."),
    ),
    _kind(
        r"최대한\s?빨리|최대한\s?빠르게|가능한\s?한?\s?빨리|하루\s?빨리|조속히|빠른\s?시일|급합니다|"
        r"\bas soon as possible\b|\bASAP\b|\burgent(?:ly)?\b|\bas quickly as possible\b",
        N_("How fast, in numbers, and by which date?"),
    ),
    _kind(
        r"빠르게\s?동작|빠른\s?속도|고성능|고품질|안정적(?:으로|인)|원활하게|원활한|확장성|대용량|대규모|실시간(?:으로)?|높은\s?정확도|"
        r"\bvery fast\b|\bhigh[- ]performance\b|\bhigh[- ]quality\b|\bscalable\b|\brobust\b|\breal[- ]time\b|"
        r"\blow[- ]latency\b|\bseamless(?:ly)?\b|\bhigh accuracy\b|\blarge[- ]scale\b|\breliabl[ey]\b",
        N_("How much, measured how? Give a figure, for example a response time, a load or a rate of errors."),
        unless_measured=True,
    ),
    _kind(
        r"고도화|최적화|성능\s?(?:개선|향상)|품질\s?(?:개선|향상)|효율화|"
        r"\boptimi[sz](?:e|ing|ation)\b|\b(?:improve|enhance)(?:\sthe)?\s(?:performance|quality|efficiency|experience|usability|speed)\b",
        N_("Which figure is it today, which figure shall it be, and how is it measured?"),
        unless_measured=True,
    ),
    _kind(
        r"적절히|적절하게|적절한|적당히|적당한|알아서|잘\s?부탁|합리적(?:으로|인)|"
        r"\bappropriate(?:ly)?\b|\bsuitabl[ey]\b|\breasonabl[ey]\b|\bgood enough\b|\bproperly\b|\bbest effort\b",
        N_("What counts as right here, and who decides it? Write the rule down."),
    ),
    _kind(
        r"최신\s?(?:기술|트렌드|기법)|(?:AI|인공지능|빅데이터|블록체인|챗GPT|LLM)[을를]?\s?(?:활용|적용|접목|이용)(?:해서|해|하여|한)?|혁신적|"
        r"\b(?:latest|cutting[- ]edge|state[- ]of[- ]the[- ]art)\s?(?:technolog(?:y|ies)|tech|techniques?)?\b|"
        r"\b(?:using|with|leverag(?:e|ing)) (?:AI|artificial intelligence|big data|blockchain)\b|"
        r"\bAI[- ]powered\b|\binnovative\b",
        N_("What shall it do, for whom, and with which data? Give one example with its input and the result you expect."),
    ),
    _kind(
        r"등등|그\s?외\s?(?:필요한|기타)|기타\s?(?:필요한|관련)|\band so on\b|\betc\b\.?|\band the like\b|\bamong others\b",
        N_("What else, exactly? What is not written down is not delivered."),
    ),
    _kind(
        r"다양한|여러\s?(?:가지|개|종류)|몇\s?(?:가지|개)|\bvarious\b|\bseveral\b|"
        r"\ba (?:number|couple|lot) of\b|\bmultiple\b",
        N_("Which ones, and how many? Make a list."),
        unless_measured=True,
    ),
    _kind(
        r"필요\s?시|필요에\s?따라|필요하면|필요한\s?경우|수시로|상시\s?지원|지속적(?:으로|인)\s?(?:지원|관리|유지)|"
        r"\bas (?:needed|required|necessary)\b|\b(?:if|when) (?:needed|required|necessary)\b|"
        r"\bongoing support\b|\bcontinuous support\b",
        N_("How many hours a month at most, answered within how long, and until when?"),
    ),
    _kind(
        r"담당자[는가]?\s?(?:추후|나중에|미정)|추후\s?(?:협의|결정|논의|지정|안내|공지|확정)|나중에\s?(?:정|결정|협의)|미정|"
        r"\bto be (?:decided|determined|confirmed|defined|discussed)\b|\bTBD\b|\bTBC\b|\bdecided? later\b|\bsomeone will\b",
        N_("Who decides this, and by which date? Name the person."),
    ),
    _kind(
        r"경험\s?많은|실력\s?있는|유능한|능력\s?있는|\b(?:highly )?experienced\b|"
        r"\btalented\b|\bskilled\b|\brock\s?star\b|\bninja\b",
        N_("Which skill, at which level, shown by which work?"),
    ),
)  # fmt: skip
_SENTENCE_END = re.compile(r"[\n!?。]|\.(?=\s|$)")
_FIGURE = re.compile(
    r"\d\s?(?:[천만억]\s?)?(?:%|퍼센트|초|ms|밀리초|분|시간|일|건|명|개|회|배|대|장|편|종|곳|GB|MB|TB|TPS|QPS|rps|FPS|"
    r"percent|seconds?|minutes?|hours?|days?|users?|requests?|items?|times|points?|screens?|pages?|records?|rows?)",
    re.I,
)


def vague_passages(text: str) -> list[Vague]:
    """The vague passages of a text in its order, at most twelve; where two overlap, the longer one."""
    found = sorted(_all(text), key=lambda each: (each.start, -each.end))
    kept: list[Vague] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept[:MOST]


def _all(text: str) -> Iterator[Vague]:
    for kind in _KINDS:
        for match in kind.words.finditer(text):
            if kind.unless_measured and _FIGURE.search(_sentence(text, *match.span())):
                continue
            yield Vague(match.start(), match.end(), match[0], kind.question)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a passage, 200 characters away at most."""
    first = max(0, start - 200)
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, first, start)), default=first)
    stop = _SENTENCE_END.search(text, end, end + 200)
    return text[begin : stop.start() if stop else end + 200]


_WORDED = ("problem", "in_scope", "out_of_scope", "hand_over", "growth")


def vague_in(draft: TaskDraft) -> dict[str, list[Vague]]:
    """The vague passages of the task's own texts, by field; those of rows as ``deliverables-0-acceptance_ko``."""
    texts = {
        f"{name}_{language}": getattr(draft, f"{name}_{language}")
        for name in _WORDED
        for language in ("ko", "en")
    }
    for number, row in enumerate(draft.deliverables):
        texts |= {
            f"deliverables-{number}-acceptance_{language}": getattr(row, f"acceptance_{language}")
            for language in ("ko", "en")
        }
    return {field: found for field, text in texts.items() if text and (found := vague_passages(text))}


# A criterion can be checked where it gives a figure or names an act whose outcome two people see alike.
_CHECK = re.compile(
    r"\d|통과|일치|서명|재현|실행|오류\s?없|모든|모두|전부|전체|목록|빠짐없|비교|대조|복구|혼자|각각|"
    r"\b(?:pass(?:es)?|match(?:es)?|sign(?:s|ed)|reproduc\w+|run[s]?|without errors?|every|all|each|no|none|compar\w+|"
    r"listed|restor\w+|alone|identical|green)\b",
    re.I,
)
_LEAST_CRITERION = 6  # characters; "OK" or "완료" is no test


def is_checkable(text: str) -> bool:
    """Whether a criterion of acceptance says something that two people can check alike. A judgement by its words."""
    return len(text.strip()) >= _LEAST_CRITERION and bool(_CHECK.search(text))


def vague_parts(draft: TaskDraft) -> dict[str, Decision]:
    """What is built vaguely, by field: results whose test cannot be checked, or of which nobody knows in which form."""
    found: dict[str, Decision] = {}
    for number, row in enumerate(draft.deliverables):
        for language in ("ko", "en"):
            text = getattr(row, f"acceptance_{language}")
            if text and not is_checkable(text):
                found[f"deliverables-{number}-acceptance_{language}"] = no(
                    "demand.not_checkable",
                    N_("How would two people check this and get the same answer? Give a figure, a count or a test."),
                )  # fmt: skip
        if not row.artefact_format:
            found[f"deliverables-{number}-artefact_format"] = no(
                "demand.no_format", N_("In which form is it handed over: repository, document, file format?")
            )
        elif not row.language:
            found[f"deliverables-{number}-language"] = no(
                "demand.no_language", N_("In which language shall it be delivered?")
            )
    return found
