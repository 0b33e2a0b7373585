"""A consent as its giver reads it: what was agreed to, for whom, and the way out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talentbridge.accounts import permissions, rules
from talentbridge.accounts.forms import WithdrawalForm
from talentbridge.accounts.models import Consent, ConsentWithdrawal
from talentbridge.accounts.queries import cases, consent
from talentbridge.accounts.services import consent as ledger
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing
from talentbridge.kernel.pages import page, show_errors, typed


@dataclass(frozen=True)
class Shown:
    """One consent in the reader's words."""

    row: Consent
    wording: rules.Wording
    recipient: str  # empty: nobody gets anything that names the person
    items: list[str]
    how: str
    ended: ConsentWithdrawal | None
    effect: str


def shown(row: Consent) -> Shown:
    """A consent of the reader's, in the wording of the version that was agreed to."""
    text = consent.text(row.purpose, row.text_version)
    name_en = row.recipient_name_en or row.recipient_name
    ended: ConsentWithdrawal | None = getattr(row, "withdrawal", None)
    return Shown(
        row=row,
        wording=text.shown(show.reading(), row.recipient_name if show.reading() == "ko" else name_en),
        recipient=row.recipient_name if show.reading() == "ko" else name_en,
        items=[_(rules.ITEM_NAMES[item]) for item in row.items],
        how=_(rules.CONSENT_WAYS[row.how]),
        ended=ended,
        effect=_(rules.CONSENT_EFFECTS[ended.effect]) if ended else "",
    )


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The whole text as it was agreed to, and the button that ends it; after that, the one that begins it anew."""
    actor = request.actor  # type: ignore[attr-defined]
    row = consent.consents_for(actor).filter(pk=consent_id).first()
    if row is None:
        raise Missing
    form = typed(request, WithdrawalForm)
    if request.method == "POST" and "again" in request.POST:
        version = request.POST.get("version", "")
        try:
            anew = ledger.give_again(
                actor=actor, consent_id=consent_id, version=version, language=show.reading(), at=now()
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("You have agreed again."))
            return redirect("accounts:consent", anew.pk)
    elif request.method == "POST" and form.is_valid():
        ended = ledger.withdraw(
            actor=actor, consent_id=consent_id, reason=form.cleaned_data["reason"], at=now()
        )
        messages.success(
            request, _("The consent is withdrawn.") + " " + _(rules.CONSENT_EFFECTS[ended.effect])
        )
        return redirect("accounts:consent", consent_id)
    return page(
        request, "accounts/consent.html", _context(actor, row, form), status=422 if form.errors else 200
    )


def _context(actor: Any, row: Consent, form: Any) -> dict[str, Any]:
    text, now_text = consent.text(row.purpose, row.text_version), consent.text(row.purpose)
    name, name_en = row.recipient_name, row.recipient_name_en or row.recipient_name
    kept = consent.keeping(row)
    can_again = permissions.may_decide_on_consent(actor) & rules.can_give_again(row)
    return {
        "shown": shown(row), "text": text, "ko": text.shown("ko", name), "en": text.shown("en", name_en), "form": form,
        "about": cases.titles([row.case_id]).get(row.case_id) if row.case_id else "",
        "keeping": rules.KEEPING_REASONS[kept.reason] if kept else "", "kept_since": kept.since if kept else None,
        "may_withdraw": permissions.may_decide_on_consent(actor),
        "again": can_again and {
            "text": now_text, "ko": now_text.shown("ko", name), "en": now_text.shown("en", name_en),
        },
    }  # fmt: skip
