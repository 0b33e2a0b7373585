"""An organisation's members and invitations."""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talentbridge.accounts import permissions, queries, rules, services
from talentbridge.accounts.forms import InvitationForm
from talentbridge.accounts.middleware import MEMBERSHIP, for_everybody, signed_in
from talentbridge.accounts.roles import ROLES
from talentbridge.kernel import show
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.pages import page, show_errors, told, typed
from talentbridge.kernel.stepup import refuse_borrowed


@require_http_methods(["GET", "POST"])
def members(request: HttpRequest) -> HttpResponse:
    """Everybody in the organisation; managers invite, end memberships and name managers here."""
    actor = request.actor  # type: ignore[attr-defined]
    require(allowed=permissions.may_see_members(actor))
    rows = list(queries.members_for(actor).order_by("person__name", "pk"))
    managers = sum(row.is_manager for row in rows)
    kind = rows[0].organisation.kind if rows and rows[0].organisation else ""
    form = typed(
        request,
        InvitationForm,
        roles=[(role.value, show.role(role.value)) for role in services.invitable_roles(kind)],
        initial={"language": actor.language, "role": actor.role.value},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(
                actor=actor,
                email=form.cleaned_data["email"],
                role=Role(form.cleaned_data["role"]),
                language=form.cleaned_data["language"],
                is_manager=form.cleaned_data["is_manager"],
                at=now(),
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        except Refused as refused:
            form.add_error(None, told(refused.decision))
        else:
            messages.success(request, _("The invitation is on its way. It works once, for seven days."))
            return redirect("accounts:members")
    return page(
        request,
        "accounts/members.html",
        {
            "rows": [
                {"membership": row, "may_end": permissions.may_end(actor, row, managers=managers)}
                for row in rows
            ],
            "invitations": queries.invitations_for(actor),
            "may_invite": permissions.may_invite(actor),
            "form": form,
            "at": now(),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """End a membership."""
    actor = request.actor  # type: ignore[attr-defined]
    ended = services.end_membership(actor=actor, membership_id=membership_id, at=now())
    messages.success(request, _("The membership has ended."))
    return redirect("accounts:switch" if ended.person_id == actor.person_id else "accounts:members")


@require_POST
def make_manager(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Make a colleague a manager."""
    services.make_manager(actor=request.actor, membership_id=membership_id, at=now())  # type: ignore[attr-defined]
    return redirect("accounts:members")


@require_POST
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    services.withdraw(actor=request.actor, invitation_id=invitation_id, at=now())  # type: ignore[attr-defined]
    messages.success(request, _("The invitation has been withdrawn; its link no longer works."))
    return redirect("accounts:members")


@for_everybody
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link: sign in or up with that address, then accept."""
    invited = services.invitation_of(token)
    is_known = request.user.is_authenticated
    address = invited.email if not is_known else ""
    allowed = rules.can_accept_invitation(
        expires_at=invited.expires_at,
        accepted_at=invited.accepted_at,
        withdrawn_at=invited.withdrawn_at,
        address=invited.email,
        verified_addresses=queries.verified_addresses(signed_in(request).pk)
        if is_known
        else frozenset({address}),
        at=now(),
    )
    if request.method == "POST" and is_known:
        refuse_borrowed(request)
        membership = services.accept(invitation_id=invited.pk, person_id=signed_in(request).pk, at=now())
        request.session[MEMBERSHIP] = str(membership.pk)
        messages.success(
            request, _("Welcome. You can change between your roles under your name, at the top.")
        )
        return redirect("operations:start")
    if request.method == "POST" and allowed:
        # The link went to this mailbox and nowhere else, so whoever has it has proven the address.
        get_adapter(request).stash_verified_email(request, invited.email)
        query = urlencode({"email": invited.email, "who": "invited", "next": request.path})
        return redirect(f"{reverse('account_signup')}?{query}")
    return page(
        request,
        "accounts/invitation.html",
        {"invitation": invited, "role": ROLES[Role(invited.role)], "allowed": allowed, "is_known": is_known},
        status=200 if allowed else 409,
    )
