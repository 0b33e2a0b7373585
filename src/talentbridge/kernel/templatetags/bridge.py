"""The template vocabulary of the bridge. Built in: no page needs to load it.

Each tag turns a value into the one way it looks everywhere; the markup stands in `templates/components/`. Bars are
drawn as SVG with width attributes, so that no page needs an inline style and the content policy can forbid them.
The live list with sample data is the gallery (`/gallery/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template.defaultfilters import linebreaksbr
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from talentbridge.kernel import show
from talentbridge.kernel.actor import Role
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import told
from talentbridge.kernel.text import GAP, N_

register = template.Library()


def _zone(context: template.Context) -> str:
    """The reader's time zone; Seoul for strangers and mails without a reader."""
    actor = getattr(context.get("request"), "actor", None) or context.get("actor")
    return getattr(actor, "time_zone", "") or show.HOME_ZONE


# Words, amounts, moments -----------------------------------------------------------------------------------


@register.filter
def why(decision: Decision | None) -> str:
    """The sentence of a no; nothing for a yes."""
    return told(decision) if decision is not None else ""


@register.filter
def said(text: object) -> str:
    """A message id that came as data, in the reader's language."""
    return show.said(text)


@register.simple_tag
def say(text: object, facts: Mapping[str, object] | None = None) -> str:
    """A message id that came as data with the facts that fill it."""
    return show.said(text).format_map(show.facts(facts or {}))


@register.filter
def gaps(text: object) -> SafeString:
    """Text with its line breaks, and a mark around what a template leaves to its user (``[[figure]]``)."""
    parts = GAP.split(str(text or ""))  # outside, inside, outside, ...
    marked = [
        format_html(
            '<mark class="vague">{}<span class="vh"> ({})</span></mark>', part, gettext("for you to say")
        )
        if number % 2
        else linebreaksbr(part)
        for number, part in enumerate(parts)
    ]
    return format_html_join("", "{}", ((each,) for each in marked))


@register.filter
def money(amount: Money | None) -> str | SafeString:
    """₩6,000,000; nothing when there is no amount."""
    return format_html('<span class="nb">{}</span>', show.money(amount)) if amount is not None else ""


@register.simple_tag
def amount(minor: int | None, currency: str) -> str | SafeString:
    """`minor` units of `currency` as money."""
    return money(Money(minor, currency)) if minor is not None else ""


@register.filter
def count(value: int) -> str:
    """1,284."""
    return show.number(value)


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: datetime | None, zone: str = "") -> str | SafeString:
    """A moment on the reader's clock, or on that of `zone`, with the city's name."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}" class="nb">{}</time>',
        value.isoformat(),
        show.moment(value, zone or _zone(context)),
    )


@register.simple_tag(takes_context=True)
def both_times(
    context: template.Context, value: datetime | None, zone_a: str = "", zone_b: str = ""
) -> str | SafeString:
    """A moment in both places; only once when the clocks agree."""
    if value is None:
        return ""
    zone_a = zone_a or _zone(context)
    here, there = show.both(value, zone_a, zone_b or zone_a)
    if not there:
        return format_html('<time datetime="{}"><b class="nb">{}</b></time>', value.isoformat(), here)
    return format_html(
        '<time datetime="{}"><b class="nb">{}</b> · <span class="nb">{}</span></time>',
        value.isoformat(),
        here,
        there,
    )


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date | None) -> str | SafeString:
    """A day: 11월 27일(금). Of a moment, the day that it is where the reader lives."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(_zone(context))).date()
    return format_html('<time datetime="{}" class="nb">{}</time>', value.isoformat(), show.day(value))


@register.simple_tag
def country(code: str) -> str:
    """A country's name in the reader's language."""
    return show.country(code) if code else ""


@register.simple_tag
def city(zone: str) -> str:
    """The city of a time zone."""
    return show.city(zone)


@register.simple_tag
def person_name(person: Any, thing: Any = None) -> str | SafeString:
    """A person's full name as its owner writes it, isolated and with its language, never split.

    Where `thing` is given (a row of a `*_for(actor)` query that names this talent) it is asked whether the reader may be
    told who it is.
    """
    if not person:
        return ""
    if not getattr(thing, "names_talent", True):
        return gettext("A talent")
    name = person if isinstance(person, str) else (getattr(person, "name", "") or str(person))
    language = getattr(person, "name_language", "")
    if language:
        return format_html('<bdi class="name" lang="{}">{}</bdi>', language, name)
    return format_html('<bdi class="name">{}</bdi>', name)


