"""Answers of one task that cannot all be true. Each is said where it can be mended; most keep the task from approval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from talentbridge.demand.rules.need import language_of
from talentbridge.demand.rules.schedule import ends_on
from talentbridge.demand.rules.task import BILINGUAL, TaskDraft, minutes_of
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import GAP, N_
from talentbridge.policy.rules import IpClause

WORKDAYS = 5
# Less is no pay but a slip of the finger (a zero that is missing). No rule of law stands behind these figures.
_LEAST_AN_HOUR = {"KRW": Decimal(1_000), "JPY": Decimal(100)}
_CONTROLLED = ("national_core", "defence")


@dataclass(frozen=True)
class Contradiction:
    """`field` is where it is said; `others` are what it disagrees with. One that does not `blocks` is a warning."""

    field: str
    others: tuple[str, ...]
    decision: Decision
    blocks: bool = True


def contradictions(draft: TaskDraft) -> list[Contradiction]:
    """Everything in `draft` that disagrees with something else in it."""
    return [
        *_gaps(draft),
        *_languages(draft),
        *_place(draft),
        *_hours(draft),
        *_dates(draft),
        *_money(draft),
        *_rights(draft),
    ]


def blocking(draft: TaskDraft) -> dict[str, Decision]:
    """The contradictions that keep a task from being approved, by the field where they are said (the first of each)."""
    found: dict[str, Decision] = {}
    for each in contradictions(draft):
        if each.blocks:
            found.setdefault(each.field, each.decision)
    return found


def _gaps(draft: TaskDraft) -> Iterator[Contradiction]:
    """Brackets of a template that nobody has filled."""
    texts = {
        f"{name}_{language}": getattr(draft, f"{name}_{language}")
        for name in BILINGUAL
        for language in ("ko", "en")
    }
    for number, row in enumerate(draft.deliverables):
        texts |= {
            f"deliverables-{number}-{name}": getattr(row, name)
            for name in ("title_ko", "title_en", "acceptance_ko", "acceptance_en")
        }
    for field, text in texts.items():
        if gap := GAP.search(text):
            yield Contradiction(
                field,
                (),
                no("demand.gap", N_("Fill in or remove what stands in brackets: {gap}"), gap=gap[0]),
            )


_LEAST_LETTERS = 20  # fewer may be a name in the other alphabet


def _languages(draft: TaskDraft) -> Iterator[Contradiction]:
    """A text in the field of the other language."""
    for name in BILINGUAL:
        for language, other in (("ko", "en"), ("en", "ko")):
            text = getattr(draft, f"{name}_{language}")
            if sum(letter.isalpha() for letter in text) >= _LEAST_LETTERS and language_of(text) == other:
                sentence = (
                    N_("This does not look like Korean.")
                    if language == "ko"
                    else N_("This does not look like English.")
                )
                yield Contradiction(
                    f"{name}_{language}", (), no("demand.other_language", sentence), blocks=False
                )


def _place(draft: TaskDraft) -> Iterator[Contradiction]:
    if draft.work_mode == "on_site" and draft.countries and "KR" not in draft.countries:
        yield Contradiction(
            "work_mode", ("countries",),
            no("demand.on_site_abroad",
               N_("The work is done on site in Korea, but the person has to live abroad. Change one of the two.")),
        )  # fmt: skip
    if draft.work_mode == "on_site" and draft.overlap_hours == 0:
        yield Contradiction(
            "overlap_hours", ("work_mode",),
            no("demand.on_site_no_overlap",
               N_("Work on site means hours together; 0 shared hours cannot be right.")),
        )  # fmt: skip


def _hours(draft: TaskDraft) -> Iterator[Contradiction]:
    begins, ends = minutes_of(draft.overlap_from), minutes_of(draft.overlap_to)
    overlap, weekly = draft.overlap_hours, draft.weekly_hours
    if overlap is not None and begins is not None and ends is not None and (ends - begins) // 60 != overlap:
        yield Contradiction(
            "overlap_to", ("overlap_hours", "overlap_from"),
            no("demand.window_length",
               N_("From {begins} to {ends} are {window} hours, but {hours} shared hours a day are asked for. "
                  "Make them equal."),
               begins=draft.overlap_from, ends=draft.overlap_to, window=_short(Decimal(ends - begins) / 60), hours=overlap),
        )  # fmt: skip
    if overlap and weekly is not None and overlap * WORKDAYS > weekly:
        yield Contradiction(
            "overlap_hours", ("weekly_hours",),
            no("demand.overlap_over_week",
               N_("{hours} shared hours a day are {needed} a week, but only {weekly} hours a week are worked."),
               hours=overlap, needed=overlap * WORKDAYS, weekly=weekly),
        )  # fmt: skip
    if draft.pair_hours and weekly is not None and draft.pair_hours > weekly:
        yield Contradiction(
            "pair_hours", ("weekly_hours",),
            no("demand.pair_over_week",
               N_("{pair} hours of pair work a week are more than the {weekly} hours that are worked."),
               pair=draft.pair_hours, weekly=weekly),
        )  # fmt: skip
    if draft.pair_hours and overlap is not None and draft.pair_hours > overlap * WORKDAYS:
        yield Contradiction(
            "pair_hours", ("overlap_hours",),
            no("demand.pair_over_overlap",
               N_("Pair work needs shared hours: {pair} hours a week do not fit into {shared}."),
               pair=draft.pair_hours, shared=overlap * WORKDAYS),
        )  # fmt: skip
    if draft.junior_seats and draft.pair_hours == 0:
        yield Contradiction(
            "junior_seats", ("pair_hours",),
            no("demand.juniors_alone",
               N_("Juniors take part, but no hour of pair work is planned. How will they learn?")),
            blocks=False,
        )  # fmt: skip


def _dates(draft: TaskDraft) -> Iterator[Contradiction]:
    last = ends_on(draft)
    for number, row in enumerate(draft.deliverables):
        if row.due_on is None or draft.starts_on is None:
            continue
        if row.due_on < draft.starts_on:
            yield Contradiction(
                f"deliverables-{number}-due_on", ("starts_on",),
                no("demand.due_before_start", N_("This is due on {due}, before the work begins on {starts}."),
                   due=row.due_on.isoformat(), starts=draft.starts_on.isoformat()),
            )  # fmt: skip
        elif last is not None and row.due_on > last + timedelta(days=1):
            yield Contradiction(
                f"deliverables-{number}-due_on", ("starts_on", "weeks"),
                no("demand.due_after_end",
                   N_("This is due on {due}, but after {weeks} weeks the work ends on {ends}."),
                   due=row.due_on.isoformat(), weeks=draft.weeks, ends=last.isoformat()),
            )  # fmt: skip


def _money(draft: TaskDraft) -> Iterator[Contradiction]:
    if draft.budget is None:
        return
    shares = [row.share_minor for row in draft.deliverables]
    total, currency = sum(share or 0 for share in shares), draft.budget.currency
    too_much = total > draft.budget.minor
    if shares and total != draft.budget.minor and (too_much or None not in shares):
        yield Contradiction(
            "deliverables", ("budget",),
            no("demand.shares",
               N_("The shares add up to {total}, the budget is {budget} {currency}. Make them equal."),
               total=f"{Money(total, currency).amount:,}", budget=f"{draft.budget.amount:,}", currency=currency),
        )  # fmt: skip
    if draft.weeks and draft.weekly_hours:
        hours = draft.weeks * draft.weekly_hours
        if draft.budget.amount / hours < _LEAST_AN_HOUR.get(currency, Decimal(1)):
            yield Contradiction(
                "budget", ("weeks", "weekly_hours"),
                no("demand.budget_slip",
                   N_("{hours} hours of work for {budget} {currency}: is a zero missing, or are there too many weeks?"),
                   hours=hours, budget=f"{draft.budget.amount:,}", currency=currency),
            )  # fmt: skip


def _rights(draft: TaskDraft) -> Iterator[Contradiction]:
    controlled = [name for name, said in draft.export_answers if said and name in _CONTROLLED]
    if draft.data_class == "public" and controlled:
        yield Contradiction(
            "data_class", ("export_answers",),
            no("demand.public_but_controlled",
               N_("The data is called public, but the work touches controlled technology. One of the two is wrong.")),
        )  # fmt: skip
    if draft.data_class == "restricted" and draft.ip_clause in (IpClause.LICENCE, IpClause.CO_OWNED):
        yield Contradiction(
            "ip_clause", ("data_class",),
            no("demand.secret_but_shared",
               N_("The person works on trade secrets and would own what comes out of them. Is that what you want?")),
            blocks=False,
        )  # fmt: skip


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}" if number % 1 else str(int(number))
