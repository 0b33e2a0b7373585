"""The visa and document guide under ``/visa/``: public, printable, information and referral. Nothing is filed or kept."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing
from talentbridge.kernel.pages import page
from talentbridge.kernel.text import N_
from talentbridge.policy import queries
from talentbridge.policy.rules import Book, Rule, Statement, figure, files, visa
from talentbridge.policy.web.visa_form import EARLIEST, LATEST, CheckForm

SEOUL = ZoneInfo(show.HOME_ZONE)
_COLUMNS = tuple(field.name for field in fields(Rule))
TONES = {visa.Outcome.LIKELY: "ok", visa.Outcome.CLOSED: "bad", visa.Outcome.QUESTIONS: "warn"}
MARKS = {
    visa.Answer.MET: "yes", visa.Answer.NOT_MET: "no", visa.Answer.NOT_KNOWN: "hm", visa.Answer.ASK: "",
}  # fmt: skip
GROUPS = (
    (N_("To move to Korea and work"), ("k-tech-pass", "f-2-t", "e-7-1", "e-7-s", "e-7-m", "k-star", "d-10-t")),
    (N_("To found a company in Korea"), ("d-8-4-s", "d-8-4")),
    (N_("To study, and to stay for good"), ("d-2", "f-5")),
    (N_("Not for an engagement on this bridge"), ("f-1-d",)),
    (N_("Programmes of other countries"), ("us.h-1b", "us.j-1", "us.o-1", "gb.hpi", "jp.j-skip", "cn.r", "cn.k")),
)  # fmt: skip
PARTS = ("who", "field", "work", "papers", "stay", "next", "path")


def rows_of(on: date) -> Book:
    """The rows of the guide on a day, in one query."""
    return files.book(on, queries.valid_on(on).filter(key__startswith="visa.").values(*_COLUMNS))


@login_not_required
@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """What there is, for what, and that remote work needs none of it."""
    on, is_wrong = _day(request)
    book = rows_of(on)
    groups = [
        (label, [row for status in statuses if (row := _entry(status, book))]) for label, statuses in GROUPS
    ]
    context = {
        "on": on, "is_wrong": is_wrong, "remote": book.statement("visa.remote"), "visit": book.statement("visa.visit"),
        "groups": [(label, rows) for label, rows in groups if rows], "gni": book.get("visa.gni"),
        "last_gni": book.get("visa.gni.last"), "help": _shown(visa.helpers(book)),
    }  # fmt: skip
    return page(request, "policy/visa/guide.html", _said(context), status=422 if is_wrong else 200)


@login_not_required
@require_GET
def status(request: HttpRequest, status: str) -> HttpResponse:
    """One status: who, what work it allows, papers, stay, what it leads to, and its figures of the day."""
    if status not in visa.STATUSES:
        raise Missing
    on, is_wrong = _day(request)
    book = rows_of(on)
    head = book.statement(f"visa.{status}")
    prefix = f"visa.{status}"
    rows = [row for part in PARTS if (row := book.statement(f"{prefix}.{part}"))]
    others = [row for row in book.statements(prefix) if row not in rows and row is not head]
    values = [rule for rule in book.under(prefix) if not _belongs_to_another(rule.key, status)]
    context = {
        "on": on, "is_wrong": is_wrong, "head": head,
        "name": head.title(show.reading()) if head else visa.STATUSES[status][0],
        "rows": _shown([row for row in rows + others if not _belongs_to_another(row.key, status)]),
        "values": [(rule, *_figure(rule)) for rule in values],
        "uses_gni": any(rule.unit == "times GNI" for rule in values), "gni": book.get("visa.gni"),
        "papers": visa.papers(visa.check(visa.Facts(), status, book).lines, book) if "." not in status else [],
        "help": _shown(visa.helpers(book)),
    }  # fmt: skip
    return page(request, "policy/visa/status.html", _said(context), status=422 if is_wrong else 200)


@login_not_required
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """The form, and below it what the rows of the day say about what was typed."""
    is_asked = bool(request.GET)
    form = CheckForm(request.GET) if is_asked else CheckForm()
    context: dict[str, Any] = {"form": form, "is_asked": is_asked}
    is_fine = is_asked and form.is_valid()
    if is_fine:
        on = form.cleaned_data["on"] or _today()
        book, facts = rows_of(on), form.facts()
        paths = visa.paths(facts, book)
        context |= {
            "on": on, "needed": visa.needed(facts.purpose, facts.days, book),
            "paths": [_path(each, book) for each in paths], "is_korean": facts.country == "KR",
            "is_known": bool(book.statement("visa.remote") or any(path.eligibility.row for path in paths)),
            "help": _shown(visa.helpers(book, facts.country)),
        }  # fmt: skip
    else:
        context["help"] = _shown(visa.helpers(rows_of(_today())))
    failed = is_asked and not is_fine
    return page(request, "policy/visa/check.html", _said(context), status=422 if failed else 200)


@login_not_required
@require_GET
def move(request: HttpRequest) -> HttpResponse:
    """From remote work to Korea and back again."""
    on, is_wrong = _day(request)
    book = rows_of(on)
    there, back = visa.moves(book)
    context = {
        "on": on, "is_wrong": is_wrong, "there": _shown(there), "back": _shown(back),
        "papers": [row for row in (book.statement("visa.paper.residence-certificate"),) if row],
        "help": _shown(visa.helpers(book)),
    }  # fmt: skip
    return page(request, "policy/visa/move.html", _said(context), status=422 if is_wrong else 200)


def _today() -> date:
    return now().astimezone(SEOUL).date()


def _day(request: HttpRequest) -> tuple[date, bool]:
    """The day of the address, today where there is none; and whether what stands there is no day."""
    typed = request.GET.get("on", "").strip()
    if not typed:
        return _today(), False
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return _today(), True
    return (day, False) if EARLIEST <= day <= LATEST else (_today(), True)


def _entry(status: str, book: Book) -> dict[str, Any] | None:
    row = book.statement(f"visa.{status}")
    return {"status": status, "row": row, "text": row.text(show.reading()),
            "title": row.title(show.reading())} if row else None  # fmt: skip


def _figure(rule: Rule) -> tuple[str, str, dict[str, str]]:
    """A row's value for a reader; a rank is the places that count."""
    return (f"1–{rule.value:.0f}", "", {}) if rule.unit == "rank" else figure(rule.value, rule.unit)


