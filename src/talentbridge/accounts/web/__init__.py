"""Pages of people, organisations and sign-ins."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import requires_csrf_token

from talentbridge.accounts.middleware import who_was_here
from talentbridge.accounts.web import access, borrowing, consents, members, mine, proof, statements, tokens
from talentbridge.kernel.pages import keep_typed, page


@requires_csrf_token
@login_not_required
def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its safety mark: its page was open while somebody signed in or out elsewhere.

    What was typed is kept when the form came from a page of ours, and waits behind the link.
    """
    is_ours = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    person_id = request.user.pk if request.user.is_authenticated else who_was_here(request)
    kept = bool(is_ours and person_id) and keep_typed(request, person_id)
    return page(request, "accounts/page_too_old.html", {"kept": kept, "again": request.path}, status=403)


app_name = "accounts"
urlpatterns = [
    path("people/", access.people, name="people"),
    path("people/enter/", access.enter, name="enter"),
    path("roles/", access.roles, name="roles"),
    path("as/", access.switch, name="switch"),
    path("as/talent/", access.begin_as_talent, name="begin-as-talent"),
    path("as/company/", access.found_company, name="found-company"),
    path("as/invited/<uuid:invitation_id>/", access.accept_invitation, name="accept-invitation"),
    path("as/<uuid:membership_id>/", access.switch_to, name="switch-to"),
    path("step-up/", proof.step_up, name="step-up"),
    path("members/", members.members, name="members"),
    path("members/<uuid:membership_id>/end/", members.end, name="end-membership"),
    path("members/<uuid:membership_id>/manager/", members.make_manager, name="make-manager"),
    path("members/invitations/<uuid:invitation_id>/withdraw/", members.withdraw, name="withdraw-invitation"),
    path("invitations/<str:token>/", members.invitation, name="invitation"),
    path("for-others/", borrowing.lendable, name="lendable"),
    path("for-others/sessions/", borrowing.borrowed, name="borrowed"),
    path("for-others/<uuid:membership_id>/", borrowing.borrow, name="borrow"),
    path("for-others/sessions/<uuid:session_id>/end/", borrowing.give_back, name="give-back"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke-token"),
    path("settings/", mine.settings_page, name="settings"),
    path("notifications/", mine.notifications, name="notifications"),
    path("my-data/", mine.my_data, name="my-data"),
    path("my-data/consents/<uuid:consent_id>/", consents.one, name="consent"),
    path("my-data/statement/", statements.statement, name="statement"),
    path("my-data/export/", mine.export, name="export"),
    path("my-data/deletion/", mine.deletion, name="deletion"),
]