@register.filter
def role_title(value: str) -> str:
    """The title of a role, as its holder reads it."""
    return show.role(value)


# Engagement -------------------------------------------------------------------------------------------------

RING = 81.68  # circumference of the ring of the bead in progress (radius 13)

STATE_WORDS = {
    "done": N_("done"),
    "now": N_("now"),
    "later": N_("not yet"),
    "skipped": N_("partly skipped"),
}


def _bead(bead: Any) -> dict[str, Any]:
    total, done = bead.total_count or 0, bead.done_count or 0
    note = show.said(bead.note)
    at = getattr(bead, "at", None)
    return {
        "state": bead.state,
        "label": show.said(bead.label),
        "word": gettext(STATE_WORDS[bead.state]),
        "note": note.format(date=show.day(at)) if at else note,
        "reason": getattr(bead, "reason", ""),
        "done": done,
        "total": total,
        "arc": f"{RING * done / total:.1f}" if total else "0",
    }


@register.inclusion_tag("components/stage_string.html")
def stage_string(string: Any, name: str = "") -> dict[str, Any]:
    """The five stages as beads on a thread, with evidence counts, dates, and reasons for what was skipped.

    Two strings on one page need a `name` each, for those who hear the page.
    """
    return {"beads": [_bead(bead) for bead in string.beads], "name": name or gettext("Stages")}


@register.inclusion_tag("components/beads.html")
def beads(string: Any) -> dict[str, Any]:
    """The string, small, for rows of lists."""
    shown = [_bead(bead) | {"x": 7 + 14 * place} for place, bead in enumerate(string.beads)]
    current = next((place for place, bead in enumerate(shown) if bead["state"] == "now"), len(shown) - 1)
    return {"beads": shown, "reach": 7 + 14 * current, "place": current + 1, "current": shown[current]}


@register.inclusion_tag("components/next_panel.html", takes_context=True)
def next_panel(context: template.Context, step: Any, other_zone: str = "") -> dict[str, Any]:
    """What is next: whose turn, what, by whom, by when, what if not, and who acts after.

    `step` is `engagements.rules.NextStep` or None (nothing left to do). A link to a page that does not exist is left out.
    """
    links = []
    for link in getattr(step, "links", ()):
        try:
            url = reverse(link.view, args=link.args)
        except NoReverseMatch:
            continue
        links.append({"url": url, "label": say(link.label, link.facts), "kind": link.kind})
    return {"step": step, "links": links, "zone": _zone(context), "other_zone": other_zone, "id": "next-step"}


@register.inclusion_tag("components/timeline.html", takes_context=True)
def timeline(
    context: template.Context, events: Iterable[Any], actor: Any = None, other_zone: str = ""
) -> dict[str, Any]:
    """Audited acts as sentences, newest first, with the reader's clock and the other side's.

    `other_zone` defaults to Seoul for readers elsewhere.
    """
    zone = getattr(actor, "time_zone", "") or _zone(context)
    other = other_zone or show.HOME_ZONE
    rows = []
    for event in events:
        if not event.sentence:
            continue
        here, there = show.both(event.at, zone, other)
        who = show.said(event.actor_name) if event.actor_role == Role.SYSTEM else event.actor_name
        rows.append(
            {
                "at": event.at,
                "here": here,
                "there": there,
                "who": "" if "{actor}" in event.sentence else who,  # the sentence names whoever acted itself
                "role": show.role(event.actor_role) if event.actor_role != Role.SYSTEM else "",
                "what": show.told_act(event.sentence, {**event.facts, "actor": who}, zone),
                "borrowed": bool(event.borrowed_from),
            }
        )
    return {"rows": rows}


# Money ------------------------------------------------------------------------------------------------------

MONEY_WORDS = {
    "paid": N_("Paid out"),
    "released": N_("Release instructed"),
    "held": N_("In custody"),
    "frozen": N_("Frozen"),
    "none": N_("Not funded yet"),
}
# The states of a milestone, so that a page may hand over what it has.
_KIND_OF_STATE = {
    "planned": "none", "awaiting_funds": "none", "refunded": "none",
    "funded": "held", "submitted": "held", "changes_requested": "held",
}  # fmt: skip


def _part(part: Any) -> tuple[str, Money]:
    if isinstance(part, tuple):
        kind, sum_ = part
    elif isinstance(part, Mapping):
        kind, sum_ = part.get("kind") or part["state"], part["amount"]
    else:
        kind, sum_ = getattr(part, "kind", "") or part.state, part.amount
    return _KIND_OF_STATE.get(str(kind), str(kind)), sum_