def _shown(rows: list[Statement]) -> list[tuple[Statement, str, str]]:
    language = show.reading()
    return [(row, row.title(language), row.text(language)) for row in rows]


def _said(context: dict[str, Any]) -> dict[str, Any]:
    """The rows that a page shows by themselves, with their text in the reader's language."""
    language = show.reading()
    texts = {
        f"{name}_text": row.text(language) for name, row in context.items() if isinstance(row, Statement)
    }
    lists = {}
    if papers := context.get("papers"):
        pairs = [pair if isinstance(pair, tuple) else (pair, ()) for pair in papers]
        lists["papers"] = [(row, row.title(language), row.text(language), lines) for row, lines in pairs]
    return context | texts | lists


def _belongs_to_another(key: str, status: str) -> bool:
    """``visa.f-2-t.pay`` is not of ``f-2``: a key belongs to the longest status that begins it."""
    owner = max((each for each in visa.STATUSES if key.startswith(f"visa.{each}.")), key=len, default="")
    return owner != status and key != f"visa.{status}"


def _path(each: visa.Path, book: Book) -> dict[str, Any]:
    found = each.eligibility
    language = show.reading()
    return {
        "status": found.status, "name": visa.STATUSES[found.status][0], "outcome": visa.OUTCOMES[found.outcome],
        "tone": TONES[found.outcome], "certainty": found.certainty,
        "is_known": found.row is not None, "text": found.row.text(language) if found.row else "",
        "reasons": found.reasons, "changes": found.changes, "is_closed": found.outcome is visa.Outcome.CLOSED,
        "lines": [
            {"line": line, "answer": visa.ANSWERS[line.answer], "mark": MARKS[line.answer],
             "rows": [(row, row.title(language) if isinstance(row, Rule) else "") for row in line.rows]}
            for line in found.lines
        ],
        "leads_to": [visa.STATUSES[step][0] if step in visa.STATUSES else step.upper() for step in each.leads_to],
        "next": each.next, "next_text": each.next.text(language) if each.next else "",
        "papers": [(row, row.title(language), row.text(language), lines)
                   for row, lines in visa.papers(found.telling, book)],
    }  # fmt: skip


app_name = "visa"
urlpatterns = [
    path("", guide, name="guide"),
    path("check/", check, name="check"),
    path("move/", move, name="move"),
    path("<str:status>/", status, name="status"),
]
