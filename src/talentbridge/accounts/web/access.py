"""Who one acts as: demo sign-in, the roles in words, the switcher, and how one begins."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talentbridge.accounts import queries, services
from talentbridge.accounts.forms import CompanyForm
from talentbridge.accounts.middleware import BORROWED, MEMBERSHIP, for_everybody, signed_in
from talentbridge.accounts.roles import IN_PERSON, PERMISSIONS, ROLES
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing
from talentbridge.kernel.pages import local_path, page, show_errors, typed
from talentbridge.kernel.stepup import refuse_borrowed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Demo mode only: everybody of the invented world, one click from acting as them."""
    if not settings.DEMO:
        raise Missing
    groups = [
        {"role": ROLES[role], "memberships": list(rows)}
        for role, rows in groupby(queries.demo_memberships(), key=lambda membership: membership.role)
    ]
    return page(
        request,
        "accounts/people.html",
        {"groups": groups, "next": local_path(request, request.GET.get("next"), "")},
    )


@login_not_required
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Demo mode only: sign in as an invented person, without a proof. Real persons cannot be entered."""
    if not settings.DEMO:
        raise Missing
    wanted = request.POST.get("membership", "")
    membership = next((row for row in queries.demo_memberships() if str(row.pk) == wanted), None)
    if membership is None or not membership.person.is_demo:
        raise Missing
    login(request, membership.person, backend=BACKEND)
    request.session.pop(BORROWED, None)
    request.session[MEMBERSHIP] = str(membership.pk)
    return redirect(local_path(request, request.POST.get("next"), reverse("operations:start")))


@login_not_required
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """The eight roles and what each may do, in plain words, straight from the code that decides it."""
    rows = [
        {
            "role": description,
            "may": [
                {"sentence": PERMISSIONS.get(name, name), "in_person": name in IN_PERSON}
                for name in sorted(description.permissions)
            ],
        }
        for description in ROLES.values()
    ]
    return page(request, "accounts/roles.html", {"rows": rows})


@for_everybody
@require_GET
def switch(request: HttpRequest) -> HttpResponse:
    """Who the person can act as, who invites them, and how to begin."""
    memberships = list(queries.memberships_of(signed_in(request).pk))
    current = queries.chosen(memberships, request.session.get(MEMBERSHIP))
    return page(
        request,
        "accounts/switch.html",
        {
            "memberships": [
                {"membership": row, "role": ROLES[Role(row.role)], "current": row == current}
                for row in memberships
            ],
            "invitations": queries.invitations_to(
                queries.verified_addresses(signed_in(request).pk), at=now()
            ),
            "is_talent": any(row.role == "talent" for row in memberships),
        },
    )


@for_everybody
@require_POST
def switch_to(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Act in another of one's own memberships."""
    refuse_borrowed(request)
    if not queries.memberships_of(signed_in(request).pk).filter(pk=membership_id).exists():
        raise Missing
    request.session[MEMBERSHIP] = str(membership_id)
    return redirect(local_path(request, request.POST.get("next"), reverse("operations:start")))


@for_everybody
@require_POST
def accept_invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Accept an invitation that went to an address which the person has proven."""
    refuse_borrowed(request)
    mine = queries.invitations_to(queries.verified_addresses(signed_in(request).pk), at=now())
    if not mine.filter(pk=invitation_id).exists():
        raise Missing
    membership = services.accept(invitation_id=invitation_id, person_id=signed_in(request).pk, at=now())
    request.session[MEMBERSHIP] = str(membership.pk)
    return redirect("operations:start")


@for_everybody
@require_POST
def begin_as_talent(request: HttpRequest) -> HttpResponse:
    """Begin as a talent."""
    refuse_borrowed(request)
    membership = services.become_talent(person_id=signed_in(request).pk, at=now())
    request.session[MEMBERSHIP] = str(membership.pk)
    return redirect("operations:start")


@for_everybody
@require_http_methods(["GET", "POST"])
def found_company(request: HttpRequest) -> HttpResponse:
    """Bring a company onto the bridge."""
    refuse_borrowed(request)
    form = typed(request, CompanyForm)
    if request.method == "POST" and form.is_valid():
        try:
            membership = services.found_company(
                person_id=signed_in(request).pk,
                name=form.cleaned_data["organisation_name"],
                registration_number=form.cleaned_data["registration_number"],
                at=now(),
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            request.session[MEMBERSHIP] = str(membership.pk)
            messages.success(request, _("Your company is on the bridge, and you are its manager."))
            return redirect("operations:start")
    return page(request, "accounts/found_company.html", {"form": form}, status=422 if form.errors else 200)