@register.inclusion_tag("components/money_bar.html")
def money_bar(parts: Iterable[Any]) -> dict[str, Any]:
    """How far the money of a contract has come.

    `parts`: pairs of a kind (paid, released, held, frozen, none, or a milestone's state) and a `Money`; parts of a kind
    are added up. Only one currency.
    """
    sums: dict[str, Money] = {}
    for kind, sum_ in map(_part, parts):
        sums[kind] = sums[kind] + sum_ if kind in sums else sum_
    total = sum(each.minor for each in sums.values())
    shown, x = [], 0.0
    for kind, word in MONEY_WORDS.items():
        if kind not in sums or not total:
            continue
        width = 100 * sums[kind].minor / total
        text = show.money(sums[kind])
        shown.append(
            {"kind": kind, "word": gettext(word), "money": text, "x": f"{x:.2f}%", "width": f"{width:.2f}%"}
        )
        x += width
    return {"parts": shown, "sentence": ", ".join(f"{part['word']} {part['money']}" for part in shown)}


# Why somebody fits ------------------------------------------------------------------------------------------

TONES = 8


def _factor_name(factor: Any) -> str:
    return show.said(getattr(factor, "label", "") or getattr(factor, "name", "") or factor.key)


@register.inclusion_tag("components/factor_bars.html")
def factor_bars(factors: Iterable[Any]) -> dict[str, Any]:
    """Each factor on one scale: the track is as long as its weight, the fill as its points; claim and evidence in words."""
    factors = list(factors)
    longest = max((float(factor.weight) for factor in factors), default=1) or 1
    shown = []
    for place, factor in enumerate(factors):
        evidence = factor.evidence
        shown.append(
            {
                "name": _factor_name(factor),
                "tone": place % TONES + 1,
                "track": f"{100 * float(factor.weight) / longest:.1f}%",
                "fill": f"{100 * float(factor.points) / longest:.1f}%",
                "points": show.number(round(float(factor.points), 1)),
                "weight": show.number(round(float(factor.weight), 1)),
                "claim": say(factor.claim, factor.facts),
                "evidence": [show.said(evidence)]
                if isinstance(evidence, str)
                else [show.said(e) for e in evidence or ()],
            }
        )
    return {"factors": shown}


@register.simple_tag
def factor_stack(factors: Iterable[Any]) -> SafeString:
    """All points of one person in one bar of 100."""
    shown, x = [], 0.0
    for place, factor in enumerate(factors):
        shown.append((_factor_name(factor), float(factor.points), place % TONES + 1, x))
        x += float(factor.points)
    sentence = ", ".join(f"{name} {show.number(round(points, 1))}" for name, points, _tone, _x in shown)
    bars = format_html_join(
        "", '<rect class="c{}" x="{}%" width="{}%" height="100%"/>',
        ((tone, f"{start:.1f}", f"{points:.1f}") for _name, points, tone, start in shown),
    )  # fmt: skip
    return format_html('<svg class="seg" role="img" aria-label="{}">{}</svg>', sentence, bars)


# Sources ----------------------------------------------------------------------------------------------------

CERTAINTIES = {
    "official": ("sure", N_("Official source")),
    "judgement": ("read", N_("Source found, needs judgement")),
    "unverified": ("un", N_("Not verified")),
}


@register.simple_tag
def certainty(level: str) -> SafeString:
    """Full, half or dashed circle and its words: official source, needs judgement, not verified."""
    kind, words = CERTAINTIES[str(level)]
    return format_html('<span class="cert {}">{}</span>', kind, gettext(words))


@register.inclusion_tag("components/source_note.html")
def source_note(rule: Any, label: str = "") -> dict[str, Any]:
    """Where a figure comes from, since when it holds and when it was checked; opens without a script and in print."""
    note = getattr(rule, "note_ko" if show.reading() == "ko" else "note_en", "")
    return {"rule": rule, "label": label or show.said(rule.source_name), "note": note}


@register.inclusion_tag("components/sandbox_note.html")
def sandbox_note(text: str) -> dict[str, Any]:
    """Says on the spot what is a stand-in: money, signatures, government portals."""
    return {"text": text}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", label: str = "", level: int = 2) -> dict[str, Any]:
    """Why a list is empty, what will fill it, and one thing to do."""
    return {"title": title, "text": text, "url": url, "label": label, "level": level}
