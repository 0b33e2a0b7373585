"""Saved searches over the list of talents."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.pages import BridgeRequest, page, told
from talentbridge.kernel.text import N_
from talentbridge.talent import permissions, queries, rules
from talentbridge.talent.models import SavedSearch
from talentbridge.talent.rules.searches import MOST_SEARCHES
from talentbridge.talent.services import searches as services
from talentbridge.talent.web.browsing import FRESH, ORIGINS, wanted_of

NAMES = {
    "q": N_("Headline, pseudonym or code"),
    "skill": N_("Skills"),
    "level": N_("At level"),
    "language": N_("Language"),
    "language_level": N_("At least"),
    "role": N_("Looks for the role"),
    "country": N_("Lives in"),
    "engagement_type": N_("Would work as"),
    "work_mode": N_("Work mode"),
    "free_on": N_("Free on"),
    "weekly_hours": N_("Hours a week at least"),
    "most": N_("At most a month, in won"),
    "fresh": N_("Confirmed within"),
    "origin": N_("Comes from"),
}
_WORDS: dict[str, Any] = {
    "engagement_type": rules.ENGAGEMENT_TYPES, "work_mode": rules.WORK_MODES, "origin": ORIGINS, "fresh": FRESH,
}  # fmt: skip


def asked_of(query: str) -> dict[str, str]:
    """The filters of a kept query."""
    return dict(parse_qsl(query))


@require_GET
def searches(request: HttpRequest) -> HttpResponse:
    """My searches: what each asks for, whether I am told of new people, and how to change that."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_browse(actor))
    rows = [{"search": each, "filters": _filters(each)} for each in queries.searches_for(actor)]
    return page(request, "talent/searches.html", {"rows": rows, "most": MOST_SEARCHES})


def _filters(search: SavedSearch) -> list[tuple[str, str]]:
    """(name of the filter, value) in the reader's words."""
    return [(gettext(NAMES[name]), _word(name, value)) for name, value in asked_of(search.query).items()]


def _word(name: str, value: str) -> str:
    if name == "country":
        return show.country(value)
    if name == "language":
        return show.language_name(value)
    return gettext(_WORDS[name][value]) if value in _WORDS.get(name, {}) else value


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters that the list was showing."""
    asked = asked_of(request.POST.get("query", "").lstrip("?"))
    try:
        services.save_search(
            actor=cast(BridgeRequest, request).actor, name=request.POST.get("name", ""), asked=asked, at=now()
        )
    except Invalid as invalid:
        messages.error(request, " ".join(told(each) for each in invalid.fields.values()))
        return redirect(f"{reverse('talent:list')}?{request.POST.get('query', '').lstrip('?')[:2000]}")
    messages.success(request, gettext("The search is kept."))
    return redirect("talent:searches")


@require_POST
def change(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Rename a search, watch it or not, or delete it: the pressed button says which."""
    actor, act = cast(BridgeRequest, request).actor, request.POST.get("act", "")
    try:
        if act == "rename":
            services.rename_search(actor=actor, search_id=search_id, name=request.POST.get("name", ""))
        elif act == "watch":
            search = queries.searches_for(actor).filter(pk=search_id).first()
            if search is None:
                raise Missing
            wanted, _unknown = wanted_of(asked_of(search.query))
            services.watch_search(actor=actor, search_id=search_id, wanted=wanted, at=now())
        elif act == "unwatch":
            services.stop_watching(actor=actor, search_id=search_id)
        elif act == "delete":
            services.delete_search(actor=actor, search_id=search_id)
    except Invalid as invalid:
        messages.error(request, " ".join(told(each) for each in invalid.fields.values()))
    except Refused as refused:
        messages.error(request, told(refused.decision))
    return redirect("talent:searches")
