"""From an engagement to a question for the designer, and when its answer may be chosen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from talentbridge.contracts.rules import ContractTerms
from talentbridge.demand.rules import TaskDraft
from talentbridge.designer.rules import FORMS, Ask, Form, Level, Option, Standing
from talentbridge.engagements.rules.decisions import is_open
from talentbridge.engagements.rules.facts import Facts
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.money import Money, digits
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import COUNTRIES, IpClause

_IN_FULL = [code for code, country in COUNTRIES.items() if country.in_full]  # where nobody is chosen yet
_WEEKS_A_MONTH = Decimal(52) / 12
_DAYS_A_MONTH = Decimal(365) / 12
_SYNC_FROM = 4  # shared hours a day from which one works mostly at the same time
_OF_CONTRACT = {"onsite": "on_site"}  # the contract's word for a place, where it is another
_TO_CONTRACT = {value: key for key, value in _OF_CONTRACT.items()}
STATUS_CHECK_DAYS = 30  # how often the factors of labour status are gone through again while work runs


@dataclass(frozen=True)
class Known:
    """What else is known about a case: where the person lives, and how many days of work in Korea are planned."""

    country: str = ""
    days_in_korea: int = 0
    export_permitted: bool = False


def said_of_task(task: TaskDraft, known: Known) -> dict[str, str]:
    """A question as text (`designer.rules.read`) out of the agreed task; what the task does not say is left out."""
    countries = (
        [known.country] if known.country in COUNTRIES else [c for c in task.countries if c in COUNTRIES]
    )
    said = {"country": ",".join(countries[:4] or _IN_FULL)}
    months = _months(task.weeks)
    if task.budget:
        pay = _a_month(task.budget, months)
        said |= {"gross": f"{pay.amount:f}", "currency": pay.currency}
    if task.weeks:
        said["months"] = str(months)
    if task.work_mode:
        said["work_mode"] = task.work_mode
    if task.overlap_hours is not None:
        said["rhythm"] = "sync" if task.overlap_hours >= _SYNC_FROM else "async"
    if task.data_class:
        said["data_class"] = task.data_class
    if answers := dict(task.export_answers):
        yes = any(answers.values())
        said["export"] = ("permitted" if known.export_permitted else "yes") if yes else "no"
    if task.ip_clause:
        said["ip_clause"] = task.ip_clause
    if known.days_in_korea:
        said["days_in_korea"] = str(known.days_in_korea)
    return said


def followed(said: Mapping[str, str], terms: ContractTerms, known: Known) -> dict[str, str]:
    """The question of a design with what the contract and the plans of travel say by now."""
    months = max(1, round(Decimal((terms.ends_on - terms.starts_on).days) / _DAYS_A_MONTH))
    pay = _a_month(terms.total, months)
    days = known.days_in_korea or (months * 30 if terms.place_of_work == "korea" else 0)
    return dict(said) | {
        "gross": f"{pay.amount:f}",
        "currency": pay.currency,
        "months": str(min(months, 60)),
        "work_mode": _OF_CONTRACT.get(terms.work_mode, terms.work_mode),
        "ip_clause": terms.ip_clause,
        "days_in_korea": str(days),
        "country": terms.talent_country,
    }


def contract_choices(said: Mapping[str, str], form: str) -> dict[str, str]:
    """What the contract's form begins with out of the design; a vendor's contract is not written here."""
    mode = said.get("work_mode", "remote")
    proposed = {
        "work_mode": _TO_CONTRACT.get(mode, mode),
        "place_of_work": "abroad",
        "ip_clause": said.get("ip_clause", IpClause.ORIGINAL_ACQUISITION),
    }
    return proposed if form == Form.VENDOR else proposed | {"engagement_type": form}


def can_choose_design(facts: Facts) -> Decision:
    """Until a contract is in force; then only a check or changed facts make a new one."""
    if not (closed := is_open(facts)):
        return closed
    if facts.in_force:
        return no(
            "engagements.design_signed",
            N_(
                "The contract is signed. Another form needs a new contract; the coordinator ends this one first."
            ),
        )
    return YES


def can_choose_option(option: Option | None) -> Decision:
    """Whether this option can be chosen at all."""
    if option is None:
        return no("engagements.no_option", N_("Choose one of the options of the table."))
    if option.standing is Standing.BLOCKED:
        return no(
            "engagements.option_blocked",
            N_("Controlled technology: record the permit before anybody abroad is engaged."),
        )
    if option.standing is Standing.NOT_OFFERED:
        return no(
            "engagements.option_not_offered",
            N_("You have no entity there. Say so in the question if you have one."),
        )
    return YES


def can_check_design(facts: Facts, has_design: bool) -> Decision:
    """Once there is a design, while the engagement is open."""
    if not (closed := is_open(facts)):
        return closed
    if not has_design:
        return no("engagements.no_design", N_("No form of engagement has been chosen yet."))
    return YES


def has_risen(before: str, after: str) -> bool:
    """Whether the risk level is higher than it was."""
    return Level(after).order > Level(before).order


def form_name(form: str) -> str:
    """The message id of a form."""
    return FORMS[Form(form)]


def status_due(last_checked: date, today: date) -> bool:
    """Whether the factors have to be gone through again."""
    return (today - last_checked).days >= STATUS_CHECK_DAYS


def _months(weeks: int | None) -> int:
    return max(1, round(Decimal(weeks) / _WEEKS_A_MONTH)) if weeks else 6


def _a_month(total: Money, months: int) -> Money:
    """An even part of the whole, in whole units: nobody calculates with a fraction of a won."""
    unit = 10 ** digits(total.currency)
    return Money(max(unit, total.minor // months // unit * unit), total.currency)


__all__ = [
    "STATUS_CHECK_DAYS", "Ask", "Known", "can_check_design", "can_choose_design", "can_choose_option", "contract_choices",
    "followed", "form_name", "has_risen", "said_of_task", "status_due",
]  # fmt: skip
