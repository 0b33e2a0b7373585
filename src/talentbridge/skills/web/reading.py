"""The graph for whoever is signed in: the list, one entry, its history, and proposing a term."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, told
from talentbridge.skills import permissions, queries, rules, services
from talentbridge.skills.models import Entry
from talentbridge.skills.web import present
from talentbridge.skills.web.forms import ReasonForm, TermForm

MOST_FOUND = 100  # of a search by name; more than anybody reads


def entries(request: HttpRequest) -> HttpResponse:
    """Every entry: by any name in Korean or English, by kind, by the role that needs it."""
    actor = cast(BridgeRequest, request).actor
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "role", "state")}
    hits = queries.search(asked["q"], limit=MOST_FOUND) if asked["q"] else []
    role = queries.entry(asked["role"])
    ids = [hit.skill.id for hit in hits] if asked["q"] else None
    if role:
        ids = [id for id in role.skills if ids is None or id in ids]
    rows = queries.narrowed(queries.entries_for(actor), kind=asked["kind"], ids=ids)
    rows = rows.exclude(retired_at=None) if asked["state"] == "retired" else rows.filter(retired_at=None)
    listing = Listing(
        request.GET,
        rows.filter(edited_here=True) if asked["state"] == "here" else rows,
        sorts={
            "best": ["place"],
            "name": [show.reading() if show.reading() == "ko" else "en"],
            "kind": ["kind", "en"],
        },
        default="best" if asked["q"] else "name",
    )
    said = {hit.skill.id: hit.said for hit in hits}
    return page(
        request,
        "skills/list.html",
        {
            "listing": listing,
            "asked": asked,
            "rows": [present.row(entry) | {"said": said.get(entry.pk, "")} for entry in listing],
            "alike": bool(hits) and hits[0].rank == 4,
            "kinds": sorted(
                ((k, show.said(name)) for k, name in rules.KINDS.items()), key=lambda pair: pair[1]
            ),
            "roles": queries.role_choices(show.reading()),
            "version": queries.version(),
            "may_edit": permissions.may_edit(actor),
            "waiting": queries.waiting_for(actor),
            "proposable": rules.can_propose(asked["q"], rules.lexicon()) if asked["q"] else None,
        },
    )


def detail(request: HttpRequest, skill_id: str) -> HttpResponse:
    """One entry: its names, what stands around it, where else it is described."""
    actor = cast(BridgeRequest, request).actor
    entry = found(request, skill_id)
    return page(
        request,
        "skills/detail.html",
        {
            "entry": present.detail(entry),
            "may_edit": permissions.may_edit(actor),
            "changes": queries.revisions_of(skill_id).count(),
            "offered": bool(entry.offered) and bool(permissions.may_edit(actor)),
            "restore": ReasonForm(),
        },
    )


def history(request: HttpRequest, skill_id: str) -> HttpResponse:
    """Who changed an entry, when, how and why."""
    entry = found(request, skill_id)
    listing = Listing(
        request.GET, queries.revisions_of(skill_id), sorts={"at": ["id"]}, default="-at", sizes=(20, 50)
    )
    rows = [present.revision(each) for each in listing]
    return page(
        request, "skills/history.html", {"entry": present.row(entry), "listing": listing, "rows": rows}
    )


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Say that a term is missing. Nothing but the term is kept."""
    form = TermForm(request.POST)
    term = form.cleaned_data["term"] if form.is_valid() else ""
    possible = rules.can_propose(term, rules.lexicon())
    if not possible:
        messages.error(request, told(possible))
    elif services.propose(term=term, language=show.reading(), seen_in="skills.page", at=now()):
        messages.success(
            request, gettext("Thank you. “{term}” waits for an operator.").format(term=rules.written(term))
        )
    else:
        messages.error(request, gettext("Too many terms wait at the moment. Please try again another day."))
    return redirect("skills:list")


def found(request: HttpRequest, skill_id: str) -> Entry:
    """The entry of an address, living or retired."""
    entry = queries.entries_for(cast(BridgeRequest, request).actor).filter(pk=skill_id).first()
    if entry is None:
        raise Missing
    return entry
