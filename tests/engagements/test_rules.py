"""From facts to stage and next step: the same whatever order things came in, and never backwards by itself."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.engagements import rules
from talentbridge.engagements.rules import Done, Facts, MilestoneFact, Skip
from talentbridge.engagements.states import EngagementState, Stage
from talentbridge.escrow.states import MilestoneState
from talentbridge.kernel.actor import Side

T0 = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
CASE = uuid.UUID(int=1)
BARE = Facts(case_id=CASE, opened=Done(T0, "윤서진"), names={Side.COMPANY: "한빛물류"})

# What happens on the way, in one possible order; each sets one fact.
WAY = (
    "assigned", "approved_by_company", "approved_by_coordinator", "shortlisted", "decided", "agreed", "drafted",
    "offered", "signed_by_company", "signed_by_talent", "in_force", "handed_over", "handover_confirmed",
    "reviewed_by_company", "reviewed_by_talent",
)  # fmt: skip


def milestone(number: int, state: str = "planned", **more: object) -> MilestoneFact:
    at = Done(T0 + timedelta(days=20 + number))
    return MilestoneFact(
        id=uuid.UUID(int=number), number=number, state=state, since=at.at, due_on=date(2026, 12, number),
        funded=at if state not in {"planned", "awaiting_funds"} else None,
        accepted=at if state in {"released", "paid"} else None,
        settled=at if state in {"paid", "refunded"} else None,
        holds_money=state in {"funded", "submitted", "changes_requested", "frozen"},
        **more,
    )  # fmt: skip


def facts(upto: str = "", *milestones: MilestoneFact, **more: object) -> Facts:
    """Everything on the way up to and with `upto`."""
    names = WAY[: WAY.index(upto) + 1] if upto else ()
    moments = {name: Done(T0 + timedelta(days=place)) for place, name in enumerate(names, start=1)}
    return replace(BARE, milestones=milestones, **moments, **more)


ALL_PAID = (milestone(1, "paid"), milestone(2, "paid"))


@pytest.mark.parametrize(
    ("known", "stage", "side", "action"),
    [
        (facts(), Stage.PREPARE, Side.OPERATOR, "assign"),
        (facts("assigned"), Stage.PREPARE, Side.COMPANY, "describe"),
        (facts("approved_by_company"), Stage.PREPARE, Side.COORDINATOR, "approve"),
        (facts("approved_by_coordinator"), Stage.MATCH, Side.COORDINATOR, "shortlist"),
        (facts("shortlisted"), Stage.MATCH, Side.COMPANY, "decide"),
        (facts("decided"), Stage.MATCH, Side.TALENT, "answer"),
        (facts("agreed"), Stage.CONTRACT, Side.COORDINATOR, "build"),
        (facts("drafted"), Stage.CONTRACT, Side.COORDINATOR, "offer"),
        (facts("offered"), Stage.CONTRACT, Side.TALENT, "sign_talent"),
        (facts("signed_by_company"), Stage.CONTRACT, Side.TALENT, "sign_talent"),
        (facts("in_force", milestone(1), milestone(2)), Stage.CONTRACT, Side.COMPANY, "fund"),
        (facts("in_force", milestone(1, "awaiting_funds")), Stage.CONTRACT, Side.COMPANY, "transfer"),
        (facts("in_force", milestone(1, "funded"), milestone(2)), Stage.DELIVER, Side.TALENT, "submit"),
        (facts("in_force", milestone(1, "submitted")), Stage.DELIVER, Side.COMPANY, "review"),
        (facts("in_force", milestone(1, "changes_requested")), Stage.DELIVER, Side.TALENT, "resubmit"),
        (facts("in_force", milestone(1, "frozen"), milestone(2, "submitted")), Stage.DELIVER, Side.COORDINATOR, "resolve"),
        (facts("in_force", milestone(1, "released"), milestone(2)), Stage.DELIVER, Side.COMPANY, "fund"),
        (facts("in_force", milestone(1, "released")), Stage.COMPLETE, Side.SYSTEM, "payout"),
        (facts("in_force", *ALL_PAID), Stage.COMPLETE, Side.TALENT, "hand_over"),
        (facts("handed_over", *ALL_PAID), Stage.COMPLETE, Side.COMPANY, "confirm_hand_over"),
        (facts("handover_confirmed", *ALL_PAID), Stage.COMPLETE, Side.COMPANY, "review_company"),
        (facts("reviewed_by_company", *ALL_PAID), Stage.COMPLETE, Side.TALENT, "review_talent"),
    ],
)  # fmt: skip
def test_each_point_of_the_way_has_one_stage_and_one_next_step(known, stage, side, action):
    assert rules.stage_of(known) is stage
    step = rules.next_step(known)
    assert (step.side, step.action) == (side, action)


def test_at_the_end_nothing_is_next():
    known = facts("reviewed_by_talent", *ALL_PAID)
    assert rules.is_complete(known)
    assert rules.next_step(known) is None
    assert all(
        bead.state == "done"
        for bead in rules.stage_string(replace(known, state=EngagementState.COMPLETED)).beads
    )


def test_every_state_of_a_milestone_asks_for_something_or_is_settled():
    for state in MilestoneState:
        step = rules.next_step(facts("in_force", milestone(1, state)))
        assert step is not None, state
        assert step.action != "build"


some_done = st.sets(st.sampled_from(WAY))
some_states = st.lists(st.sampled_from(sorted(MilestoneState)), max_size=4)


@given(happened=some_done, states=some_states, seed=st.integers())
def test_the_order_in_which_facts_come_in_does_not_matter(happened, states, seed):
    """Whatever happened, in whatever order it is told: stage, gates and next step are those of the whole."""
    names = sorted(happened)
    rows = [milestone(number, state) for number, state in enumerate(states, start=1)]
    known = replace(
        BARE, milestones=tuple(rows), **{name: Done(T0 + timedelta(hours=WAY.index(name))) for name in names}
    )
    shuffled = random.Random(seed)
    shuffled.shuffle(names)
    shuffled.shuffle(rows)
    other = BARE
    for name in names:
        other = replace(other, **{name: Done(T0 + timedelta(hours=WAY.index(name)))})
    other = replace(other, milestones=tuple(rows))
    assert rules.stage_of(other) is rules.stage_of(known)
    assert rules.stage_string(other) == rules.stage_string(known)
    assert rules.next_step(other) == rules.next_step(known)


@given(happened=some_done, more=some_done, lost=some_done, states=some_states)
def test_the_stage_never_goes_back_by_itself(happened, more, lost, states):
    """More evidence never lowers the stage; lost evidence does not either, once a stage was reached."""
    rows = tuple(milestone(number, state) for number, state in enumerate(states, start=1))

    def known(names: set[str], reached: Stage) -> Facts:
        return replace(BARE, reached=reached, milestones=rows, **{name: Done(T0) for name in names})

    first = rules.stage_of(known(happened, Stage.PREPARE))
    assert rules.stage_of(known(happened | more, Stage.PREPARE)).position >= first.position
    assert rules.stage_of(known(happened - lost, first)).position >= first.position


@given(happened=some_done, states=some_states)
def test_whoever_is_next_can_act_now_and_everybody_sees_the_same_case(happened, states):
    rows = tuple(milestone(number, state) for number, state in enumerate(states, start=1))
    known = replace(BARE, milestones=rows, **{name: Done(T0) for name in happened})
    ahead = rules.way_ahead(known)
    for side in Side:
        step = rules.next_step(known, side)
        if step is None:
            assert not any(each.ready for each in ahead)
            continue
        assert step.is_mine == any(each.ready and each.action.side is side for each in ahead)
        assert bool(step.links) == step.is_mine


def test_a_skipped_proof_opens_the_gate_and_stays_visible():
    known = facts("in_force", milestone(1))
    asked = Skip(
        "contract.funded",
        "The company pays through its parent; the deposit follows on Friday.",
        Done(T0, "정다은"),
    )
    assert rules.stage_of(replace(known, skips=(asked,))) is Stage.CONTRACT  # one person is not enough
    confirmed = replace(asked, confirmed=Done(T0, "한여름"))
    skipped = replace(known, skips=(confirmed,))
    assert rules.stage_of(skipped) is Stage.DELIVER
    bead = rules.stage_string(skipped).beads[2]
    assert (bead.state, bead.reason) == ("skipped", asked.reason)


def test_only_proofs_that_nothing_rests_on_can_be_skipped():
    known = facts("in_force", milestone(1))
    assert rules.can_skip(rules.evidence_called(known, "contract.funded"))
    assert not rules.can_skip(rules.evidence_called(known, "contract.talent"))
    assert not rules.can_skip(rules.evidence_called(known, "deliver.milestone-1"))
    assert not rules.can_skip(rules.evidence_called(known, "deliver.no-such-thing"))


def test_money_in_custody_keeps_an_engagement_from_being_stopped():
    assert rules.can_stop(facts("in_force", milestone(1))).code == ""
    assert rules.can_stop(facts("in_force", milestone(1, "funded"))).code == "engagements.money_held"


def test_nobody_reviews_work_that_was_only_refunded():
    assert not rules.is_reviewable(facts("in_force", milestone(1, "refunded")))
    assert not rules.is_reviewable(facts("in_force", milestone(1, "paid"), milestone(2)))
    assert rules.is_reviewable(facts("in_force", milestone(1, "paid"), milestone(2, "refunded")))


def test_a_deadline_is_eighteen_in_seoul_on_a_working_day():
    friday = datetime(2026, 11, 6, 3, 0, tzinfo=UTC)
    assert rules.working_days(friday, 1) == datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    saturday = friday + timedelta(days=1)
    assert rules.working_days(saturday, 0) == datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "zone", "minutes"),
    [
        (date(2026, 11, 23), "Asia/Kolkata", 330),
        (date(2026, 11, 23), "Asia/Seoul", 540),
        (date(2026, 7, 1), "Europe/Kyiv", 180),  # summer time: UTC+3
        (date(2026, 11, 23), "Europe/Kyiv", 120),  # winter time: UTC+2
        (date(2026, 11, 23), "America/New_York", 0),
        (date(2026, 11, 23), "America/Los_Angeles", 120),  # 9 to 11 in Seoul is 16 to 18 the day before
    ],
)
def test_shared_hours_follow_daylight_saving(day, zone, minutes):
    assert rules.overlap(day, "Asia/Seoul", zone).minutes == minutes


@given(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.sampled_from(
        ["Asia/Kolkata", "America/New_York", "Pacific/Auckland", "America/Los_Angeles", "Europe/Kyiv"]
    ),
)
def test_the_picture_of_the_day_and_the_shared_hours_agree(day, zone):
    """What is drawn of the other side's day covers exactly the hours that are said to be shared."""
    both = rules.overlap(day, "Asia/Seoul", zone).both
    if both is None:
        return
    assert any(
        begin <= both[0] and both[1] <= end for begin, end in rules.working_hours_on(day, "Asia/Seoul", zone)
    )


def test_holidays_have_names_in_the_readers_language():
    assert rules.holiday("KR", date(2026, 3, 1), "ko") != rules.holiday("KR", date(2026, 3, 1), "en") != ""
    assert rules.holiday("KR", date(2026, 3, 3), "ko") == ""
    assert rules.holiday("ZZ", date(2026, 3, 1), "ko") == ""


def test_a_payment_without_an_account_is_the_talents_turn():
    known = facts("in_force", milestone(1, "released"), talent_has_account=False)
    step = rules.next_step(known, Side.TALENT)
    assert (step.action, step.is_mine) == ("account", True)
    assert step.links[0].args == ()
    assert rules.next_step(replace(known, talent_has_account=True)).action == "payout"


def test_an_obstacle_has_a_kind_and_a_story():
    assert rules.refused_obstacle("visa", "The permit took eleven weeks.") == {}
    assert set(rules.refused_obstacle("weather", "rain")) == {"tag", "note"}
