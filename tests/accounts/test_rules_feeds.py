"""A feed is read field by field: every problem is told at once, and nothing odd gets through."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.accounts.rules import feeds
from talentbridge.accounts.rules.feeds import Fields

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
PROOF = {
    "text_version": "v7",
    "language": "vi",
    "given_at": "2026-11-19T14:03:00+07:00",
    "how": "Signed on paper.",
    "evidence_sha256": "0" * 64,
}


def problems_of(consent: object) -> dict:
    fields = Fields({"consent": consent})
    assert feeds.proof_of(fields, AT) is None
    return fields.problems


def test_a_whole_proof_is_a_proof():
    fields = Fields({"consent": PROOF})
    proof = feeds.proof_of(fields, AT)
    assert proof is not None
    assert (proof.text_version, proof.language, proof.evidence_hash) == ("v7", "vi", "0" * 64)
    assert not fields.problems


@pytest.mark.parametrize("name", sorted(PROOF))
def test_a_proof_without_one_of_its_parts_is_none(name):
    assert f"consent.{name}" in problems_of({key: value for key, value in PROOF.items() if key != name})


def test_no_proof_at_all_says_what_a_proof_is():
    fields = Fields({})
    assert feeds.proof_of(fields, AT) is None
    assert fields.problems["consent"].code == "accounts.feed_no_consent"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"evidence_sha256": "ABC"}, "consent.evidence_sha256"),
        ({"evidence_sha256": "G" * 64}, "consent.evidence_sha256"),
        ({"given_at": "2027-01-01T00:00:00Z"}, "consent.given_at"),
        ({"given_at": "2026-11-19"}, "consent.given_at"),
        ({"given_at": "2026-11-19T14:03:00"}, "consent.given_at"),
        ({"language": "Vietnamese!"}, "consent.language"),
        ({"how": "   "}, "consent.how"),
        ({"text_version": 7}, "consent.text_version"),
        ({"signature": "x"}, "consent.signature"),
    ],
)
def test_a_proof_that_proves_nothing_is_refused_at_its_field(change, field):
    assert field in problems_of(PROOF | change)


@pytest.mark.parametrize("consent", [None, [], "yes", True, 7])
def test_a_consent_that_is_no_object_is_refused(consent):
    assert problems_of(consent)


def test_every_problem_is_told_at_once():
    fields = Fields({"a": 1, "b": "x" * 300, "c": "soon", "colour": "red"})
    fields.text("a"), fields.text("b", 200), fields.day("c"), fields.text("d", required=True)
    fields.finish()
    assert {name: each.code for name, each in fields.problems.items()} == {
        "a": "accounts.feed_kind",
        "b": "accounts.feed_long",
        "c": "accounts.feed_kind",
        "d": "accounts.feed_missing",
        "colour": "accounts.feed_unknown",
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_sent_is_read_or_refused_and_never_breaks(value):
    fields = Fields({"x": value, "consent": value})
    fields.text("x"), fields.integer("x"), fields.number("x"), fields.day("x"), fields.moment("x")
    fields.texts("x"), fields.flag("x"), fields.mapping("x"), fields.part("x")
    feeds.proof_of(fields, AT)
    fields.finish()
    feeds.is_plain(value)


@pytest.mark.parametrize(
    "envelope",
    [
        None, [], {}, {"schema": "talentbridge.profiles/1"}, {"items": [{}]}, {"schema": "x", "items": [{}]},
        {"schema": "talentbridge.tasks/1", "items": [{}]}, {"schema": "talentbridge.profiles/1", "items": []},
        {"schema": "talentbridge.profiles/1", "items": [{}] * (feeds.MOST_ITEMS + 1)},
    ],
)  # fmt: skip
def test_an_envelope_that_is_none_is_refused_whole(envelope):
    assert not feeds.envelope_problems("profiles", envelope)


def test_going_too_fast_is_refused_with_its_own_code():
    assert feeds.pace(calls_last_hour=59, items_last_day=0, items=500)
    for no in (
        feeds.pace(calls_last_hour=60, items_last_day=0, items=1),
        feeds.pace(calls_last_hour=0, items_last_day=19_999, items=2),
    ):
        assert no.code == feeds.PACE


def test_what_cannot_be_kept_is_seen_before_the_database():
    assert feeds.is_plain({"a": "사람 😀 عربي"})
    assert not feeds.is_plain({"a": "\ud800"})
    assert not feeds.is_plain({"a": ["x\x00y"]})
    assert not feeds.is_plain({"\x00": 1})
