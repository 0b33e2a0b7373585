"""The pages of reviews: write one, reply to one."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed
from talentbridge.reputation import permissions, queries, rules, services


class ReviewForm(forms.Form):
    text = forms.CharField(
        label=_("What did you see?"),
        help_text=_(
            "What went well, what did not, and what you would do differently. The other side will read it."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say in a few words what you saw.")},
    )
    again = forms.ChoiceField(
        label=_("Would you work together again?"),
        choices=lambda: [("yes", gettext("Yes")), ("no", gettext("No"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aspects = rules.ASPECTS[side]
        for aspect, label in self.aspects.items():
            self.fields[aspect] = forms.TypedChoiceField(
                label=gettext(label),
                choices=[(points, gettext(words)) for points, words in reversed(rules.POINTS.items())],
                coerce=int,
                error_messages={"required": gettext("Choose from 1 to 5.")},
                widget=forms.RadioSelect,
            )
        self.order_fields([*self.aspects, "text", "again"])

    @property
    def ratings(self) -> dict[str, int]:
        """The points by aspect; 0 where none was chosen."""
        return {aspect: self.cleaned_data[aspect] for aspect in self.aspects}


class ReplyForm(forms.Form):
    reply = forms.CharField(
        label=_("Your reply"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your reply first.")},
    )


def write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Review the other side of a settled engagement."""
    actor = cast(BridgeRequest, request).actor
    window = queries.windows_for(actor).filter(case_id=case_id).first()
    if window is None:
        raise Missing
    written = window.reviews.filter(side=window.seen_from).exists()
    require(allowed=permissions.may_write(actor, window), possible=rules.can_write(window, written, now()))
    side = Side(window.seen_from)
    form = typed(request, ReviewForm, side=side)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_review(
                actor=actor, case_id=case_id, ratings=cast(ReviewForm, form).ratings, text=form.cleaned_data["text"],
                again=form.cleaned_data["again"] == "yes", at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("Your review is kept. It is shown when both have written."))
            return redirect("engagements:detail", case_id)
    talent = window.talent.name if window.names_talent else gettext("A talent")
    about = talent if side is Side.COMPANY else window.company.name_here
    return page(
        request,
        "reputation/write.html",
        {"form": form, "window": window, "about": about},
        status=422 if form.errors else 200,
    )


def reply(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Reply, once, to what was written about one's own side."""
    actor = cast(BridgeRequest, request).actor
    review = queries.reviews_for(actor).filter(pk=review_id).first()
    if review is None:
        raise Missing
    require(
        allowed=permissions.may_reply(actor, review),
        possible=rules.can_reply(review.window, bool(review.reply)),
    )
    form = typed(request, ReplyForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.reply(actor=actor, review_id=review_id, text=form.cleaned_data["reply"], at=now())
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            return redirect("engagements:detail", review.case_id)
    return page(
        request, "reputation/reply.html", {"form": form, "review": review}, status=422 if form.errors else 200
    )


def reviews(request: HttpRequest) -> HttpResponse:
    """What others said about the reader's side, and its sums."""
    actor = cast(BridgeRequest, request).actor
    summary = queries.summary_for(actor)
    return page(
        request,
        "reputation/list.html",
        {
            "listing": Listing(
                request.GET, queries.about(actor), sorts={"at": ("written_at",)}, default="-at"
            ),
            "summary": summary,
            "averages": [(_label(aspect), average) for aspect, average in summary.averages.items()],
            "least": rules.MIN_SAMPLE,
        },
    )


def _label(aspect: str) -> str:
    return {**rules.ASPECTS[Side.COMPANY], **rules.ASPECTS[Side.TALENT]}[aspect]


app_name = "reputation"
urlpatterns = [
    path("", reviews, name="list"),
    path("<uuid:case_id>/write/", write, name="write"),
    path("reply/<uuid:review_id>/", reply, name="reply"),
]
