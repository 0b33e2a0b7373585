"""Beginning a profile with a CV: bring it in, see what was read beside its words, confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told, typed
from talentbridge.skills import queries as skills
from talentbridge.talent import permissions, queries, rules, services
from talentbridge.talent.rules import Choice, Item, ProfileDraft, Reading
from talentbridge.talent.web.present import rate_text
from talentbridge.talent.web.rows import level_choices

_HEADLINES = {"headline_en", "headline_ko"}


class ResumeForm(forms.Form):
    """A file or a pasted text; the file is read by the verb, which knows what may be in it."""

    file = forms.FileField(
        label=_("Or a text file"), required=False, allow_empty_file=True,
        help_text=_("JSON Resume, Europass (XML or JSON), the bridge's own CSV, or a CV as plain text; at most 3 MB."),
    )  # fmt: skip
    resume = forms.CharField(
        label=_("The text of your CV"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not (cleaned.get("resume") or "").strip() and not self.errors:
            self.add_error("resume", gettext("Choose a file or paste the text."))
        return cleaned


def import_resume(request: HttpRequest) -> HttpResponse:
    """Bring in a CV; what was read is shown for confirmation, nothing is stored."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    form = typed(request, ResumeForm)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = services.read_resume(
                actor=actor, text=form.cleaned_data["resume"], data=file.read() if file else b"", at=now()
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            form = ConfirmForm(read.reading, _stored(request), initial={"sealed": read.sealed})
            return _confirm_page(request, form)
    return page(request, "talent/import.html", {"form": form}, status=422 if form.errors else 200)


class ConfirmForm(forms.Form):
    """One tick for each thing that was read, with the level of a skill and the wording of a headline."""

    sealed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, reading: Reading, stored: ProfileDraft, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.standing = [rules.stands(stored, item) for item in reading.items]
        for number, item in enumerate(reading.items):
            is_new = item.sure and not self.standing[number]
            self.fields[f"take_{number}"] = forms.BooleanField(
                required=False, initial=is_new, label=words_of(item)
            )
            if item.kind == "skill":
                self.fields[f"level_{number}"] = forms.TypedChoiceField(
                    coerce=int, choices=level_choices(), initial=item.level, label=_("Level")
                )
            elif item.kind in _HEADLINES:
                self.fields[f"text_{number}"] = forms.CharField(
                    max_length=200, required=False, initial=item.value, label=_(rules.ITEM_KINDS[item.kind])
                )
        if reading.unknown:
            self.fields["propose"] = forms.MultipleChoiceField(
                label=_("Propose these names for the list of skills"), required=False,
                widget=forms.CheckboxSelectMultiple, choices=[(word, word) for word in reading.unknown],
                help_text=_("A reviewer looks at the name alone; nobody learns whose CV it stood in."),
            )  # fmt: skip

    def choice(self) -> Choice:
        """What was confirmed."""
        typed = self.cleaned_data
        numbers = range(len(self.reading.items))
        return Choice(
            taken=[number for number in numbers if typed.get(f"take_{number}")],
            levels={number: typed[f"level_{number}"] for number in numbers if f"level_{number}" in typed},
            texts={number: typed[f"text_{number}"] for number in numbers if f"text_{number}" in typed},
        )

    def lines(self) -> list[Line]:
        """The items with their fields, for the template."""
        return [
            Line(
                item,
                gettext(rules.ITEM_KINDS[item.kind]),
                self[f"take_{number}"],
                self[f"level_{number}"] if f"level_{number}" in self.fields else None,
                self[f"text_{number}"] if f"text_{number}" in self.fields else None,
                self.standing[number],
            )
            for number, item in enumerate(self.reading.items)
        ]


@dataclass(frozen=True)
class Line:
    """One item with its tick, and its level or wording where it has one."""

    item: Item
    kind: str
    take: forms.BoundField
    level: forms.BoundField | None
    text: forms.BoundField | None
    stands: bool  # the profile says something about it already


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Keep what is ticked."""
    actor = cast(BridgeRequest, request).actor
    sealed = request.POST.get("sealed", "")
    try:
        reading, _keys = services.resume_again(actor=actor, sealed=sealed)
    except Invalid as invalid:
        messages.error(request, " ".join(told(decision) for decision in invalid.fields.values()))
        return redirect("talent:import")
    form = ConfirmForm(reading, _stored(request), request.POST)
    if form.is_valid():
        try:
            services.take_over(
                actor=actor,
                sealed=sealed,
                choice=form.choice(),
                propose=form.cleaned_data.get("propose", ()),
                at=now(),
            )
        except Invalid as invalid:
            _show_refusals(form, reading, invalid)
        else:
            messages.success(request, gettext("Your profile stands. Look over what is still missing."))
            return redirect("talent:profile")
    return _confirm_page(request, form)


def _stored(request: HttpRequest) -> ProfileDraft:
    mine = queries.my_profile(cast(BridgeRequest, request).actor)
    return queries.draft_of(mine) if mine else ProfileDraft()


def _show_refusals(form: ConfirmForm, reading: Reading, invalid: Invalid) -> None:
    """Beside the headline when it is about that, else above the list."""
    headlines = {
        item.kind: f"text_{number}" for number, item in enumerate(reading.items) if item.kind in _HEADLINES
    }
    for name, decision in invalid.fields.items():
        form.add_error(headlines.get(name), told(decision))


def _confirm_page(request: HttpRequest, form: ConfirmForm) -> HttpResponse:
    reading = form.reading
    return page(
        request,
        "talent/confirm.html",
        {
            "form": form,
            "reading": reading,
            "dropped": [gettext(rules.DROPPED[kind]) for kind in reading.dropped],
            "doubts": [gettext(rules.DOUBTS[key]) for key in reading.doubts],
            "has_profile": any(form.standing),
        },
        status=422 if form.errors else 200,
    )


def words_of(item: Item) -> str:
    """An item as the reader knows it."""
    language = show.reading()
    if item.kind in {"skill", "role"}:
        return skills.label(item.value, language)
    if item.kind == "practice":
        skill, _colon, years = item.value.rpartition(":")
        return gettext("{skill}: {years} years").format(skill=skills.label(skill, language), years=years)
    if item.kind == "language":
        code, _colon, level = item.value.partition(":")
        return f"{show.language_name(code)} {level}"
    if item.kind == "country":
        return show.country(item.value)
    if item.kind == "years":
        return show.number(Decimal(item.value).normalize())
    if item.kind == "available_from":
        return show.day(date.fromisoformat(item.value))
    if item.kind == "time_zone":
        return show.city(item.value)
    if item.kind in {"engagement_type", "work_mode"}:
        return gettext({**rules.ENGAGEMENT_TYPES, **rules.WORK_MODES}[item.value])
    if item.kind == "rate":
        minor, currency, unit = item.value.split()
        return rate_text(int(minor), currency, unit)
    return item.said if item.kind in {"sample", "certificate"} else item.value
