"""A recommendation in plain words. The platform's judgement, with what it rests on; a person decides."""

from __future__ import annotations

from dataclasses import dataclass

from talentbridge.designer.rules.asking import Form
from talentbridge.designer.rules.saying import Level, Option, Risk, Said, Span, Standing, highest
from talentbridge.designer.rules.table import Table
from talentbridge.kernel.text import N_


@dataclass(frozen=True)
class Advice:
    """The option that the platform would look at first, why, and the next best of another form or country."""

    option: Option
    reasons: tuple[Said, ...]
    second: Option | None = None


def advise(table: Table) -> Advice | None:
    """No high risk first, then what is built in (labour status, registration, establishment), then the price at its
    upper end, then the rest: tax, rights and data ask for care in every form, so they decide only between equal prices.
    None: nothing has a figure.
    """
    offered = sorted((each for each in table.options if each.standing is Standing.OFFERED), key=_rank)
    if not offered:
        return None
    best = offered[0]
    others = [each for each in offered if (each.country, each.form) != (best.country, best.form)]
    return Advice(best, tuple(_reasons(best, table, offered)), others[0] if others else None)


_BUILT_IN = frozenset(
    {"labour", "registration", "establishment"}
)  # what a clause or a paper cannot mend afterwards


def _rank(option: Option) -> tuple[bool, int, int, int]:
    built_in = highest(risk.level for risk in option.risks if risk.area in _BUILT_IN)
    price = option.month.high.minor if option.month else 0
    return (option.level is Level.HIGH, built_in.order, price, option.level.order)


def _reasons(best: Option, table: Table, offered: list[Option]) -> list[Said]:
    said = []
    labour = _risk(best, "labour")
    contractor = table.option(best.country, Form.CONTRACTOR)
    contractor_labour = _risk(contractor, "labour") if contractor else None
    if best.form is Form.CONTRACTOR and labour and labour.level is Level.LOW:
        said.append(
            Said(
                N_("Nothing that you said points to employment on its own, so a contract for results fits."),
                is_judgement=True,
            )
        )
    elif best.form is not Form.CONTRACTOR and contractor_labour and contractor_labour.level is not Level.LOW:
        text = N_("What you said points to employment, so somebody has to be the employer.")
        said.append(Said(text, is_judgement=True))
    if best.form is Form.EOR:
        said.append(Said(N_("An EOR employs at once, without an entity of yours."), is_judgement=True))
    if best.form is Form.EMPLOYMENT:
        said.append(Said(N_("You have an entity there, so no fee goes to anybody between.")))
    prices = {(each.country, each.form): each.month for each in offered if each.month}
    cheapest = min(prices.items(), key=lambda pair: _top(pair[1]), default=None)
    if cheapest and cheapest[0] == (best.country, best.form):
        said.append(Said(N_("Nothing that can be offered costs you less.")))
    elif cheapest and best.month:
        more = best.month.high.minor - cheapest[1].high.minor
        text = N_("It costs ₩{more} a month more than the cheapest option, for less risk.")
        if more > 0:
            said.append(Said(text, {"more": f"{more:,}"}, is_judgement=True))
    if best.level is not Level.LOW:
        said.append(Said(N_("It still asks for a closer look: the reasons stand beside it.")))
    return said


def _top(span: Span) -> int:
    return span.high.minor


def _risk(option: Option | None, area: str) -> Risk | None:
    return next((risk for risk in option.risks if risk.area == area), None) if option else None
