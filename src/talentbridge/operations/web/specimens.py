"""Invented things for the gallery and the home page's example: no database, nothing real."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from talentbridge.engagements.rules import Bead, Link, NextStep, StageString, Then
from talentbridge.engagements.states import STAGE_LABELS, Stage
from talentbridge.kernel.actor import Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import Certainty, Rule


def _bead(stage: Stage, state: str, **more: Any) -> Bead:
    return Bead(stage=stage, label=STAGE_LABELS[stage], state=state, **more)


STRING = StageString(
    (
        _bead(Stage.PREPARE, "done"),
        _bead(Stage.MATCH, "done"),
        _bead(Stage.CONTRACT, "done"),
        _bead(Stage.DELIVER, "now", done_count=4, total_count=7),
        _bead(Stage.COMPLETE, "later"),
    )
)


def _with_skip(at: datetime) -> StageString:
    return StageString(
        (
            _bead(Stage.PREPARE, "done", note=N_("Approved {date}"), at=at - timedelta(days=80)),
            _bead(Stage.MATCH, "done", note=N_("Agreed {date}"), at=at - timedelta(days=62)),
            _bead(Stage.CONTRACT, "skipped", reason=str(_("Funding follows with the second deliverable."))),
            _bead(Stage.DELIVER, "now", done_count=2, total_count=4),
            _bead(Stage.COMPLETE, "later"),
        )
    )


def _next(at: datetime, *, is_mine: bool) -> NextStep:
    return NextStep(
        action="review",
        side=Side.COMPANY,
        turn=N_("It is the company's turn"),
        heading=N_("Review deliverable {number}")
        if is_mine
        else N_("The company reviews deliverable {number}"),
        who="윤서진",
        late=N_("The money stays in custody as it is, and the coordinator gets in touch with both sides."),
        is_mine=is_mine,
        due_at=at + timedelta(days=4),
        facts={"number": 3},
        links=(
            Link(N_("Review the deliverable"), "operations:gallery"),
            Link(N_("Ask for changes"), "operations:gallery", kind="plain"),
            Link(N_("Raise a concern"), "operations:gallery", kind="quiet"),
        )
        if is_mine
        else (),
        then=(
            Then(
                "Nguyễn Thị Thanh Hà",
                Side.TALENT,
                N_("The talent hands in deliverable {number}"),
                {"number": 4},
            ),
            Then("정다은", Side.COORDINATOR, N_("The coordinator gets in touch with both sides."), {}),
            Then("", Side.SYSTEM, N_("The custodian pays out deliverable {number}"), {"number": 3}),
        ),
    )


@dataclass(frozen=True)
class _Factor:
    label: str
    points: Decimal
    weight: Decimal
    claim: str
    evidence: tuple[str, ...]
    key: str = ""
    facts: dict[str, object] = field(default_factory=dict)


FACTORS = (
    _Factor(N_("Core skills"), Decimal(32), Decimal(35), "Python 5 · Airflow 4 · TimescaleDB 4",
            (N_("assessed in a task"),)),
    _Factor(N_("Similar results"), Decimal(23), Decimal(25), N_("three forecasting pipelines accepted"),
            (N_("acceptance records"),)),
    _Factor(N_("Overlapping hours"), Decimal(12), Decimal(15), "Seoul 11:00–18:00", ()),
    _Factor(N_("Working language"), Decimal(12), Decimal(15), "English C1 · 한국어 A2", (N_("certificate"),)),
    _Factor(N_("Verification"), Decimal(9), Decimal(10), N_("identity, task and references checked"), ()),
)  # fmt: skip

RULE = Rule(
    key="kr.withholding.income_tax",
    country="KR",
    value=Decimal("0.03"),
    unit="share",
    valid_from=date(2026, 1, 1),
    valid_to=None,
    source_name="소득세법 / Income Tax Act",
    source_url="https://www.law.go.kr/",
    checked_on=date(2026, 11, 2),
    certainty=Certainty.JUDGEMENT,
    note_ko="견본입니다. 실제 규칙은 ‘규칙과 출처’에 있습니다.",
    note_en="A sample. The rules in force are under ‘Rules and sources’.",
)


def _events(at: datetime) -> list[SimpleNamespace]:
    def event(days: int, name: str, role: str, sentence: str, **facts: object) -> SimpleNamespace:
        return SimpleNamespace(
            at=at - timedelta(days=days), actor_name=name, actor_role=role, sentence=sentence, facts=facts,
            borrowed_from=None,
        )  # fmt: skip

    return [
        event(0, "Nguyễn Thị Thanh Hà", "talent", N_("handed in deliverable {number}"), number=3),
        event(3, "윤서진", "company", N_("released {amount} for deliverable {number}"),
              number=2, amount_minor=5_000_000, currency="KRW"),
        event(48, "K-Digital Talent Bridge", "system", N_("the contract came into force")),
    ]  # fmt: skip


class SampleForm(forms.Form):
    """One field of each kind; posted empty, every error shows."""

    reason = forms.CharField(
        label=_("Why this person"),
        help_text=_(
            "If the candidate asks, the answer is built on this text. Write about evidence, not about the person."
        ),
        min_length=20,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    budget = forms.IntegerField(label=_("Budget in won"), min_value=1)
    start = forms.DateField(label=_("Start"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    mode = forms.ChoiceField(
        label=_("Where the work is done"),
        choices=[("abroad", _("Abroad, remotely")), ("korea", _("In Korea"))],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label=_("I have read both language versions"))


class _Rows(list[str]):
    """Stands in for a query: a list that lets itself be ordered."""

    def order_by(self, *_fields: object) -> _Rows:
        return self


def sample_listing(params: QueryDict) -> Listing:
    """A list of 240 rows in pages."""
    rows: Any = _Rows(f"E-2026-{number:04}" for number in range(1, 241))
    return Listing(params, rows, sorts={"due": ["due"], "held": ["held"]}, default="due", sizes=(20, 50, 100))


def gallery(params: QueryDict, at: datetime) -> dict[str, Any]:
    """The context of the gallery page."""
    return {
        "at": at,
        "today": at.date(),
        "string": STRING,
        "skipped": _with_skip(at),
        "mine": _next(at, is_mine=True),
        "theirs": _next(at, is_mine=False),
        "parts": [
            ("paid", Money(4_000_000, "KRW")),
            ("released", Money(5_000_000, "KRW")),
            ("submitted", Money(6_000_000, "KRW")),
            ("planned", Money(3_000_000, "KRW")),
        ],
        "amounts": [
            Money(18_000_000, "KRW"),
            Money(35_054_521, "INR"),
            Money(-9_000, "USD"),
            Money(6_000_000, "VND"),
        ],
        "factors": FACTORS,
        "rule": RULE,
        "events": _events(at),
        "form": SampleForm(),
        "wrong_form": _wrong(),
        "listing": sample_listing(params),
        "refusal": no("gallery.sample", N_("The deliverable has not been handed in yet.")),
        "person": SimpleNamespace(name="Nguyễn Thị Thanh Hà", name_language="vi"),
        "ukrainian": SimpleNamespace(name="Олена Коваленко", name_language="uk"),
        "tokens": ("ok", "warn", "bad", "info"),
    }


def _wrong() -> SampleForm:
    return SampleForm({"wrong-reason": str(_("Good skills")), "wrong-budget": "0"}, prefix="wrong")
