"""The jobs: each does its one thing, and twice is once."""

import logging
from datetime import timedelta

import pytest

from talentbridge.escrow import tasks
from talentbridge.escrow.models import Milestone
from talentbridge.ledger.models import Entry
from tests.factories import escrow as money

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Sets what the jobs read as now."""

    def at(moment):
        monkeypatch.setattr(tasks, "now", lambda: moment)

    return at


def test_instructions_go_and_statements_come(clock):
    deal = money.released()
    money.account(deal)
    clock(deal.after(days=1))
    tasks.send_instructions(timestamp=0)
    tasks.fetch_statements(timestamp=0)
    assert deal.first().state == "released"
    clock(deal.after(minutes=2))
    for _ in range(2):
        tasks.fetch_statements(timestamp=0)
    assert deal.first().state == "paid"
    assert Entry.objects.filter(kind="booked").count() == 1


def test_silence_is_queued_one_by_one_and_accepted_once(clock, monkeypatch):
    deal = money.submitted()
    queued = []
    monkeypatch.setattr(tasks, "enqueue", lambda task, **ids: queued.append(str(ids["milestone_id"])))
    end = deal.first().accept_by
    clock(end - timedelta(minutes=1))
    tasks.accept_silent_milestones(timestamp=0)
    assert queued == []
    clock(end)
    tasks.accept_silent_milestones(timestamp=0)
    assert queued == [str(deal.milestones[0].pk)]
    for _ in range(2):
        tasks.accept_silent_milestone(milestone_id=queued[0])
    assert deal.first().state == "released"


def test_reviewers_are_reminded(clock):
    deal = money.submitted()
    clock(deal.after(days=7))
    tasks.remind_reviewers(timestamp=0)
    assert Milestone.objects.get(pk=deal.milestones[0].pk).reminders == 1


def test_a_fault_in_the_books_is_an_error_in_the_log(monkeypatch, caplog):
    monkeypatch.setattr(tasks.queries, "self_check", lambda: ["something is wrong"])
    with caplog.at_level(logging.ERROR):
        tasks.check_books(timestamp=0)
    assert "something is wrong" in caplog.text
    monkeypatch.undo()


def test_the_check_finds_what_nobody_should_have_done():
    """A milestone whose state somebody changed by hand no longer fits its money."""
    deal = money.funded()
    Milestone.objects.filter(pk=deal.milestones[0].pk).update(state="planned")
    assert any("holds 6180000, not 0" in fault for fault in tasks.queries.self_check())
    Milestone.objects.filter(pk=deal.milestones[0].pk).update(state="funded")
