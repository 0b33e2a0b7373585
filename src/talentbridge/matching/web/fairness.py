"""The fairness figures: selection rates by group with their ratios, quarter by quarter, as a page and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from talentbridge.accounts.rules.statements import AGE_BANDS, SEXES
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.kernel.sheet import csv_response
from talentbridge.matching import permissions
from talentbridge.matching.engine import SERVICES
from talentbridge.matching.engine.values import FACTOR_NAMES
from talentbridge.matching.queries import fairness as queries
from talentbridge.matching.queries.fairness import Figures, Used
from talentbridge.matching.rules import impact
from talentbridge.matching.rules.requests import SEOUL
from talentbridge.policy.rules import Rule

HEAD = ("quarter", "by", "group", "stage", "count", "rate", "impact_ratio", "below_threshold")


def read(actor: Actor, asked: str) -> tuple[list[impact.Period], Figures | None, Rule | None]:
    """The quarters that the actor may see, the figures of the one that is asked for (else the newest), and the threshold."""
    require(allowed=permissions.may_see_fairness(actor))
    today = now().astimezone(SEOUL).date()
    periods = queries.periods(today, running=bool(permissions.may_see_running_figures(actor)))
    rule, period = queries.low_ratio(today), impact.chosen(asked, periods)
    figures = queries.figures(period, float(rule.value) if rule else None) if period else None
    return periods, figures, rule


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The tables with counts, rates and ratios, what they can and cannot say, and with what lists were made."""
    actor = cast(BridgeRequest, request).actor
    periods, found, rule = read(actor, request.GET.get("quarter", ""))
    context = {
        "periods": [(each, name_of(each)) for each in reversed(periods)],
        "figures": found,
        "name": name_of(found.period) if found else "",
        "tables": [_table(axis, table) for axis, table in found.tables.items()] if found else [],
        "used": [_used(each) for each in found.used] if found else [],
        "rule": rule, "least": impact.LEAST,
        "only_ended": not permissions.may_see_running_figures(actor),
    }  # fmt: skip
    return page(request, "matching/fairness.html", context)


@require_GET
def download(request: HttpRequest) -> StreamingHttpResponse:
    """The same figures as CSV; a hidden figure is an empty cell."""
    _periods, found, _rule = read(cast(BridgeRequest, request).actor, request.GET.get("quarter", ""))
    if found is None:
        raise Missing
    return csv_response(f"fairness-{found.period.key}", HEAD, rows_of(found))


def rows_of(found: Figures) -> Iterator[tuple[Any, ...]]:
    """One line a group and stage, and one for each version and weights that lists were made with."""
    stages = list(impact.STAGES)
    for axis, table in found.tables.items():
        for row in table.rows:
            for place, stage in enumerate(stages):
                step = row.steps[place - 1] if place else impact.Step()
                yield (
                    found.period.key, axis, row.key, stage, _plain(row.counts[place]), _rounded(step.rate),
                    _rounded(step.ratio), int(step.is_low) if step.ratio is not None else "",
                )  # fmt: skip
        for stage, total in zip(stages, table.totals, strict=True):
            yield found.period.key, axis, "all", stage, _plain(total), "", "", ""
    for each in found.used:
        yield (
            found.period.key,
            "engine",
            each.version,
            f"{each.service}: {each.weights}",
            each.lists,
            "",
            "",
            "",
        )


def name_of(period: impact.Period) -> str:
    """A quarter in the reader's words."""
    return _("quarter {quarter} of {year}").format(quarter=period.quarter, year=period.year)


def group_name(axis: str, key: str) -> str:
    """A group in the reader's words."""
    if key == impact.OTHER:
        return _("other countries, or none stated") if axis == "country" else _("not stated, or too few")
    if axis == "country":
        return show.country(key)
    return _((SEXES if axis == "sex" else AGE_BANDS)[key])


def _table(axis: str, table: impact.Table) -> dict[str, Any]:
    stages = [_(name) for name in impact.STAGES.values()]
    return {
        "axis": axis,
        "name": impact.AXES[axis],
        "stages": stages,
        "rows": [
            {
                "name": group_name(axis, row.key),
                "cells": [
                    {
                        "stage": stage, "count": count, "has_rate": place > 0,
                        "rate": _percent(row.steps[place - 1].rate) if place else "",
                        "ratio": _decimal(row.steps[place - 1].ratio) if place else "",
                        "is_low": place > 0 and row.steps[place - 1].is_low,
                    }
                    for place, (stage, count) in enumerate(zip(stages, row.counts, strict=True))
                ],
            }
            for row in table.rows
        ],
        "totals": list(zip(stages, table.totals, strict=True)),
        "has_hidden": table.has_hidden,
    }  # fmt: skip


def _used(each: Used) -> dict[str, Any]:
    return {
        "version": each.version, "service": SERVICES[each.service].name, "lists": each.lists,
        "weights": ", ".join(f"{_(FACTOR_NAMES[name])} {value}" for name, value in each.parts),
    }  # fmt: skip


def _percent(rate: float | None) -> str:
    return "" if rate is None else f"{show.number(round(100 * rate, 1))} %"


def _decimal(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def _rounded(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _plain(count: int | None) -> int | str:
    return "" if count is None else count
