"""How the person is engaged: choose an option of the designer, confirm it, check it while work runs, follow the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.designer import queries as designer
from talentbridge.designer.rules import LEVELS, Ask, Form, Level, Option, option_to_json
from talentbridge.engagements import permissions, queries, rules
from talentbridge.engagements.models import Design, DesignStep, Engagement
from talentbridge.engagements.services.reasons import require_reason
from talentbridge.engagements.services.telling import tell
from talentbridge.engagements.states import EngagementState, Stage
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import SYSTEM, Actor, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def choose_design(
    *,
    actor: Actor,
    case_id: UUID,
    said: Mapping[str, str],
    country: str,
    form: str,
    reason: str,
    at: datetime,
) -> Design:
    """Choose one option of the answer to `said`; a coordinator's choice is confirmed by itself.

    Raises `Invalid` on the question's options, on ``option`` or on ``reason``. Choosing the same again changes nothing.
    """
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        require(
            allowed=permissions.may_choose_design(actor, engagement),
            possible=rules.can_choose_design(queries.facts_of(engagement)),
        )
        answer = designer.answer(said, today=at.astimezone(rules.SEOUL).date())
        option = answer.table.option(country, form)
        if not (possible := rules.can_choose_option(option)):
            raise Invalid({"option": possible})
        require_reason(reason)
        assert option is not None
        newest = queries.design_of(engagement)
        kept = answer.ask.change(countries=(option.country,), forms=tuple(Form))
        if newest and newest.cause == "chosen" and _same(newest, kept, option):
            return newest
        design = _add(engagement, "chosen", kept.said(), option, actor=actor, reason=reason.strip(), at=at)
        if engagement.seen_from == Side.COORDINATOR:
            design.confirmed_by_id, design.confirmed_at = actor.person_id, at
            design.save(update_fields=["confirmed_by", "confirmed_at"])
        audit.record(
            "engagements.design.chosen", actor=actor, subject=design, at=at, form=rules.form_name(form), country=country,
            reason=reason.strip(),
        )  # fmt: skip
        tell(
            engagement, [Side.COMPANY, Side.COORDINATOR], at=at, but=actor, page="design",
            sentence=N_("A form of engagement was chosen for ‘{title}’. Read the reasons."),
        )  # fmt: skip
    return design


def confirm_design(*, actor: Actor, case_id: UUID, number: int, at: datetime) -> Design:
    """The coordinator stands behind the choice. Repeating is harmless; a design that is not the newest is refused."""
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        design = queries.design_of(engagement)
        require(
            allowed=permissions.may_check_design(actor, engagement),
            possible=rules.can_check_design(queries.facts_of(engagement), design is not None),
        )
        assert design is not None
        if design.number != number:
            raise Refused(
                no("engagements.design_newer", N_("There is a newer design. Read it, then confirm that one."))
            )
        if design.confirmed_at is None:
            design.confirmed_by_id, design.confirmed_at = actor.person_id, at
            design.save(update_fields=["confirmed_by", "confirmed_at"])
            audit.record("engagements.design.confirmed", actor=actor, subject=design, at=at)
            tell(
                engagement, [Side.COMPANY], at=at, page="design",
                sentence=N_("The coordinator confirmed the form of engagement of ‘{title}’."),
            )  # fmt: skip
    return design


def check_design(
    *,
    actor: Actor,
    case_id: UUID,
    factors: Sequence[str],
    establishment: Sequence[str],
    note: str,
    at: datetime,
) -> Design:
    """Go through how the work is really done: a new design with the factors that hold now, and an alarm when it got worse.

    Raises `Invalid` on ``factor``, ``establishment`` or ``reason`` (which evidence was looked at).
    """
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        newest = queries.design_of(engagement)
        require(
            allowed=permissions.may_check_design(actor, engagement),
            possible=rules.can_check_design(queries.facts_of(engagement), newest is not None),
        )
        require_reason(note)
        assert newest is not None
        said = dict(newest.question) | {"factor": ",".join(factors), "establishment": ",".join(establishment)}
        design = _again(engagement, newest, said, "checked", actor=actor, reason=note.strip(), at=at)
        design.confirmed_by_id, design.confirmed_at = actor.person_id, at
        design.save(update_fields=["confirmed_by", "confirmed_at"])
    return design


def do_step(*, actor: Actor, case_id: UUID, key: str, note: str, at: datetime) -> DesignStep:
    """Mark one step of the design as done. Repeating is harmless."""
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        step = DesignStep.objects.filter(engagement=engagement, key=key, is_asked=True).first()
        if step is None:
            raise Missing
        allowed = permissions.may_do_step(actor, engagement, step.who)
        require(allowed=allowed)
        if step.done_at is None:
            require(allowed=allowed, possible=rules.is_open(queries.facts_of(engagement)))
            step.done_by_id, step.done_at, step.note = actor.person_id, at, note.strip()[:1000]
            step.save()
            audit.record(
                "engagements.design_step.done", actor=actor, subject=engagement, at=at, step=step.text
            )
    return step


def ask_for_checks(at: datetime) -> int:
    """Ask coordinators to go through how the work is really done where the last look is a month old; returns how many.

    Each is asked once a month. Law looks at how work is done while it runs, not at what was planned.
    """
    asked = 0
    running = Engagement.objects.filter(state=EngagementState.OPEN, stage=Stage.DELIVER).exclude(
        design_level=""
    )
    for case_id in list(running.values_list("pk", flat=True)):
        with transaction.atomic():
            engagement = Engagement.objects.select_for_update().get(pk=case_id)
            looked = queries.designs_of(engagement).exclude(cause="followed").first()
            last = max(filter(None, (looked.made_at if looked else None, engagement.design_asked_at)))
            if not rules.status_due(last.date(), at.date()):
                continue
            engagement.design_asked_at = at
            engagement.save(update_fields=["design_asked_at"])
            tell(
                engagement, [Side.COORDINATOR], at=at, page="check-design",
                sentence=N_("A month has passed: please check again how the work in ‘{title}’ is really done."),
            )  # fmt: skip
            asked += 1
    return asked


def follow(engagement: Engagement, at: datetime) -> None:
    """Calculate the newest design again when the contract or the plans of travel say something else than it did.

    Called whenever an engagement is brought up to date; its row is locked. Nothing happens before a design was chosen.
    """
    newest = queries.design_of(engagement)
    terms = queries.terms_of(engagement)
    if newest is None or terms is None:
        return
    said = queries.followed_of(engagement, newest, terms)
    form = terms.engagement_type
    today = at.astimezone(rules.SEOUL).date()
    try:
        if form == newest.form and _asked(said, today) == _asked(newest.question, today):
            return
        _again(engagement, newest, said, "followed", actor=SYSTEM, reason="", at=at, form=form)
    except Invalid:  # say, a country that the designer does not know: pages say why (`queries.not_followed`)
        return


def _again(
    engagement: Engagement, newest: Design, said: Mapping[str, str], cause: str, *, actor: Actor, reason: str,
    at: datetime, form: str = "",
) -> Design:  # fmt: skip
    """A new design of the same engagement with today's rules; tells both sides when the level rose."""
    today = at.astimezone(rules.SEOUL).date()
    answer = designer.answer(queries.asked_again(said), today=today)
    option = answer.table.option(answer.ask.countries[0], form or newest.form)
    assert option is not None
    design = _add(engagement, cause, answer.ask.said(), option, actor=actor, reason=reason, at=at)
    audit.record(
        f"engagements.design.{cause}", actor=actor, subject=design, at=at, level=LEVELS[Level(design.level)]
    )
    if rules.has_risen(newest.level, design.level):
        _alarm(engagement, newest, design, at=at)
    return design


