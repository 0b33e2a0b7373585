"""Terms, their one spelling, and the clause library."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.contracts import rules
from talentbridge.contracts.queries import DATA, agreement, clause
from talentbridge.contracts.rules import ContractTerms, MilestoneTerms, PartyTerms
from talentbridge.contracts.states import MOVES, ContractState
from talentbridge.kernel.errors import Invalid
from tests.contracts.make import milestone, terms

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
).filter(lambda text: text.strip())


@st.composite
def any_terms(draw: st.DrawFn) -> ContractTerms:
    start = draw(st.dates(date(2025, 1, 1), date(2030, 1, 1)))
    gaps = draw(st.lists(st.integers(0, 90), min_size=1, max_size=6))
    due = [start + timedelta(days=sum(gaps[: i + 1])) for i in range(len(gaps))]
    party = st.builds(
        PartyTerms, id=st.uuids(), name=words, name_en=st.text(max_size=20), address=st.text(max_size=20)
    )
    return ContractTerms(
        title_ko=draw(words),
        title_en=draw(words),
        company=draw(party),
        talent=draw(party),
        engagement_type=draw(st.sampled_from(sorted(rules.ENGAGEMENT_TYPES))),
        work_mode=draw(st.sampled_from(sorted(rules.WORK_MODES))),
        place_of_work=draw(st.sampled_from(sorted(rules.PLACES_OF_WORK))),
        talent_country=draw(st.sampled_from(["VN", "IN", "JP", "PL", "US", "KZ"])),
        ip_clause=draw(st.sampled_from(sorted(rules.IP_CLAUSES))),
        starts_on=start,
        ends_on=due[-1],
        currency=draw(st.sampled_from(["KRW", "USD", "JPY"])),
        milestones=tuple(
            MilestoneTerms(
                n, draw(words), draw(words), draw(words), draw(words), draw(st.integers(1, 10**13)), day
            )
            for n, day in enumerate(due, start=1)
        ),
        overlap_hours=draw(st.integers(0, 8)),
        prevailing_language=draw(st.sampled_from(["ko", "en"])),
    )


@given(any_terms())
def test_terms_survive_json_and_a_database(some: ContractTerms):
    through_a_file = json.loads(json.dumps(some.to_json()))
    assert ContractTerms.from_json(through_a_file) == some


@given(any_terms(), st.randoms())
def test_the_hash_does_not_depend_on_how_json_was_written(some: ContractTerms, random):
    whole = rules.document(case_id=uuid.UUID(int=5), version=1, terms=some.to_json(), clauses=[])
    keys = list(whole)
    random.shuffle(keys)
    assert rules.fingerprint({key: whole[key] for key in keys}) == rules.fingerprint(whole)


@given(any_terms(), st.integers(1, 9))
def test_any_other_version_amount_or_clause_has_another_hash(some: ContractTerms, version: int):
    whole = rules.document(case_id=uuid.UUID(int=5), version=version, terms=some.to_json(), clauses=[])
    seen = {rules.fingerprint(whole), rules.fingerprint({**whole, "version": version + 1})}
    seen.add(rules.fingerprint({**whole, "clauses": [{"key": "x"}]}))
    dearer = json.loads(json.dumps(whole))
    dearer["terms"]["milestones"][0]["amount_minor"] += 1
    assert len({*seen, rules.fingerprint(dearer)}) == 4


@given(any_terms())
def test_every_agreement_can_be_worded_in_both_languages_without_gaps(some: ContractTerms):
    articles = rules.wording(agreement(some.engagement_type), some)
    assert [article["number"] for article in articles] == list(range(1, len(articles) + 1))
    assert all(p["ko"].strip() and p["en"].strip() for article in articles for p in article["paragraphs"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_ko": " "}, "title_ko"),
        ({"company": PartyTerms(uuid.UUID(int=1), " ")}, "company"),
        ({"talent": PartyTerms(uuid.UUID(int=1), "")}, "talent"),
        ({"engagement_type": "slavery"}, "engagement_type"),
        ({"talent_country": "Vietnam"}, "talent_country"),
        ({"currency": "won"}, "currency"),
        ({"ends_on": date(2026, 11, 30)}, "ends_on"),
        ({"overlap_hours": 9}, "overlap_hours"),
        ({"review_days": 1}, "review_days"),
        ({"milestones": ()}, "milestones"),
        ({"milestones": (milestone(2),)}, "milestones"),
        ({"milestones": (milestone(amount_minor=0),)}, "milestones-0-amount_minor"),
        ({"milestones": (milestone(amount_minor=10**14),)}, "milestones-0-amount_minor"),
        ({"milestones": (milestone(due_on=date(2026, 11, 30)),)}, "milestones-0-due_on"),
        ({"milestones": (milestone(due_on=date(2027, 4, 1)),)}, "milestones-0-due_on"),
        ({"milestones": (milestone(), milestone(2, due_on=date(2026, 12, 2)))}, "milestones-1-due_on"),
        ({"milestones": (milestone(acceptance_en=" "),)}, "milestones-0-acceptance_en"),
    ],
)
def test_unusable_terms_are_refused_at_their_field(changes: dict, field: str):
    with pytest.raises(Invalid) as refused:
        terms(**changes)
    assert field in refused.value.fields


@pytest.mark.parametrize("data", [{}, {"company": 3}, {"company": {"id": "x", "name": "y"}}])
def test_json_that_is_no_contract_is_refused(data: dict):
    with pytest.raises(Invalid):
        ContractTerms.from_json(data)


def keys(**changes: object) -> list[str]:
    some = terms(**changes)
    return [article["key"] for article in rules.wording(agreement(some.engagement_type), some)]


def test_the_rights_clause_follows_the_choice_and_the_country():
    assert {"rights_original", "rights_in"} <= set(keys(talent_country="IN"))
    assert {"rights_original", "rights_jp"} <= set(keys(talent_country="JP"))
    assert "rights_in" not in keys(talent_country="IN", ip_clause="licence")
    assert "rights_licence" in keys(ip_clause="licence") and "rights_original" not in keys(
        ip_clause="licence"
    )
    assert "rights_co_owned" in keys(ip_clause="co_owned")


def test_the_indian_clause_says_perpetual_and_worldwide_and_excludes_the_lapse():
    text = " ".join(paragraph.en for paragraph in clause("rights_in").paragraphs)
    assert "in perpetuity" in text and "whole world" in text and "19(4)" in text


def test_the_tax_clause_follows_the_place_of_work():
    assert "tax_abroad" in keys() and "tax_korea" not in keys()
    assert "tax_korea" in keys(place_of_work="korea") and "tax_abroad" not in keys(place_of_work="korea")


def test_a_mandatory_clause_cannot_be_left_out_but_an_optional_one_can():
    assert "overlap" in keys() and "overlap" not in keys(left_out=("overlap",))
    for key in ("acceptance", "price", "confidentiality", "concern", "rights_original", "independence"):
        with pytest.raises(Invalid) as refused:
            keys(left_out=(key,))
        assert "left_out" in refused.value.fields


def test_the_essential_clauses_of_a_service_agreement_are_mandatory():
    essential = {
        "parties", "scope", "independence", "acceptance", "price", "service_fee", "tax_abroad", "tax_korea",
        "rights_original", "rights_licence", "rights_co_owned", "background", "ai_tools", "confidentiality",
        "data_protection", "scope_change", "concern", "termination", "electronic_signature", "governing_law",
        "prevailing_language",
    }  # fmt: skip
    assert essential <= {each.key for each in agreement("contractor").clauses if each.mandatory}


@pytest.mark.parametrize("path", sorted((DATA / "clauses").glob("*.toml")), ids=lambda path: path.stem)
def test_every_clause_file_is_complete_and_names_only_what_exists(path):
    found = clause(path.stem)
    assert found.key == path.stem and found.paragraphs
    assert found.owner in rules.OWNERS and found.certainty in {"official", "judgement", "unverified"}
    assert set(found.when) <= rules.CONDITIONS
    for both in (*found.paragraphs, found.plain):
        assert both.ko.strip() and both.en.strip()
        assert rules.names_in(both.ko) == rules.names_in(both.en)
        assert rules.names_in(both.ko) <= rules.variables()
    assert not (rules.names_in(found.title.ko) | rules.names_in(found.title.en))


def test_every_clause_file_is_used():
    used = {each.key for kind in rules.ENGAGEMENT_TYPES for each in agreement(kind).clauses}
    assert used == {path.stem for path in (DATA / "clauses").glob("*.toml")}


def test_user_text_with_braces_is_text_and_nothing_else():
    some = terms(title_en="{company.__class__} {0} {{x}}", title_ko="{total}")
    scope = next(a for a in rules.wording(agreement("contractor"), some) if a["key"] == "scope")
    assert "{company.__class__} {0} {{x}}" in scope["paragraphs"][0]["en"]
    assert "‘{total}’" in scope["paragraphs"][0]["ko"]


@pytest.mark.parametrize(
    ("typed", "expected", "same"),
    [
        ("nguyễn thị  ánh", "Nguyễn Thị Ánh", True),
        ("Nguye\u0302\u0303n Thi\u0323 A\u0301nh", "Nguyễn Thị Ánh", True),
        ("Nguyen Thi Anh", "Nguyễn Thị Ánh", False),
        ("", "", False),
        ("한도윤", "한도윤 ", True),
    ],
)
def test_names_are_compared_by_letters_and_marks(typed: str, expected: str, same: bool):
    assert rules.same_name(typed, expected) is same


def test_word_changes_are_told_apart():
    assert rules.changes("pays KRW 22 in all", "pays KRW 24 in all") == [
        ("same", "pays KRW"), ("gone", "22"), ("new", "24"), ("same", "in all"),
    ]  # fmt: skip


def test_every_state_has_its_moves_and_the_last_ones_none():
    assert set(MOVES) == set(ContractState)
    last = {state for state, moves in MOVES.items() if not moves}
    assert last == {
        ContractState.DECLINED,
        ContractState.WITHDRAWN,
        ContractState.EXPIRED,
        ContractState.ENDED,
    }


class _Offered:
    state = ContractState.OFFERED
    terms_hash = "a"
    expires_at = datetime(2026, 12, 7, tzinfo=UTC)
    reminders = 0


def test_reminders_come_7_3_and_1_day_before_the_end():
    days = [
        rules.reminders_due(_Offered(), _Offered.expires_at - timedelta(days=d))
        for d in (8, 7, 4, 3, 2, 1, 0)
    ]
    assert days == [0, 1, 1, 2, 2, 3, 3]


def test_an_offer_is_answered_until_its_last_moment_and_not_at_it():
    assert rules.can_answer(_Offered(), _Offered.expires_at - timedelta(seconds=1))
    assert not rules.can_answer(_Offered(), _Offered.expires_at)
