"""Publishing a task: choose what is said, read exactly what everybody will read, then press."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from talentbridge.demand import permissions, queries, services
from talentbridge.demand.models import PublicTask, Task
from talentbridge.demand.rules import public as rules
from talentbridge.demand.rules.public import Choices, Posting
from talentbridge.demand.services.shaping import SEOUL
from talentbridge.demand.web import posting as present
from talentbridge.demand.web.pages import found
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed

USUAL_DAYS = 30


class PublishForm(forms.Form):
    """What the company decides; the rest comes from the approved task."""

    names_company = forms.ChoiceField(
        label=_("Who looks for somebody"), widget=forms.RadioSelect,
        choices=[("yes", _("Our company's name")), ("no", _("Only the sector, without a name"))],
    )  # fmt: skip
    sector = forms.ChoiceField(label=_("Sector, when the name is not shown"), required=False)
    description_ko = forms.CharField(
        label=_("Description in Korean"), required=False, max_length=rules.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Nothing that a competitor may not know. Everybody can read it."),
    )  # fmt: skip
    description_en = forms.CharField(
        label=_("Description in English"), required=False, max_length=rules.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
    )  # fmt: skip
    countries = forms.MultipleChoiceField(
        label=_("Where people may live"), required=False, widget=forms.CheckboxSelectMultiple
    )
    valid_through = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Choose")), *((key, gettext(name)) for key, name in rules.SECTORS.items())
        ]  # fmt: skip
        self.fields["countries"].choices = [(code, show.country(code)) for code in offered]  # type: ignore[attr-defined]

    def choices(self) -> Choices:
        """What was chosen, as the verb takes it."""
        said = self.cleaned_data
        return Choices(
            names_company=said["names_company"] == "yes",
            sector=said["sector"],
            description_ko=said["description_ko"],
            description_en=said["description_en"],
            countries=tuple(said["countries"]),
            valid_through=said["valid_through"],
        )


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The choices; with them the posting as everybody would read it; with ``publish`` it is out."""
    actor, at = cast(BridgeRequest, request).actor, now()
    task = found(actor, task_id)
    require(
        allowed=permissions.may_publish(actor, task),
        possible=rules.can_publish(task.state, queries.draft_of(task)),
    )
    offered = list(dict.fromkeys([*task.countries, *rules.USUAL_COUNTRIES]))
    running = queries.publication_of(task)
    form = cast(PublishForm, typed(request, PublishForm, offered=offered, initial=_initial(task, running)))
    preview: Posting | None = None
    if request.method == "POST" and form.is_valid():
        try:
            preview = services.posting_of(actor=actor, task=task, choices=form.choices(), at=at)
            if "publish" in request.POST:
                published = services.publish(
                    actor=actor,
                    task_id=task_id,
                    choices=form.choices(),
                    seen=request.POST.get("seen", ""),
                    at=at,
                )
                messages.success(request, gettext("The task is published. Everybody can read it now."))
                return redirect("tasks:detail", published.pk)
        except Invalid as invalid:
            show_errors(form, invalid)
    context = {
        "task": task, "title": task.title_in(show.reading()), "form": form, "running": running,
        "preview": present.shown(preview) if preview else None, "seen": preview.fingerprint() if preview else "",
    }  # fmt: skip
    return page(request, "demand/publish.html", context, status=422 if form.errors else 200)


def _initial(task: Task, running: PublicTask | None) -> dict[str, Any]:
    """What stands in the form first: the last publication, else the words of the task itself."""
    until = now().astimezone(SEOUL).date() + timedelta(days=USUAL_DAYS)
    if running is not None:
        shown = Posting.from_json(running.content)
        return {
            "names_company": "yes" if running.names_company else "no", "sector": running.sector,
            "description_ko": shown.description_ko, "description_en": shown.description_en,
            "countries": shown.countries, "valid_through": until,
        }  # fmt: skip
    words = {
        f"description_{language}": "\n\n".join(
            text for name in ("problem", "in_scope") if (text := getattr(task, f"{name}_{language}"))
        )[: rules.MOST_TEXT]
        for language in ("ko", "en")
    }
    return {
        "names_company": "no", **words,
        "countries": task.countries or rules.USUAL_COUNTRIES, "valid_through": until,
    }  # fmt: skip


@require_POST
def unpublish(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Take the published task back."""
    services.withdraw_publication(actor=cast(BridgeRequest, request).actor, task_id=task_id, at=now())
    messages.success(request, gettext("The published task is taken back. Its page is gone."))
    return redirect("demand:detail", task_id)
