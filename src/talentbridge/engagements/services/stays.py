"""Stays in Korea: entered when somebody travels, changed, called off; the ends of their papers told in time."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from talentbridge.accounts import queries as accounts
from talentbridge.accounts import services as notices
from talentbridge.audit import services as audit
from talentbridge.engagements import permissions, queries, rules
from talentbridge.engagements.models import Engagement, Stay, StayAlarm, StayPaper
from talentbridge.engagements.rules import stays as stay_rules
from talentbridge.engagements.rules.stays import Span, StayDraft
from talentbridge.engagements.services.keeping import recompute
from talentbridge.engagements.services.telling import tell
from talentbridge.engagements.states import StayState
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import SYSTEM, Actor, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def plan_stay(*, actor: Actor, case_id: UUID, draft: StayDraft, at: datetime) -> Stay:
    """Enter a stay of the talent in Korea. Raises `Invalid` by field: F-1-D, days that overlap another stay."""
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        require(
            allowed=permissions.may_note_stay(actor, engagement),
            possible=stay_rules.can_plan_stay(queries.facts_of(engagement)),
        )
        if engagement.talent_id is None or actor.person_id is None:
            raise Missing
        _require_draft(draft, engagement)
        stay = Stay.objects.create(
            engagement=engagement, person_id=engagement.talent_id, purpose=draft.purpose, status=draft.status,
            begins_on=draft.begins_on, ends_on=draft.ends_on, noted_by_id=actor.person_id, noted_at=at,
        )  # fmt: skip
        _keep_papers(stay, draft)
        _did("planned", stay, engagement, actor=actor, at=at)
        tell(
            engagement, [Side.COMPANY, Side.TALENT, Side.COORDINATOR], at=at, but=actor, page="stays",
            sentence=N_("‘{title}’: a stay in Korea is planned. Its days stand on the page."),
        )  # fmt: skip
    return stay


def change_stay(
    *, actor: Actor, stay_id: UUID, draft: StayDraft, seen_revision: int | None, at: datetime
) -> Stay:
    """Change a stay as it was shown. Raises `Refused` when somebody else saved in between, `Invalid` by field."""
    with transaction.atomic():
        stay, engagement = _locked(actor, stay_id)
        require(
            allowed=permissions.may_note_stay(actor, stay),
            possible=stay_rules.can_change_stay(
                queries.facts_of(engagement), is_cancelled=stay.state == StayState.CANCELLED
            ),
        )
        if seen_revision != stay.revision:
            raise Refused(
                no(
                    "engagements.stay_moved_on",
                    N_("Someone else saved this stay first. Compare, then save again."),
                )
            )
        _require_draft(draft, engagement, but=stay)
        for name in ("purpose", "status", "begins_on", "ends_on"):
            setattr(stay, name, getattr(draft, name))
        stay.revision += 1
        stay.save()
        _keep_papers(stay, draft)
        _did("changed", stay, engagement, actor=actor, at=at)
    return stay


def cancel_stay(*, actor: Actor, stay_id: UUID, at: datetime) -> Stay:
    """Call a stay off: its days no longer count, its papers are forgotten. A second time changes nothing."""
    with transaction.atomic():
        stay, engagement = _locked(actor, stay_id)
        require(allowed=permissions.may_note_stay(actor, stay))
        if stay.state == StayState.CANCELLED:
            return stay
        require(
            allowed=permissions.may_note_stay(actor, stay),
            possible=rules.is_open(queries.facts_of(engagement)),
        )
        stay.move(StayState.CANCELLED)
        stay.revision += 1
        stay.save()
        stay.papers.all().delete()
        _did("cancelled", stay, engagement, actor=actor, at=at)
        tell(
            engagement, [Side.COMPANY, Side.TALENT, Side.COORDINATOR], at=at, but=actor, page="stays",
            sentence=N_("‘{title}’: a stay in Korea was called off."),
        )  # fmt: skip
    return stay


def tell_of_papers(at: datetime) -> int:
    """Tell what ends within 90, 60, 30 and 7 days, once each; returns how many were told. May run as often as likes."""
    today = at.astimezone(rules.SEOUL).date()
    told = 0
    for paper_id in queries.papers_ending(today, within=max(stay_rules.ALARM_DAYS)):
        with transaction.atomic():
            paper = StayPaper.objects.select_for_update().filter(pk=paper_id).first()
            told += paper is not None and _tell_of(paper, today, at)
    return told


def forget_papers(at: datetime) -> int:
    """Delete the papers of stays that ended more than 30 days ago; returns how many. The days are kept."""
    before = at.astimezone(rules.SEOUL).date() - stay_rules.FORGET_PAPERS_AFTER
    with transaction.atomic():
        _, by_model = StayPaper.objects.filter(stay__ends_on__lt=before).delete()
    return by_model.get(StayPaper._meta.label, 0)


def _tell_of(paper: StayPaper, today: date, at: datetime) -> bool:
    """One paper whose row is locked: whoever comes second finds the alarm told."""
    marked = set(paper.alarms.filter(expires_on=paper.expires_on).values_list("days", flat=True))
    now_due, passed = stay_rules.due_alarms(paper.expires_on, today, marked)
    if now_due is None:
        return False
    StayAlarm.objects.bulk_create(
        [StayAlarm(paper=paper, expires_on=paper.expires_on, days=days, told_at=at) for days in passed]
    )
    stay = paper.stay
    engagement = stay.engagement
    coordinators = accounts.people_on(engagement.pk, Side.COORDINATOR)
    notices.notify(
        person_ids=[stay.person_id, *coordinators], at=at, url=queries.page_of_stays(engagement.pk),
        sentence=N_("‘{title}’: {paper} is valid until {expires_on}. Please see to its renewal in time."),
        facts={"title": _title(engagement), "paper": stay_rules.PAPERS[paper.kind], "expires_on": paper.expires_on},
    )  # fmt: skip
    if stay_rules.tells_company(now_due):
        tell(
            engagement,
            [Side.COMPANY],
            at=at,
            page="stays",
            sentence=N_("‘{title}’: a paper of the stay needs renewal."),
        )
    audit.record("engagements.stay.paper_due", actor=SYSTEM, subject=stay, at=at)
    return True


def _locked(actor: Actor, stay_id: UUID) -> tuple[Stay, Engagement]:
    """The stay and its engagement, the engagement locked first: as whoever enters a stay beside it does."""
    found = queries.stays_for(actor).filter(pk=stay_id).first()
    if found is None:
        raise Missing
    engagement = lock(queries.engagements_for(actor), found.engagement_id)
    return lock(queries.stays_for(actor), stay_id), engagement


def _require_draft(draft: StayDraft, engagement: Engagement, but: Stay | None = None) -> None:
    others = queries.planned_stays(engagement.pk)
    spans = [Span(each.begins_on, each.ends_on) for each in others if but is None or each.pk != but.pk]
    if refused := stay_rules.refused_stay(draft, spans):
        raise Invalid(refused)


def _keep_papers(stay: Stay, draft: StayDraft) -> None:
    stay.papers.exclude(kind__in=draft.expires).delete()
    for kind, day in draft.expires.items():
        StayPaper.objects.update_or_create(stay=stay, kind=kind, defaults={"expires_on": day})


def _did(act: str, stay: Stay, engagement: Engagement, *, actor: Actor, at: datetime) -> None:
    audit.record(
        f"engagements.stay.{act}", actor=actor, subject=stay, at=at, begins_on=stay.begins_on.isoformat(),
        ends_on=stay.ends_on.isoformat(),
    )  # fmt: skip
    outbox.add(f"engagements.stay_{act}", at=at, case_id=engagement.pk, stay_id=stay.pk)
    recompute(engagement, at)


def _title(engagement: Engagement) -> str:
    return engagement.title_ko or engagement.title_en or engagement.number
