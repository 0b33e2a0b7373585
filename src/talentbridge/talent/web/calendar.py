"""When a talent is free: the talent's own page, the page for those around a case, and the calendars of both."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told
from talentbridge.talent import permissions, queries
from talentbridge.talent.gateways import calendar as ical
from talentbridge.talent.models import Profile
from talentbridge.talent.rules.calendar import BEHIND, USUAL_DAYS, USUAL_HOURS, Free
from talentbridge.talent.services import calendar as services

WEEKS = 6  # on the page


class WeekForm(forms.Form):
    """The usual week."""

    days = forms.TypedMultipleChoiceField(
        label=_("Days on which you work"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    begins = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = get_day_names(locale=show.reading())
        self.fields["days"].choices = [(day, names[day]) for day in range(7)]  # type: ignore[attr-defined]


class DaysOffForm(forms.Form):
    """Days on which one does not work."""

    first = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class LinkForm(forms.Form):
    """A new secret address."""

    name = forms.CharField(label=_("Who will use it"), max_length=80)


def free_of(profile: Profile, today: date) -> Free:
    """What is known of the time of a profile's owner."""
    week = queries.work_week_of(profile)
    return Free(
        zone=profile.time_zone or show.HOME_ZONE,
        days=tuple(week.days) if week else USUAL_DAYS,
        begins=week.begins if week else USUAL_HOURS[0],
        ends=week.ends if week else USUAL_HOURS[1],
        off=tuple((each.first, each.last) for each in queries.days_off_of(profile, today - BEHIND)),
        country=profile.country,
        free_from=profile.available_from,
        free_until=profile.available_until,
        known=week is not None,
    )


def weeks_of(free: Free, today: date, zone: str) -> list[dict[str, Any]]:
    """The next weeks day by day, for a reader whose clock is in `zone`."""
    monday = today - timedelta(days=today.weekday())
    return [
        {
            "monday": monday + timedelta(weeks=number),
            "days": [_day(free, monday + timedelta(weeks=number, days=day), today, zone) for day in range(7)],
        }
        for number in range(WEEKS)
    ]


def _day(free: Free, day: date, today: date, zone: str) -> dict[str, Any]:
    begins, ends = free.hours(day)
    return {
        "day": day, "is_past": day < today, "is_free": free.is_free(day), "is_busy": free.is_busy(day),
        "hours": f"{show.clock(begins, zone)}–{show.clock(ends, zone)}" if free.is_free(day) else "",
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """My usual week, my days off, my calendar addresses. A new address is shown once and never again."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    profile = queries.my_profile(actor)
    if profile is None:
        return redirect("talent:profile")
    act = request.POST.get("act", "") if request.method == "POST" else ""
    bound = {name: request.POST if act == name else None for name in ("week", "off", "link")}
    week = queries.work_week_of(profile)
    initial = {"days": week.days, "begins": week.begins, "ends": week.ends} if week else {
        "days": USUAL_DAYS, "begins": USUAL_HOURS[0], "ends": USUAL_HOURS[1],
    }  # fmt: skip
    formed = {
        "week": WeekForm(bound["week"], initial=initial),
        "off": DaysOffForm(bound["off"]),
        "link": LinkForm(bound["link"]),
    }
    form, secret = formed.get(act), ""
    if form is not None and form.is_valid():
        try:
            secret = _keep(request, act, form.cleaned_data)
        except Invalid as invalid:
            show_errors(form, invalid)
        except Refused as refused:
            form.add_error(None, told(refused.decision))
        else:
            if not secret:
                messages.success(request, gettext("Saved."))
                return redirect("talent:calendar")
            formed["link"] = LinkForm()
    today = now().astimezone(ZoneInfo(profile.time_zone or show.HOME_ZONE)).date()
    free = free_of(profile, today)
    context = {
        **formed, "profile": profile, "free": free, "weeks": weeks_of(free, today, free.zone), "secret": secret,
        "off_days": queries.days_off_of(profile, today), "links": queries.calendar_links_for(actor),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return page(request, "talent/calendar.html", context, status=status)


def _keep(request: HttpRequest, act: str, said: dict[str, Any]) -> str:
    """Do what was asked; the address of a new link, else nothing."""
    actor, at = cast(BridgeRequest, request).actor, now()
    if act == "week":
        services.set_week(
            actor=actor, days=tuple(said["days"]), begins=said["begins"], ends=said["ends"], at=at
        )
    elif act == "off":
        services.add_days_off(actor=actor, first=said["first"], last=said["last"], at=at)
    else:
        _link, token = services.make_link(actor=actor, name=said["name"], at=at)
        return settings.SITE_URL + reverse("talent:calendar-feed", args=[token])
    return ""


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Work on these days after all."""
    services.remove_days_off(actor=cast(BridgeRequest, request).actor, number=number, at=now())
    return redirect("talent:calendar")


@require_POST
def revoke(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Stop a calendar address."""
    services.revoke_link(actor=cast(BridgeRequest, request).actor, link_id=link_id, at=now())
    messages.success(request, gettext("The address is revoked. Programs that used it get nothing any more."))
    return redirect("talent:calendar")


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads under a secret address: free and busy, nobody's name."""
    at = now()
    profile = services.profile_of_token(token, at)
    return _ics(profile, f"{profile.pk}@bridge", at)


@require_GET
def beside(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """When the talent of a case is free, for those around it."""
    actor, at = cast(BridgeRequest, request).actor, now()
    profile = _beside(request, case_id, at)
    today = at.astimezone(ZoneInfo(actor.time_zone)).date()
    free = free_of(profile, today)
    context = {
        "case_id": case_id, "free": free, "weeks": weeks_of(free, today, actor.time_zone), "zone": actor.time_zone,
        "profile": profile,
    }  # fmt: skip
    return page(request, "talent/availability.html", context)


@require_GET
def beside_ics(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The same as a calendar file."""
    at = now()
    profile = _beside(request, case_id, at)
    answer = _ics(profile, f"{case_id}@bridge", at)
    answer["Content-Disposition"] = 'attachment; filename="availability.ics"'
    return answer


def _beside(request: HttpRequest, case_id: UUID, at: datetime) -> Profile:
    actor = cast(BridgeRequest, request).actor
    profile = queries.profile_beside(actor, case_id) if actor else None
    if profile is None:
        raise Missing
    services.show_availability(actor=actor, profile=profile, case_id=case_id, at=at)
    return profile


def _ics(profile: Profile, uid: str, at: datetime) -> HttpResponse:
    content = ical.write(
        free_of(profile, at.date()), uid=uid, at=at, name=gettext("Availability"), busy=gettext("Busy"),
        work=gettext("Free for work"),
    )  # fmt: skip
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer
