"""The other direction, for a talent: open tasks that fit, and how one stands to a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from talentbridge.demand.rules import public
from talentbridge.demand.rules.public import Posting
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.matching import permissions, queries
from talentbridge.matching.engine import VERSION, Factor, spoken
from talentbridge.matching.engine.values import FACTOR_NAMES
from talentbridge.matching.models import Shortlist
from talentbridge.matching.queries import mine as reads
from talentbridge.matching.queries import told
from talentbridge.matching.rules.requests import SEOUL
from talentbridge.matching.states import SelectionState
from talentbridge.skills import queries as skills
from talentbridge.talent import queries as talent
from talentbridge.talent import rules as profiles
from talentbridge.talent import services as keeping

if TYPE_CHECKING:
    from talentbridge.talent.models import Profile


def asker(request: HttpRequest) -> tuple[Actor, Profile | None]:
    """The talent who looks at their own matters, and the profile that they keep, if any."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_ask(actor))
    assert actor.person_id is not None
    return actor, talent.profile_of(actor.person_id)


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks and me: which open tasks fit, why, what stands in the way; and the lists that have considered me."""
    _actor, profile = asker(request)
    if profile is None or profile.opted_out_at:
        return page(request, "matching/mine.html", {"profile": profile, "version": VERSION})
    today = now().astimezone(SEOUL).date()
    found = reads.tasks_for(profile, today)
    lists = Listing(
        request.GET, reads.lists_about(profile), sorts={"made": ("made_at",)}, default="-made", sizes=(10, 50)
    )
    context = {
        "profile": profile, "version": VERSION, "today": today,
        "fits": [fit(each) for each in found.shown],
        "is_calculated": found.is_calculated,
        "others": found.others, "others_fit": found.others_fit,
        "in_the_way": [(told.KINDS[kind], count) for kind, count in found.in_the_way.most_common()],
        "lists": lists, "all_lists": reads.lists_in_all(profile),
    }  # fmt: skip
    for row in lists:
        row.title = row.task.title_in(show.reading())
    return page(request, "matching/mine.html", context)


def fit(found: reads.Fit) -> dict[str, Any]:
    """One task as its possible talent reads it; of a company only what it has published."""
    language, task = show.reading(), found.open.task
    posting = Posting.from_json(found.publication.content) if found.publication else None
    return {
        "title": posting.in_language(language, "title") if posting else task.title_in(language),
        "company": company_of(posting) if posting else _("A company in Korea"),
        "publication": found.publication,
        "shortlist_id": found.shortlist_id,
        "explained": told.explained(found.open.ask, found.assessment),
    }


def company_of(posting: Posting) -> str:
    """The company's name, or what it is called instead, as it was published."""
    if not posting.sector:
        return str(posting.in_language(show.reading(), "company"))
    return _(public.IN_SECTOR).format(sector=_(public.SECTORS[posting.sector]))


@require_GET
def why(request: HttpRequest, shortlist_id: UUID) -> HttpResponse:
    """Why (not) me: what the list recorded about me, and how I stand to it calculated today."""
    _actor, profile = asker(request)
    shown = reads.lists_about(profile).filter(pk=shortlist_id).first() if profile else None
    if profile is None or shown is None:
        raise Missing
    today = now().astimezone(SEOUL).date()
    context = {
        "shortlist": shown,
        "title": shown.task.title_in(show.reading()),
        "today": today,
        **standing(profile, shown),
    }
    return page(request, "matching/why.html", context)


def standing(profile: Profile, shown: Shortlist) -> dict[str, Any]:
    """What the part `matching/_standing.html` shows of one person and one list."""
    today = now().astimezone(SEOUL).date()
    found = reads.standing(profile, shown, today)
    names = skills.names(show.reading())
    selection = queries.selection_of(shown.case_id)
    is_theirs = selection is not None and selection.profile_id == profile.pk
    return {
        "standing": found,
        "explained": told.explained(found.ask, found.now) if found.now else None,
        "conditions": told.conditions(shown.ask),
        "recorded": [
            spoken(Factor(**stored), translate=_, names=names) for stored in found.entry.factors
        ] if found.entry else [],
        "behind": (FACTOR_NAMES[found.behind[0]], found.behind[1]) if found.behind else None,
        "weights": [
            (label, shown.weights[name]) for name, label in FACTOR_NAMES.items() if shown.weights.get(name)
        ],
        "is_theirs": is_theirs,
        "is_left_out": profile.opted_out_at is not None,
        "somebody_else": selection is not None and not is_theirs
        and selection.state in (SelectionState.OFFERED, SelectionState.ACCEPTED),
        "version": VERSION, "on": today,
    }  # fmt: skip


@require_GET
def hint_counts(request: HttpRequest) -> HttpResponse:
    """What my profile does not say yet, each with how many open tasks look at it; a part of the profile's page."""
    _actor, profile = asker(request)
    if profile is None:
        raise Missing
    at = now()
    open_now, counts = reads.looked_at(at.astimezone(SEOUL).date())
    draft = talent.draft_of(profile)
    found = profiles.hints(draft, confirmed=profile.refreshed_at.date(), on=at.date())
    if open_now:
        found = tuple(profiles.counted(hint, tasks=counts[hint.key], open=open_now) for hint in found)
    return page(request, "talent/_hints.html", {"hints": found})


@require_POST
def take_part(request: HttpRequest) -> HttpResponse:
    """Take part in automated matching again."""
    actor, _profile = asker(request)
    keeping.opt_in(actor=actor, at=now())
    messages.success(request, _("You take part in automated matching again, from the next list on."))
    return redirect("matching:mine")
