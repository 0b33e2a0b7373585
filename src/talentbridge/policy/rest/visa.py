"""The same check for programs: ``GET /api/v1/policy/visa/check``. Public; nothing is kept."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Router, Schema

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import visa
from talentbridge.policy.web.visa import rows_of
from talentbridge.policy.web.visa_form import CheckForm

router = Router(tags=["policy"])


class CriterionRowOut(Schema):
    """A row that an answer rests on."""

    key: str
    value: str | None
    unit: str
    source_name: str
    valid_from: date
    valid_to: date | None
    checked_on: date
    certainty: str


class LineOut(Schema):
    """One criterion: met, not_met, not_known (no row that day) or ask."""

    criterion: str
    answer: str
    reason: str
    way: str
    change: str
    certainty: str
    rows: list[CriterionRowOut]


class StatusOut(Schema):
    """How a status stands for what was said: likely, closed or questions. Never a verdict."""

    status: str
    outcome: str
    certainty: str
    leads_to: list[str]
    papers: list[str]
    lines: list[LineOut]


class CheckOut(Schema):
    """The rules of one day about one person; information, nothing is filed for anybody."""

    on: date
    needed: str
    needed_reason: str
    statuses: list[StatusOut]


@router.get("/visa/check", response=CheckOut, auth=None)
def visa_check(request: HttpRequest) -> dict[str, Any]:
    """Check what was said against the rules of a day. Parameters as the fields of the page `/visa/check/`; `purpose` is
    "relocate" where none is said, and `status` asks for one status only. Raises 422 at the parameter that cannot be used;
    a parameter that does not exist is one.
    """
    typed = request.GET.copy()
    typed.setdefault("purpose", visa.Facts().purpose)
    form = CheckForm(typed)
    refused = _refused(request, form)
    if refused:
        raise Invalid(refused)
    facts, on = form.facts(), form.cleaned_data["on"] or now().astimezone(ZoneInfo(show.HOME_ZONE)).date()
    book = rows_of(on)
    need = visa.needed(facts.purpose, facts.days, book)
    if status := request.GET.get("status"):
        found: list[tuple[visa.Eligibility, tuple[str, ...]]] = [(visa.check(facts, status, book), ())]
    else:
        found = [(each.eligibility, each.leads_to) for each in visa.paths(facts, book)]
    return {
        "on": on,
        "needed": need.need,
        "needed_reason": show.said(need.reason),
        "statuses": [_status(each, leads, book) for each, leads in found],
    }


def _refused(request: HttpRequest, form: CheckForm) -> dict[str, Decision]:
    refused: dict[str, Decision] = {
        name: no("policy.visa_input", "{told}", told=str(errors[0])) for name, errors in form.errors.items()
    }
    for name in request.GET:
        if name not in form.fields and name != "status":
            known = ", ".join([*form.fields, "status"])
            refused[name] = no(
                "policy.no_parameter", N_("There is no such parameter. Known ones: {known}"), known=known
            )
    status = request.GET.get("status")
    if status and status not in visa.STATUSES:
        known = ", ".join(visa.STATUSES)
        refused["status"] = no(
            "policy.no_status", N_("This status is not in the guide. Known ones: {known}"), known=known
        )
    return refused


def _status(found: visa.Eligibility, leads_to: tuple[str, ...], book: Any) -> dict[str, Any]:
    return {
        "status": found.status, "outcome": found.outcome, "certainty": found.certainty, "leads_to": list(leads_to),
        "papers": [row.key.rpartition(".")[2] for row, _ in visa.papers(found.telling, book)],
        "lines": [_line(line) for line in found.lines],
    }  # fmt: skip


def _line(line: visa.Line) -> dict[str, Any]:
    facts = show.facts(line.facts)
    return {
        "criterion": show.said(line.criterion).format_map(facts), "answer": line.answer,
        "reason": show.said(line.reason).format_map(facts), "way": show.said(line.way),
        "change": show.said(line.change).format_map(facts) if line.change else "", "certainty": line.certainty,
        "rows": [
            {"key": row.key, "value": format(value.normalize(), "f") if value is not None else None,
             "unit": getattr(row, "unit", ""), "source_name": row.source_name, "valid_from": row.valid_from,
             "valid_to": row.valid_to, "checked_on": row.checked_on, "certainty": row.certainty}
            for row in line.rows for value in (getattr(row, "value", None),)
        ],
    }  # fmt: skip
