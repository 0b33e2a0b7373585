"""What is about the reader: settings, notifications, their data and who read it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talentbridge.accounts import gateways, permissions, queries, services
from talentbridge.accounts.forms import DeletionForm, SettingsForm
from talentbridge.accounts.queries import cases, consent, organisations
from talentbridge.accounts.web import consents as consents_pages
from talentbridge.audit import queries as audit
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import page, show_errors, typed
from talentbridge.kernel.stepup import refuse_borrowed, step_up
from talentbridge.kernel.text import N_

YEAR = 365 * 24 * 60 * 60


@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Name, language, clock, contrast; and the ways to passwords, keys and data."""
    actor = request.actor  # type: ignore[attr-defined]
    person = queries.person(actor.person_id)
    fields = ("name", "language", "time_zone", "country", "high_contrast")
    form = typed(request, SettingsForm, initial={name: getattr(person, name) for name in fields})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_settings(
                actor=actor, at=now(), **{name: form.cleaned_data[name] for name in fields}
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            return _settings_saved(request, form)
    context = {
        "form": form,
        "person": person,
        "has_second_factor": is_mfa_enabled(person, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]),
        "deletion": queries.open_deletion_request(person.pk),
        "may_act_for_others": permissions.may_look_for_others(actor),
    }
    return page(request, "accounts/settings.html", context, status=422 if form.errors else 200)


def _settings_saved(request: HttpRequest, form: Form) -> HttpResponse:
    language = form.cleaned_data["language"]
    with translation.override(language):
        messages.success(request, _("Saved."))
    answer = redirect("accounts:settings")
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax")
    contrast = "high" if form.cleaned_data["high_contrast"] else "plain"
    answer.set_cookie("contrast", contrast, max_age=YEAR, samesite="Lax")
    return answer


@require_http_methods(["GET", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """What the person has been told; pressing the button marks all as seen."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        refuse_borrowed(request)
        services.read_all(actor=actor, at=now())
        return redirect("accounts:notifications")
    listing = Listing(
        request.GET, queries.notifications_for(actor), sorts={"at": ["at"]}, default="-at", sizes=(20, 50)
    )
    rows = [
        {"row": row, "sentence": services.tell(row, actor.time_zone), "url": gateways.local(row.url)}
        for row in listing
    ]
    return page(request, "accounts/notifications.html", {"rows": rows, "listing": listing})


@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """To what the person agreed, who read their data, and how to take it along or have it deleted."""
    actor = request.actor  # type: ignore[attr-defined]
    listing = Listing(request.GET, audit.reads_of(actor), sorts={"at": ["at"]}, default="-at", sizes=(20, 50))
    consents = [consents_pages.shown(row) for row in consent.consents_for(actor)]
    about = cases.titles({row.case_id for row in listing if row.case_id})
    places = organisations.by_id({row.organisation_id for row in listing if row.organisation_id})
    context = {
        "running": [each for each in consents if not each.ended],
        "ended": [each for each in consents if each.ended],
        "may_agree": permissions.may_decide_on_consent(actor),
        "listing": listing,
        "reads": [
            {"row": row, "about": about.get(row.case_id), "where": places.get(row.organisation_id)} for row in listing
        ],
        "deletion": queries.open_deletion_request(actor.person_id),
        "form": DeletionForm(),
    }  # fmt: skip
    return page(request, "accounts/my_data.html", context)


@step_up(N_("Take your data along"))
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Everything that the bridge keeps about the person, as JSON (PIPA art. 35, 35-2)."""
    actor = request.actor  # type: ignore[attr-defined]
    answer = JsonResponse(
        queries.everything_about(actor.person_id, at=now()),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@require_POST
def deletion(request: HttpRequest) -> HttpResponse:
    """Ask to be deleted, or take that back."""
    actor = request.actor  # type: ignore[attr-defined]
    if "withdraw" in request.POST:
        services.withdraw_deletion(actor=actor, at=now())
        messages.success(request, _("Your request to be deleted has been withdrawn."))
    else:
        form = DeletionForm(request.POST)
        if form.is_valid():
            services.ask_deletion(actor=actor, reason=form.cleaned_data["reason"], at=now())
            messages.success(request, _("Your request is recorded. An operator answers within ten days."))
    return redirect("accounts:my-data")
