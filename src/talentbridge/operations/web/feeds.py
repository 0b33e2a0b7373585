"""Partners' feeds as pages: what came in, what was refused and why, and a file for those without a program."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from talentbridge.accounts import permissions
from talentbridge.accounts.queries import organisations
from talentbridge.accounts.rules.feeds import OUTCOMES, SCHEMAS, Outcome
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed
from talentbridge.kernel.text import N_
from talentbridge.operations import services
from talentbridge.operations.services.feeds import LARGEST_FILE

KINDS = {"profiles": N_("Profiles"), "tasks": N_("Tasks")}
WAYS = {"api": N_("program"), "page": N_("file on this page"), "file": N_("file on the server")}
SHOWN_REFUSALS = 200


class FeedForm(forms.Form):
    """A feed as a file. A partner brings in its own, an operator says whose it is."""

    partner = forms.ChoiceField(label=_("Partner"))
    file = forms.FileField(label=_("File (JSON)"))
    dry_run = forms.BooleanField(
        label=_("Only try: say what would happen and keep nothing"), required=False, initial=True
    )

    def __init__(self, *args: Any, partners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = partners  # type: ignore[attr-defined]
        if len(partners) == 1:
            self.fields["partner"].widget = forms.HiddenInput()
            self.initial["partner"] = partners[0][0]


@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """Every run that the reader may see, and the form that brings in a file."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_see_feeds(actor))
    choices = [
        (str(each.pk), each.name_here)
        for each in organisations.partners()
        if permissions.may_send_feed(actor, each.pk)
    ]
    form = typed(request, FeedForm, partners=choices)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reports = services.bring_feed(
                actor=actor, data=file.read(LARGEST_FILE + 1), partner_id=UUID(form.cleaned_data["partner"]),
                how="page", dry_run=form.cleaned_data["dry_run"], at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            total = sum(report.run.items for report in reports)
            messages.success(
                request,
                ngettext("{number} item was looked at.", "{number} items were looked at.", total).format(
                    number=total
                ),
            )
            return redirect("operations:feed-run", reports[0].run.pk)
    listing = Listing(
        request.GET,
        organisations.feed_runs_for(actor),
        sorts={"at": ["at"], "partner": ["partner__name"], "items": ["items"]},
        default="-at",
        sizes=(20, 50),
    )
    rows = [{"run": run, "kind": gettext(KINDS[run.kind]), "counts": _counts(run.counts)} for run in listing]
    return page(
        request,
        "operations/feeds.html",
        {"form": form, "listing": listing, "rows": rows, "is_partner": actor.may("accounts.feed.send")},
        status=422 if form.is_bound and form.errors else 200,
    )


@require_GET
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One run: how many became what, and every refusal with its reason."""
    actor = cast(BridgeRequest, request).actor
    found = organisations.feed_runs_for(actor).filter(pk=run_id).first()
    if found is None:
        raise Missing
    refused = [
        {
            "position": position,
            "problems": [
                (name, gettext(sentence).format_map(show.facts(facts)))
                for name, (_code, sentence, facts) in problems.items()
            ],
        }
        for position, problems in found.refused[:SHOWN_REFUSALS]
    ]
    return page(
        request,
        "operations/feed_run.html",
        {
            "run": found, "kind": gettext(KINDS[found.kind]), "way": gettext(WAYS[found.how]),
            "schema": SCHEMAS[found.kind], "counts": _counts(found.counts), "refused": refused,
            "more": len(found.refused) - len(refused),
        },
    )  # fmt: skip


def _counts(counts: dict[str, int]) -> list[tuple[str, int, str]]:
    """(word, how many, tone) of each outcome, in their order."""
    tones = {Outcome.REFUSED: "bad", Outcome.CREATED: "ok", Outcome.UPDATED: "info"}
    return [
        (gettext(OUTCOMES[each]), counts[each], tones.get(each, "")) for each in Outcome if counts.get(each)
    ]
