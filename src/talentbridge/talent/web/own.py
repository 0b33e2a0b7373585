"""One's own profile: see it, keep it part by part, say that it is still true."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from talentbridge.audit import queries as audit
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.skills import queries as skills
from talentbridge.talent import permissions, queries, rules, services
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import ProfileDraft
from talentbridge.talent.web.forms import FORMS, PartForm
from talentbridge.talent.web.present import card, parts


def profile(request: HttpRequest) -> HttpResponse:
    """My profile as others see it, how fresh it is, what is missing, and who looked at it."""
    actor = _talent(request)
    mine = queries.my_profile(actor)
    if mine is None:
        return page(request, "talent/no_profile.html")
    today = now().date()
    reads = Listing(request.GET, audit.reads_of(actor), sorts={"at": ["at"]}, default="-at", sizes=(20, 50))
    return page(
        request,
        "talent/profile.html",
        {
            "card": card(mine, today, whole=True, own=True),
            "hints": rules.hints(queries.draft_of(mine), confirmed=mine.refreshed_at.date(), on=today),
            "opted_out_at": mine.opted_out_at,
            "reads": reads,
        },
    )


@require_GET
def edit(request: HttpRequest) -> HttpResponse:
    """The parts of my profile: what stands in each, and where to go on."""
    mine = queries.my_profile(_talent(request))
    draft = queries.draft_of(mine) if mine else ProfileDraft()
    lines = parts(draft, show.reading())
    following = next((line for line in lines if not line.is_filled), None)
    return page(
        request, "talent/edit.html", {"parts": lines, "following": following, "has_profile": mine is not None}
    )


def edit_part(request: HttpRequest, part: str) -> HttpResponse:
    """Keep one part; then back to the list of parts, or on to the next one that is empty."""
    actor = _talent(request)
    if part not in FORMS:
        raise Missing
    mine = queries.my_profile(actor)
    if mine is None and part != rules.FIRST:
        return redirect("talent:part", rules.FIRST)
    draft = queries.draft_of(mine) if mine else ProfileDraft()
    form = FORMS[part](draft, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.save_part(actor=actor, part=part, values=form.values(), at=now())
        except Invalid as invalid:
            form.show_errors(invalid)
        else:
            messages.success(request, gettext("Saved. Companies and coordinators see it from now on."))
            return _onward(request, part, kept)
    return _part_page(request, part, form, mine)


@require_POST
def still_true(request: HttpRequest) -> HttpResponse:
    """One click: everything on my profile is still so."""
    services.confirm(actor=cast(BridgeRequest, request).actor, at=now())
    messages.success(request, gettext("Noted. Your profile is fresh again."))
    return redirect("talent:profile")


def _talent(request: HttpRequest) -> Actor:
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    return actor


def _onward(request: HttpRequest, part: str, kept: Profile) -> HttpResponse:
    if "go_on" not in request.POST:
        return redirect("talent:edit")
    stored = queries.my_profile(cast(BridgeRequest, request).actor) or kept
    draft = queries.draft_of(stored)
    names = list(rules.PARTS)
    later = names[names.index(part) + 1 :] + names[: names.index(part)]
    following = next((name for name in later if not rules.is_filled(draft, name)), None)
    return redirect("talent:part", following) if following else redirect("talent:profile")


def _part_page(request: HttpRequest, part: str, form: PartForm, mine: Profile | None) -> HttpResponse:
    language = show.reading()
    context = {
        "part": part,
        "about": rules.PARTS[part],
        "form": form,
        "is_first": mine is None,
        "known_skills": skills.choices(language) if part in {"skills", "samples", "certificates"} else (),
        "known_roles": skills.role_choices(language) if part == "work" else (),
        "attested": [row for row in mine.certificates.all() if row.attested_at] if mine else [],
    }
    has_errors = form.is_bound and (form.errors or (form.rows and form.rows.total_error_count()))
    return page(request, "talent/part.html", context, status=422 if has_errors else 200)
