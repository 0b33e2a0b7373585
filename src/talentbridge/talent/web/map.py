"""The map of overseas Korean AI talent: counts that name nobody, for everybody; and being counted on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from talentbridge.accounts.queries import consent
from talentbridge.accounts.rules import TALENT_MAP
from talentbridge.kernel import sheet, show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed
from talentbridge.talent import permissions, queries
from talentbridge.talent.rules.map import LEAST, STEP, SUM, Table, safe_parts, safe_table
from talentbridge.talent.services import mapping as services
from talentbridge.talent.web import places

TILE_WIDTH, TILE_HEIGHT, NAMES_WIDTH = 64, 34, 190  # of the drawing, in its own units


@dataclass(frozen=True)
class Tile:
    """One cell of the drawing. `shade` is 0 to 1 of the largest count; `count` is None when it is hidden."""

    x: int
    y: int
    count: int | None
    shade: float
    words: str

    @property
    def middle(self) -> int:
        """Where its number stands."""
        return self.x + 30

    @property
    def base(self) -> int:
        """On which line its number stands."""
        return self.y + 20

    @property
    def is_dark(self) -> bool:
        """Whether its number has to be light to be read."""
        return self.shade > 0.6


def _field_name(key: str) -> str:
    return gettext("All fields") if key == SUM else queries.map_fields()[key].name(show.reading())


def _country_name(key: str) -> str:
    return gettext("All countries") if key == SUM else show.country(key)


@login_not_required
@require_GET
def talent_map(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Counts by field and country, small ones hidden; as tiles, as a table, and as a file."""
    by_country, by_region = queries.map_counts()
    table = safe_table(by_country)
    if request.GET.get("format") == "csv":
        head = [
            gettext("Field of AI work"),
            gettext("Country"),
            gettext("Country code"),
            gettext("People, at least"),
        ]
        return sheet.csv_response("talent-map", head, _lines(table))
    context = {
        "table": table, "least": LEAST, "step": STEP, "today": now().date(),
        "rows": [_row(table, row) for row in (*table.rows, SUM)],
        "columns": [_country_name(column) for column in table.columns],
        "tiles": _tiles(table), "labels": _labels(table), "heads": _heads(table),
        "width": NAMES_WIDTH + TILE_WIDTH * len(table.columns), "height": TILE_HEIGHT * (len(table.rows) + 1),
        "regions": _regions(table, by_region), "total": table.at(SUM, SUM),
    }  # fmt: skip
    return page(request, "talent/map.html", context)


def _row(table: Table, row: str) -> dict[str, Any]:
    cells = [
        {"column": _country_name(column), "count": table.at(row, column)} for column in (*table.columns, SUM)
    ]
    return {"name": _field_name(row), "cells": cells, "is_sum": row == SUM}


def _tiles(table: Table) -> list[Tile]:
    largest = (
        max((table.at(row, column) or 0 for row in table.rows for column in table.columns), default=0) or 1
    )
    tiles = []
    for y, row in enumerate(table.rows, start=1):
        for x, column in enumerate(table.columns):
            count = table.at(row, column)
            words = f"{_field_name(row)}, {_country_name(column)}: "
            words += (
                gettext("fewer than {least}, or hidden with them").format(least=LEAST)
                if count is None
                else str(count)
            )
            shade = round(0.15 + 0.85 * count / largest, 2) if count else 0
            tiles.append(Tile(NAMES_WIDTH + x * TILE_WIDTH, y * TILE_HEIGHT, count, shade, words))
    return tiles


def _labels(table: Table) -> list[tuple[int, str]]:
    return [(y * TILE_HEIGHT + 21, _field_name(row)) for y, row in enumerate(table.rows, start=1)]


def _heads(table: Table) -> list[tuple[int, str, str]]:
    return [
        (NAMES_WIDTH + x * TILE_WIDTH + TILE_WIDTH // 2, column, _country_name(column))
        for x, column in enumerate(table.columns)
    ]


def _regions(table: Table, counts: Any) -> list[tuple[str, list[tuple[str, int]]]]:
    """(country, [(region, people)]) where both may be shown; not where the country's own sum is hidden."""
    found = []
    for country in table.columns:
        if not table.at(SUM, country):
            continue
        shown = safe_parts({region: count for (where, region), count in counts.items() if where == country})
        names = queries.map_regions().get(country, {})
        rows = [(names[key].name(show.reading()), count) for key, count in shown.items() if key in names]
        if rows:
            found.append((_country_name(country), sorted(rows, key=lambda row: (-row[1], row[0]))))
    return found


def _lines(table: Table) -> Iterator[list[object]]:
    for row in (*table.rows, SUM):
        for column in (*table.columns, SUM):
            count = table.at(row, column)
            yield [_field_name(row), _country_name(column), column, "" if count is None else count]


class MapForm(forms.Form):
    """In which field somebody works, and where."""

    field = forms.ChoiceField(label=_("Field of AI work"), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Country in which you live"))
    region = forms.ChoiceField(
        label=_("City region"),
        required=False,
        help_text=_("Only if you like. It is counted apart from the field."),
    )
    agreed = forms.BooleanField(label=_("I agree to the text above"))
    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = show.reading()
        self.fields["field"].choices = [  # type: ignore[attr-defined]
            (each.key, each.name(language)) for each in queries.map_fields().values()
        ]
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Choose")), *(row for row in places.countries(language) if row[0] != "KR")
        ]  # fmt: skip
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Not said")),
            *(
                (show.country(country), [(each.key, each.name(language)) for each in regions.values()])
                for country, regions in queries.map_regions().items()
            ),
        ]


@require_http_methods(["GET", "POST"])
def my_place(request: HttpRequest) -> HttpResponse:
    """Be counted, be counted elsewhere, or not any more."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    if request.method == "POST" and "leave" in request.POST:
        services.leave_map(actor=actor, at=now())
        messages.success(request, gettext("You are not counted any more."))
        return redirect("talent:my-map")
    text, entry, profile = consent.text(TALENT_MAP), queries.my_map_entry(actor), queries.my_profile(actor)
    initial: dict[str, Any] = {"version": text.version, "country": profile.country if profile else ""}
    if entry is not None:
        initial |= {"field": entry.field, "country": entry.country, "region": entry.region, "agreed": True}
    form = typed(request, MapForm, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.join_map(
                actor=actor, field=said["field"], country=said["country"], region=said["region"],
                version=said["version"], language=show.reading(), at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("You are counted on the map."))
            return redirect("talent:my-map")
    context = {
        "form": form, "entry": entry, "text": text, "ko": text.shown("ko", ""), "en": text.shown("en", ""),
    }  # fmt: skip
    return page(request, "talent/my_map.html", context, status=422 if form.is_bound and form.errors else 200)
