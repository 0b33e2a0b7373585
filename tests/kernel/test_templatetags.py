"""The template vocabulary: what each tag writes into a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from talentbridge.kernel.decision import YES, no
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.money import Money

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


class Elements(HTMLParser):
    """The elements of a fragment as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        found = [attrs for name, attrs in self.all if name == tag and wanted.items() <= attrs.items()]
        assert found, (tag, wanted)
        return found[0]

    def classes(self, tag: str) -> list[str]:
        return [attrs.get("class") or "" for name, attrs in self.all if name == tag]


def show(text: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(text).render(Context(context))


def bead(state: str, **more: object) -> SimpleNamespace:
    values = {"label": "Prepare", "note": "", "at": None, "done_count": 0, "total_count": 0, "reason": ""}
    return SimpleNamespace(state=state, **{**values, **more})


STRING = SimpleNamespace(
    beads=[
        bead("done", note="Approved {date}", at=AT),
        bead("skipped", reason="funded with the second deliverable"),
        bead("now", done_count=4, total_count=7),
        bead("later"),
        bead("later"),
    ]
)


def test_the_string_says_states_evidence_dates_and_reasons_in_words():
    html = show("{% stage_string string %}", string=STRING)
    items = [attrs for name, attrs in Elements(html).all if name == "li"]
    assert [item["class"] for item in items] == ["done", "skipped", "now", "later", "later"]
    assert [item.get("aria-current") for item in items] == [None, None, "step", None, None]
    assert "4 of 7 proofs" in html
    assert "Approved Fri 27 Nov" in html
    assert "Skipped: funded with the second deliverable" in html
    assert "(not yet)" in html


def test_the_ring_of_the_bead_in_progress_is_as_long_as_its_evidence():
    arc = Elements(show("{% stage_string string %}", string=STRING)).one("circle", **{"class": "arc"})
    assert arc["stroke-dasharray"] == "46.7 81.7"


def test_small_beads_say_where_they_are():
    html = show("{% beads string %}", string=STRING)
    assert Elements(html).one("svg")["aria-label"] == "Stage 3 of 5: Prepare, now"


def step(**more: object) -> SimpleNamespace:
    values = {
        "turn": "It is the company's turn", "heading": "Review deliverable {number}", "who": "윤서진", "late": "",
        "is_mine": True, "due_at": AT, "facts": {"number": 3}, "links": (), "then": (),
    }  # fmt: skip
    return SimpleNamespace(**{**values, **more})


def test_the_next_panel_asks_whose_turn_it_is_and_by_when_in_both_places():
    html = show('{% next_panel step "Asia/Ho_Chi_Minh" %}', step=step())
    assert "It is your turn" in html
    assert "Review deliverable 3" in html
    assert "Fri 27 Nov" in html
    assert "16:00 Ho Chi Minh City" in html


def test_the_next_panel_leaves_out_buttons_without_a_page():
    links = [
        SimpleNamespace(label="Gone", view="nowhere:at-all", args=(), kind="go", facts={}),
        SimpleNamespace(label="Gallery", view="operations:gallery", args=(), kind="quiet", facts={}),
    ]
    html = show("{% next_panel step %}", step=step(links=links))
    assert "Gone" not in html
    assert Elements(html).classes("a") == ["btn quiet"]


def test_nothing_left_to_do_shows_nothing():
    assert show("{% next_panel step %}", step=None).strip() == ""


def test_the_money_bar_adds_up_and_says_the_numbers():
    parts = [
        ("paid", Money(4_000_000, "KRW")),
        ("funded", Money(2_000_000, "KRW")),
        ("submitted", Money(4_000_000, "KRW")),
        ("planned", Money(10_000_000, "KRW")),
    ]
    html = show("{% money_bar parts %}", parts=parts)
    elements = Elements(html)
    assert elements.one("svg")["aria-label"] == (
        "Paid out ₩4,000,000, In custody ₩6,000,000, Not funded yet ₩10,000,000"
    )
    assert elements.one("rect", **{"class": "held"})["width"] == "30.00%"
    assert elements.one("rect", **{"class": "held"})["x"] == "20.00%"
    assert "none" not in elements.classes("rect")


def test_a_contract_without_money_has_no_bar():
    assert show("{% money_bar parts %}", parts=[("planned", Money(0, "KRW"))]).strip() == ""


def test_factors_share_one_scale():
    factors = [
        SimpleNamespace(
            label="Core skills", key="a", points=32, weight=40, claim="{n} of 4", facts={"n": 3}, evidence=""
        ),
        SimpleNamespace(
            label="Clock", key="b", points=10, weight=10, claim="9 hours", facts={}, evidence="calendar"
        ),
    ]
    html = show("{% factor_bars factors %}", factors=factors)
    widths = [attrs["width"] for name, attrs in Elements(html).all if name == "rect"]
    assert widths == ["100.0%", "80.0%", "25.0%", "25.0%"]
    assert "32 / 40" in html
    assert "3 of 4" in html


def test_what_people_typed_is_escaped_everywhere():
    evil = '<script>alert("x")</script>'
    event = SimpleNamespace(
        at=AT,
        actor_name=evil,
        actor_role="company",
        sentence="wrote {text}",
        facts={"text": evil},
        borrowed_from=None,
    )
    person = SimpleNamespace(name=evil, name_language="vi")
    html = show(
        "{% timeline events %}{% person_name person %}{% empty_state evil evil %}{% sandbox_note evil %}",
        events=[event], person=person, evil=evil,
    )  # fmt: skip
    assert "<script" not in html


def test_the_timeline_tells_acts_on_both_clocks_and_keeps_silent_ones_out():
    def event(sentence: str, **more: object) -> SimpleNamespace:
        return SimpleNamespace(
            at=AT,
            actor_name="Bảo",
            actor_role="talent",
            sentence=sentence,
            facts={},
            borrowed_from=None,
            **more,
        )

    html = show('{% timeline events None "Asia/Ho_Chi_Minh" %}', events=[event("handed it in"), event("")])
    assert html.count("<li>") == 1
    assert "18:00 Seoul" in html
    assert "16:00 Ho Chi Minh City" in html
    assert "Talent" in html


def test_a_name_keeps_its_language_and_is_isolated():
    html = show(
        "{% person_name person %}", person=SimpleNamespace(name="Олена Коваленко", name_language="uk")
    )
    assert html == '<bdi class="name" lang="uk">Олена Коваленко</bdi>'


@pytest.mark.parametrize(
    ("level", "css"), [("official", "sure"), ("judgement", "read"), ("unverified", "un")]
)
def test_certainty_is_a_shape_and_words(level, css):
    html = show("{% certainty level %}", level=level)
    assert f"cert {css}" in html
    assert len(html.split(">")[1]) > len("<")


def test_a_yes_has_no_reason_and_a_no_has_one():
    assert show("{{ yes|why }}{{ nothing|why }}", yes=YES, nothing=None) == ""
    assert show("{{ refusal|why }}", refusal=no("a.b", "Only {count} left.", count=2)) == "Only 2 left."


# Lists


class Rows(list):
    def order_by(self, *_fields):
        return self


def listing(query: str, count: int = 240) -> Listing:
    return Listing(
        QueryDict(query),
        Rows(range(count)),
        sorts={"due": ["due"], "held": ["held"]},
        default="due",
        sizes=(20, 50),
    )


def test_a_sorted_column_says_its_direction_and_turns_round():
    elements = Elements(show('{% sort_header listing "due" "Due" %}', listing=listing("q=api")))
    assert elements.one("th")["aria-sort"] == "ascending"
    assert elements.one("a")["href"] == "?q=api&sort=-due"
    other = Elements(show('{% sort_header listing "held" "Held" %}', listing=listing("sort=-due")))
    assert other.one("th")["aria-sort"] == "none"


def test_the_pager_keeps_the_filter_and_names_the_page():
    html = show("{% pager listing %}", listing=listing("q=api&page=3"))
    elements = Elements(html)
    assert "240 in all · page 3 of 12" in html
    assert elements.one("a", rel="next")["href"] == "?q=api&page=4"
    assert elements.one("span")["aria-current"] == "page"


def test_a_list_of_one_page_only_counts():
    html = show("{% pager listing %}", listing=listing("", count=3))
    assert "3 in all" in html
    assert "<a" not in html


# Forms


class Decision(forms.Form):
    reason = forms.CharField(
        min_length=20, label="Why", help_text="Write about evidence.", widget=forms.Textarea
    )
    note = forms.CharField(required=False, label="Note")
    mode = forms.ChoiceField(
        label="Where", choices=[("a", "Abroad"), ("k", "Korea")], widget=forms.RadioSelect
    )


def test_a_wrong_field_says_hint_then_error_and_keeps_what_was_typed():
    form = Decision({"reason": "Good", "mode": "a"})
    html = show("{% form_field form.reason rows=6 %}", form=form)
    control = Elements(html).one("textarea")
    assert control["aria-describedby"] == "id_reason_hint id_reason_error"
    assert control["aria-invalid"] == "true"
    assert control["rows"] == "6"
    assert 'id="id_reason_error"' in html
    assert "Good" in html


def test_an_optional_field_says_so():
    html = show("{% form_field form.note %}", form=Decision())
    assert "(optional)" in html
    assert "(optional)" not in show("{% form_field form.reason %}", form=Decision())


def test_choices_stand_in_a_group_with_a_legend():
    elements = Elements(show("{% form_field form.mode %}", form=Decision({"reason": "x"})))
    assert elements.one("fieldset")["aria-describedby"] == "id_mode_error"
    assert elements.one("label", **{"for": "id_mode_0"})


def test_the_summary_leads_to_each_wrong_field():
    html = show("{% form_errors form %}", form=Decision({"reason": "Good"}))
    elements = Elements(html)
    assert elements.one("div")["role"] == "alert"
    assert {attrs["href"] for name, attrs in elements.all if name == "a"} == {"#id_reason", "#id_mode_0"}
    assert "2 fields" in html


def test_a_form_that_was_not_sent_has_no_summary():
    assert show("{% form_errors form %}", form=Decision()).strip() == ""


def test_a_moment_without_a_reader_is_told_in_seoul():
    assert "18:00 서울" in show("{% moment at %}", "ko", at=AT)
    reader = SimpleNamespace(time_zone="Europe/Kyiv")
    assert "11:00 키이우" in show("{% moment at %}", "ko", at=AT, actor=reader)


def test_nothing_is_shown_for_a_moment_that_has_not_come():
    assert show("{% moment none %}{% both_times none %}{% day none %}{{ none|money }}", none=None) == ""


def test_a_deadline_far_away_says_its_year():
    assert "2031" in show("{% day when %}", when=(AT + timedelta(days=5 * 366)).date())


def test_what_a_template_leaves_open_is_marked_and_the_rest_escaped():
    html = show("{{ typed|gaps }}", typed="Up to [[users <b>]] users\n<i>[[")
    assert '<mark class="vague">users &lt;b&gt;<span class="vh"> (for you to say)</span></mark>' in html
    assert html.endswith(" users<br>&lt;i&gt;[[")
