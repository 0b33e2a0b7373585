"""Reads around the design of an engagement. The caller has proven that its reader may see the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from talentbridge.contracts import queries as contracts
from talentbridge.contracts.rules import ContractTerms
from talentbridge.contracts.states import LIVE
from talentbridge.demand import queries as demand
from talentbridge.designer import queries as designer
from talentbridge.engagements import rules
from talentbridge.engagements.models import Design, DesignStep, Engagement
from talentbridge.engagements.queries.stays import planned_stays
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import Invalid


def design_of(engagement: Engagement) -> Design | None:
    """The newest design; None before one was chosen."""
    return designs_of(engagement).first()


def designs_of(engagement: Engagement) -> QuerySet[Design]:
    """Every design, newest first."""
    return (
        Design.objects.select_related("made_by", "confirmed_by")
        .filter(engagement=engagement)
        .order_by("-number")
    )


def steps_of(engagement: Engagement) -> QuerySet[DesignStep]:
    """What the newest design asks to be done before work begins, in order."""
    return DesignStep.objects.select_related("done_by").filter(engagement=engagement, is_asked=True)


def terms_of(engagement: Engagement) -> ContractTerms | None:
    """The terms of the contract that lives now, drafted or in force."""
    contract = contracts.contract_of(engagement.pk)
    if contract is None or contract.state not in LIVE:
        return None
    return ContractTerms.from_json(contract.terms)


def known_of(engagement: Engagement) -> rules.Known:
    """Where the person lives, what travel is planned, and whether a permit is recorded."""
    task = demand.task_of(engagement.pk)
    days = sum((stay.ends_on - stay.begins_on).days + 1 for stay in planned_stays(engagement.pk))
    permitted = bool(task and any(task.export_answers.values()) and demand.may_staff_overseas(task))
    return rules.Known(engagement.talent_country, days, permitted)


def followed_of(engagement: Engagement, newest: Design, terms: ContractTerms) -> dict[str, str]:
    """The newest design's question as the contract that lives now and the plans of travel put it."""
    return rules.followed(newest.question, terms, known_of(engagement))


def asked_again(said: Mapping[str, str]) -> dict[str, str]:
    """A kept question for another day: the rules' day and the width of the table alone are no new fact."""
    return {name: value for name, value in said.items() if name not in {"on", "type"}}


def not_followed(engagement: Engagement, newest: Design | None, today: date) -> list[Decision]:
    """Why the designer cannot answer what the contract says by now, so that the newest design stands as it was."""
    if newest and (terms := terms_of(engagement)):
        try:
            designer.question(asked_again(followed_of(engagement, newest, terms)), today=today)
        except Invalid as invalid:
            return list(invalid.fields.values())
    return []


def question_of(engagement: Engagement) -> dict[str, str]:
    """The question that the designer's page begins with: that of the newest design, else one out of the task."""
    if newest := design_of(engagement):
        return {name: value for name, value in newest.question.items() if name != "on"}
    task = demand.task_of(engagement.pk)
    known = known_of(engagement)
    return rules.said_of_task(demand.draft_of(task), known) if task else {}
