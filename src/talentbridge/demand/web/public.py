"""Published tasks for everybody: a list with filters, one task with its data for search engines, an Atom feed."""

from __future__ import annotations

import base64
import hashlib
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from talentbridge.demand import queries, rules
from talentbridge.demand.models import PublicTask
from talentbridge.demand.rules.public import Posting
from talentbridge.demand.services.shaping import SEOUL
from talentbridge.demand.web import posting as present
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing
from talentbridge.kernel.headers import POLICY
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import page
from talentbridge.skills import queries as skills

IN_THE_FEED = 50


@login_not_required
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """Every published task whose last day has not passed, newest first; filters combine."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "skill", "kind", "mode", "country")}
    skill = skills.by_name(asked["skill"]) if asked["skill"] else ""
    rows = queries.in_public(now().astimezone(SEOUL).date())
    rows = queries.searched(
        rows, text=asked["q"], skill=skill or "",
        kind=asked["kind"] if asked["kind"] in rules.ENGAGEMENT_TYPES else "",
        mode=asked["mode"] if asked["mode"] in present.WORK_MODES else "",
        country=asked["country"] if len(asked["country"]) == 2 else "",
    )  # fmt: skip
    if asked["skill"] and not skill:
        rows = rows.none()
    sorts = {"published": ["published_at"], "until": ["valid_through"]}
    listing = Listing(request.GET, rows, sorts=sorts, default="-published", sizes=(20, 50))
    context = {
        "listing": listing,
        "rows": [{"task": task, **present.shown(Posting.from_json(task.content))} for task in listing],
        "asked": asked, "unknown": bool(asked["skill"] and not skill),
        "kinds": rules.ENGAGEMENT_TYPES.items(), "modes": present.WORK_MODES.items(),
        "known_skills": skills.choices(show.reading()),
    }  # fmt: skip
    return page(request, "demand/public_list.html", context)


@login_not_required
@require_GET
def task(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One published task. Its JobPosting stands in the page as a data block, which is no script; its hash is in the
    content policy all the same, so that nothing else could stand there (`docs/decisions/0006-nothing-inline.md`)."""
    found = _found(public_id)
    block = present.data_block(present.linked_data(found))
    context = {
        "task": found, **present.shown(Posting.from_json(found.content)),
        "linked_data": mark_safe(block),  # noqa: S308 - escaped by `data_block`
    }  # fmt: skip
    response = page(request, "demand/public_task.html", context)
    seal = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
    response["Content-Security-Policy"] = f"{POLICY}; script-src 'self' 'sha256-{seal}'"
    return response


@login_not_required
@require_GET
def linked_data(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """The same as a document of its own, for programs."""
    return JsonResponse(
        present.linked_data(_found(public_id)),
        content_type="application/ld+json",
        json_dumps_params={"ensure_ascii": False},
    )


@login_not_required
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The newest published tasks as Atom (RFC 4287), in the reader's language."""
    feed = Atom1Feed(
        title=gettext("Open tasks on the K-Digital Talent Bridge"),
        link=settings.SITE_URL + reverse("tasks:list"),
        description="",
        language=show.reading(),
        feed_url=settings.SITE_URL + reverse("tasks:feed"),
        author_name="K-Digital Talent Bridge",
    )
    for each in queries.in_public(now().astimezone(SEOUL).date())[:IN_THE_FEED]:
        shown = present.shown(Posting.from_json(each.content))
        feed.add_item(
            title=shown["title"], link=present.address(each), description=shown["description"],
            unique_id=each.pk.urn, pubdate=each.published_at, updateddate=each.published_at,
            author_name=shown["company"], categories=[name for name, *_rest in shown["skills"]],
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _found(public_id: UUID) -> PublicTask:
    found = queries.in_public(now().astimezone(SEOUL).date()).filter(pk=public_id).first()
    if found is None:
        raise Missing
    return found


app_name = "tasks"
urlpatterns = [
    path("", tasks, name="list"),
    path("feed.atom", feed, name="feed"),
    path("<uuid:public_id>/", task, name="detail"),
    path("<uuid:public_id>.jsonld", linked_data, name="linked-data"),
]