def _alarm(engagement: Engagement, before: Design, after: Design, *, at: datetime) -> None:
    audit.record(
        "engagements.design.risk_rose", actor=SYSTEM, subject=after, at=at,
        before=LEVELS[Level(before.level)], after=LEVELS[Level(after.level)],
    )  # fmt: skip
    outbox.add(
        "engagements.design_risk_rose", at=at, case_id=engagement.pk, before=before.level, after=after.level
    )
    tell(
        engagement, [Side.COMPANY, Side.COORDINATOR], at=at, page="design",
        sentence=N_("The risk level of ‘{title}’ has risen. Read the reasons and what would lower it."),
    )  # fmt: skip


def _add(
    engagement: Engagement,
    cause: str,
    said: Mapping[str, str],
    option: Option,
    *,
    actor: Actor,
    reason: str,
    at: datetime,
) -> Design:
    number = engagement.designs.count() + 1  # the engagement's row is locked
    design = Design.objects.create(
        engagement=engagement, number=number, cause=cause, country=option.country, form=option.form, question=dict(said),
        option=option_to_json(option), level=option.level, reason=reason, made_at=at, made_by_id=actor.person_id,
    )  # fmt: skip
    _ask_steps(engagement, option)
    engagement.design_level = option.level
    engagement.save(update_fields=["design_level"])
    return design


def _ask_steps(engagement: Engagement, option: Option) -> None:
    """The checklist as this option asks for it; what was done keeps its mark."""
    keys = [step.key for step in option.steps]
    DesignStep.objects.filter(engagement=engagement).exclude(key__in=keys).update(is_asked=False)
    for position, step in enumerate(option.steps):
        DesignStep.objects.update_or_create(
            engagement=engagement, key=step.key,
            defaults={"position": position, "who": step.who, "text": step.said.text, "is_asked": True},
        )  # fmt: skip


def _same(design: Design, ask: Ask, option: Option) -> bool:
    return (design.country, design.form) == (option.country, option.form) and _asked(
        design.question, ask.on
    ) == ask


def _asked(said: Mapping[str, str], today: date) -> Ask:
    """A kept question as of today."""
    return designer.question(queries.asked_again(said), today=today)
