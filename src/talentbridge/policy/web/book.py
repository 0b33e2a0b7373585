"""The public page of rules: every figure with its source, date and certainty."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import page
from talentbridge.policy import queries
from talentbridge.policy.rules import figure


@login_not_required
def rules(request: HttpRequest) -> HttpResponse:
    """The rules valid today, searchable by key, country and source."""
    today = now().date()
    rows = queries.valid_on(today)
    if text := request.GET.get("q", "").strip():
        rows = rows.filter(
            Q(key__icontains=text)
            | Q(country__iexact=text)
            | Q(source_name__icontains=text)
            | Q(title_ko__icontains=text)
            | Q(title_en__icontains=text)
        )
    listing = Listing(
        request.GET,
        rows,
        sorts={
            "key": ["key", "country"],
            "from": ["valid_from"],
            "checked": ["checked_on"],
            "certainty": ["certainty"],
        },
        default="key",
    )
    language = show.reading()
    rows_shown = [
        (
            row,
            (row.title_ko if language == "ko" else row.title_en) or row.key,
            row.note_ko if language == "ko" else row.note_en,
            *(figure(row.value, row.unit) if row.value is not None else ("", "", {})),
        )
        for row in listing
    ]
    return page(
        request, "policy/rules.html", {"listing": listing, "rows": rows_shown, "today": today, "q": text}
    )
