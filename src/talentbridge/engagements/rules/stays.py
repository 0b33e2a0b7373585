"""Stays in Korea: what may be entered, how many days they make, and when the end of a paper is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from talentbridge.engagements.rules.decisions import is_open
from talentbridge.engagements.rules.facts import Facts
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import Rule
from talentbridge.policy.rules.visa import WORKATION_REFUSED

ALARM_DAYS = (90, 60, 30, 7)  # before a paper ends
COMPANY_ALARM_DAYS = (30, 7)  # the company hears of it later, and not which paper
LONGEST = 1830  # days: five years, longer than any status of the guide at once
FORGET_PAPERS_AFTER = timedelta(days=30)  # after the stay; the days stay, tax asks for them

PURPOSES: dict[str, str] = {
    "visit": N_("Visit for meetings"),
    "work": N_("Work in Korea for some weeks"),
    "relocate": N_("Move to Korea to work for the company"),
}
STATUSES: dict[str, str] = {
    "unclear": N_("Not clear yet"),
    "none": N_("No visa needed, as the authority says"),
    "short": N_("Short-term visa or electronic authorisation"),
    "e-7-1": "E-7-1",
    "e-7-s": "E-7-S",
    "e-7-m": "E-7-M",
    "f-2-t": "F-2-T",
    "k-star": "K-STAR",
    "d-10-t": "D-10-T",
    "d-8-4": "D-8-4",
    "d-8-4-s": "D-8-4(S)",
    "d-2": "D-2",
    "f-5": "F-5",
    "f-1-d": N_("F-1-D workation"),
}
PAPERS: dict[str, str] = {
    "passport": N_("Passport"),
    "visa": N_("Visa or permit of stay"),
    "insurance": N_("Insurance"),
    "residence_certificate": N_("Certificate of tax residence"),
}


@dataclass(frozen=True)
class StayDraft:
    """What is entered of a stay. `expires` holds the last day of each paper that is there."""

    purpose: str
    status: str
    begins_on: date
    ends_on: date  # inclusive
    expires: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Span:
    """The days of one stay, both ends included."""

    begins_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.begins_on).days + 1

    def meets(self, other: Span) -> bool:
        return self.begins_on <= other.ends_on and other.begins_on <= self.ends_on


@dataclass(frozen=True)
class DaysInKorea:
    """Days in Korea of one engagement's stays, seen from the day `on`. First and last day of a stay both count.

    `so_far` of them in the calendar year have passed, `in_year` all of the year with what is planned, `most_in_365` the
    most in any 365 days in a row, planned ones included. `mark` is the treaty's row of days (183 in many); None: not
    known for this country and day. Other trips of the person are not counted here.
    """

    on: date
    so_far: int
    in_year: int
    most_in_365: int
    mark: Rule | None = None

    @property
    def is_over(self) -> bool | None:
        """Whether either count passes the mark; None when the mark is not known."""
        return None if self.mark is None else max(self.in_year, self.most_in_365) > self.mark.value


def days_in_korea(spans: Iterable[Span], on: date, mark: Rule | None = None) -> DaysInKorea:
    """Count the days of `spans`; a day of two spans counts once."""
    days = sorted({span.begins_on + timedelta(days=number) for span in spans for number in range(span.days)})
    this_year = [day for day in days if day.year == on.year]
    most, first = 0, 0
    for last, day in enumerate(days):
        while (day - days[first]).days >= 365:
            first += 1
        most = max(most, last - first + 1)
    return DaysInKorea(on, sum(day <= on for day in this_year), len(this_year), most, mark)


def can_plan_stay(facts: Facts) -> Decision:
    """While the engagement runs and somebody has agreed to take the work."""
    if not (closed := is_open(facts)):
        return closed
    if not facts.agreed:
        return no(
            "engagements.nobody_travels", N_("Nobody has agreed to take the work yet, so nobody travels.")
        )
    return YES


def can_change_stay(facts: Facts, *, is_cancelled: bool) -> Decision:
    """While the engagement runs and the stay was not called off."""
    if is_cancelled:
        return no("engagements.stay_cancelled", N_("This stay was called off. Enter a new one."))
    return is_open(facts)


def refused_stay(draft: StayDraft, others: Collection[Span]) -> dict[str, Decision]:
    """What of a draft cannot be, by field; `others` are the engagement's other stays."""
    found: dict[str, Decision] = {}
    if draft.purpose not in PURPOSES:
        found["purpose"] = no("engagements.no_purpose", N_("Choose what the stay is for."))
    if draft.status not in STATUSES:
        found["status"] = no("engagements.no_status", N_("Choose a status of the list."))
    if draft.status == "f-1-d":
        found["status"] = no("engagements.workation", WORKATION_REFUSED)
    if draft.ends_on < draft.begins_on:
        found["ends_on"] = no("engagements.stay_ends_early", N_("The stay ends before it begins."))
    elif (draft.ends_on - draft.begins_on).days >= LONGEST:
        found["ends_on"] = no(
            "engagements.stay_too_long", N_("This is longer than any status is given for. Check the year.")
        )
    elif any(Span(draft.begins_on, draft.ends_on).meets(other) for other in others):
        found["begins_on"] = no(
            "engagements.stays_overlap", N_("Another stay of this engagement covers some of these days.")
        )
    for kind in draft.expires:
        if kind not in PAPERS:
            found[kind] = no("engagements.no_paper", N_("This paper is not on the list."))
    return found


def ends_too_soon(expires: Mapping[str, date], ends_on: date) -> list[str]:
    """The papers that end before the stay does: a warning, as who decides is the authority."""
    return [kind for kind, day in expires.items() if day < ends_on and kind != "residence_certificate"]


def due_alarms(expires_on: date, today: date, told: Collection[int]) -> tuple[int | None, tuple[int, ...]]:
    """(the threshold to tell now, every threshold that counts as told then); (None, ()) when nothing is due.

    Of several that passed unseen (a paper entered late, a job that slept) only the nearest is told.
    """
    left = (expires_on - today).days
    due = [days for days in ALARM_DAYS if left <= days and days not in told]
    if not due or min(due) > min(told, default=max(ALARM_DAYS) + 1):
        return None, ()
    return min(due), tuple(due)


def tells_company(days: int) -> bool:
    """Whether the company hears at this threshold that a paper needs renewal."""
    return days in COMPANY_ALARM_DAYS
