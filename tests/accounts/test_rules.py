"""Rules of sign-up, invitations and borrowed sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.accounts import rules

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize("number", ["124-81-00998", "1248100998", " 124 81 00998 ", "120-81-47521"])
def test_numbers_of_real_businesses_are_accepted_however_they_are_grouped(number):
    assert rules.is_registration_number(number)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("124-81-00999", "accounts.registration_number_check"),
        ("124-81-0099", "accounts.registration_number_length"),
        ("", "accounts.registration_number_length"),
        ("abcdefghij", "accounts.registration_number_length"),
    ],
)
def test_other_numbers_are_refused_with_the_reason(number, code):
    assert rules.is_registration_number(number).code == code


@given(st.integers(0, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_exactly_one_check_digit_fits_and_one_wrong_digit_is_noticed(nine, place, shift):
    head = f"{nine:09d}"
    fitting = [digit for digit in range(10) if rules.is_registration_number(f"{head}{digit}")]
    assert len(fitting) == 1
    wrong = list(head)
    wrong[place] = str((int(wrong[place]) + shift) % 10)
    assert not rules.is_registration_number("".join(wrong) + str(fitting[0]))


def invitation(**changes):
    facts = {
        "expires_at": AT + rules.INVITATION_LIFE,
        "accepted_at": None,
        "withdrawn_at": None,
        "address": "kim@company.kr",
        "verified_addresses": frozenset({"Kim@Company.kr"}),
        "at": AT,
    }
    return rules.can_accept_invitation(**{**facts, **changes})


def test_an_invitation_is_for_its_address_once_and_for_seven_days():
    assert invitation()
    assert invitation(at=AT + timedelta(days=7, seconds=-1))
    assert invitation(at=AT + timedelta(days=7)).code == "accounts.invitation_expired"
    assert invitation(accepted_at=AT).code == "accounts.invitation_used"
    assert invitation(withdrawn_at=AT).code == "accounts.invitation_withdrawn"
    assert (
        invitation(verified_addresses=frozenset({"lee@company.kr"})).code
        == "accounts.invitation_other_address"
    )
    assert invitation(verified_addresses=frozenset()).code == "accounts.invitation_other_address"


@pytest.mark.parametrize(
    ("reason", "enough"),
    [
        ("The person asked by phone.", True),
        ("전화로 도움을 부탁하셔서 대신 입력합니다.", True),
        ("help", False),
        ("a" + " " * 40 + "b", False),
        ("", False),
    ],
)
def test_a_reason_must_say_something(reason, enough):
    assert bool(rules.is_reason_enough(reason)) is enough


def test_what_has_an_end_runs_until_then():
    assert rules.is_running(ends_at=AT, ended_at=None, at=AT - timedelta(seconds=1))
    assert not rules.is_running(ends_at=AT, ended_at=None, at=AT)
    assert not rules.is_running(ends_at=AT, ended_at=AT - timedelta(minutes=5), at=AT - timedelta(minutes=1))
