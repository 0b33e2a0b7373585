"""One's own profile: see it, edit it, begin it from a résumé."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from talentbridge.audit import queries as audit
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed
from talentbridge.skills import queries as skills
from talentbridge.talent import permissions, queries, services
from talentbridge.talent.rules import ProfileDraft
from talentbridge.talent.web.forms import ProfileForm, ResumeForm, draft_of, initial_of
from talentbridge.talent.web.present import card, hints


def profile(request: HttpRequest) -> HttpResponse:
    """My profile as others see it, what is missing, and who looked at it."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    mine = queries.my_profile(actor)
    if mine is None:
        return page(request, "talent/no_profile.html")
    reads = Listing(request.GET, audit.reads_of(actor), sorts={"at": ["at"]}, default="-at", sizes=(20, 50))
    return page(request, "talent/profile.html", {"card": card(mine), "hints": hints(mine), "reads": reads})


def edit(request: HttpRequest) -> HttpResponse:
    """Keep my profile."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    mine = queries.my_profile(actor)
    draft = draft_of(mine) if mine else ProfileDraft(time_zone=actor.time_zone)
    form = cast(ProfileForm, typed(request, ProfileForm, initial=initial_of(draft)))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_profile(actor=actor, draft=form.draft(), at=now())
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("Saved. Companies and coordinators see it from now on."))
            return redirect("talent:profile")
    return _edit_page(request, form)


def import_resume(request: HttpRequest) -> HttpResponse:
    """Begin the profile from a JSON Resume: read, shown for confirmation, stored only when it is saved."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    form = typed(request, ResumeForm)
    if request.method == "POST" and form.is_valid():
        try:
            read = services.read_resume(actor=actor, text=form.cleaned_data["resume"], at=now())
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            confirm = ProfileForm(initial=initial_of(read.draft))
            return _edit_page(request, confirm, read=read)
    return page(request, "talent/import.html", {"form": form})


def _edit_page(request: HttpRequest, form: ProfileForm, **context: object) -> HttpResponse:
    known = skills.choices(show.reading())
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "talent/edit.html", {"form": form, "known_skills": known, **context}, status=status)
