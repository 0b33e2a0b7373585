"""Loading beside what operators changed, four eyes, history, as of, reminders."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from talentbridge.accounts.models import Notification
from talentbridge.audit.models import AuditEvent
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.models import OutboxEvent
from talentbridge.policy import queries, services
from talentbridge.policy.models import RuleOffer, RuleParameter, RuleProposal, RuleReminder, RuleVersion
from talentbridge.policy.rules import NotKnown
from talentbridge.policy.services import proposing
from tests.factories import people, policy

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 30, 3, tzinfo=UTC)
DAY = date(2026, 11, 30)


def write(directory, *rows: dict[str, str]) -> None:
    """Files that ship `rows`; what is not said is that of a plain row."""
    plain = {
        "key": '"tax.royalty"', "value": "0.2", "unit": '"rate of gross"', "valid_from": "2026-01-01", "source": '"Act"',
        "checked_on": "2026-10-01", "certainty": '"official"', "title_ko": '"사용료"', "title_en": '"Royalties"',
    }  # fmt: skip
    text = ["[[rule]]\n" + "\n".join(f"{k}={v}" for k, v in {**plain, **row}.items() if v) for row in rows]
    (directory / "rows.toml").write_text("\n".join(text))


def load(directory, *rows: dict[str, str], at: datetime = AT) -> int:
    write(directory, *rows)
    return services.load_reviewed_rules(directory, at=at)


@pytest.fixture
def two():
    return people.operator_actor(), people.operator_actor()


def changed(row: RuleParameter, two, at: datetime = AT, **said: object) -> RuleProposal:
    """A change that went through both hands."""
    made = services.propose_change(
        actor=two[0], row_id=row.pk, said={**row.content, **said}, reason="x", at=at
    )
    return services.approve(actor=two[1], proposal_id=made.pk, seen=queries.number_of(row.pk), at=at)


# Files ----------------------------------------------------------------------------------------------------------


def test_a_load_writes_versions_and_the_same_load_again_none(tmp_path):
    assert load(tmp_path, {}) == 1
    first = RuleVersion.objects.get()
    assert (first.number, first.change, first.value, first.proposed_by) == (
        1,
        "shipped",
        Decimal("0.2"),
        None,
    )
    assert first.release
    assert load(tmp_path, {}) == 0
    assert load(tmp_path, {"value": "0.22"}, at=AT + timedelta(days=1)) == 1
    assert [v.change for v in RuleVersion.objects.order_by("number")] == ["shipped", "updated"]


def test_a_row_that_the_files_no_longer_have_is_withdrawn_and_may_come_back(tmp_path):
    load(tmp_path, {}, {"key": '"fee.service"'})
    load(tmp_path, {"key": '"fee.service"'})
    with pytest.raises(NotKnown):
        queries.rule("tax.royalty", on=DAY)
    load(tmp_path, {}, {"key": '"fee.service"'})
    assert queries.rule("tax.royalty", on=DAY).value == Decimal("0.2")
    row = RuleParameter.objects.get(key="tax.royalty")
    assert [v.change for v in queries.versions_of(row.pk)] == ["updated", "withdrawn", "shipped"]


def test_a_release_may_move_the_days_of_its_rows(tmp_path):
    load(tmp_path, {"valid_to": "2026-06-30"}, {"valid_from": "2026-07-01"})
    load(tmp_path, {"valid_to": "2026-08-31"}, {"valid_from": "2026-09-01", "value": "0.3"})
    assert queries.rule("tax.royalty", on=date(2026, 7, 15)).value == Decimal("0.2")
    assert queries.rule("tax.royalty", on=date(2026, 9, 1)).value == Decimal("0.3")


def test_what_an_operator_changed_is_not_overwritten_but_offered_once(tmp_path, two):
    load(tmp_path, {})
    changed(RuleParameter.objects.get(), two, value=Decimal("0.21"))
    assert load(tmp_path, {}) == 0  # what the operators changed on purpose is not offered back to them
    assert load(tmp_path, {"value": "0.22"}) == 1
    assert load(tmp_path, {"value": "0.22"}) == 0
    assert queries.rule("tax.royalty", on=DAY).value == Decimal("0.21")
    offer = RuleOffer.objects.get()
    services.keep_own(actor=two[0], offer_id=offer.pk, reason="Ours was read in the act", at=AT)
    assert load(tmp_path, {"value": "0.22"}) == 0  # answered
    load(tmp_path, {"value": "0.23"})  # something else: asked again
    offer.refresh_from_db()
    assert offer.state == "waiting"
    made = services.propose_offered(actor=two[0], offer_id=offer.pk, reason="Right now", at=AT)
    assert services.propose_offered(actor=two[0], offer_id=offer.pk, reason="twice", at=AT) == made
    services.approve(actor=two[1], proposal_id=made.pk, seen=2, at=AT)
    offer.refresh_from_db()
    row = RuleParameter.objects.get()
    assert (offer.state, row.value, row.edited_here) == ("taken", Decimal("0.23"), False)
    load(tmp_path, {"value": "0.24"})  # it follows the files again
    assert queries.rule("tax.royalty", on=DAY).value == Decimal("0.24")


def test_a_new_row_of_the_files_that_overlaps_with_one_from_here_is_offered(tmp_path, two):
    load(tmp_path, {})
    row = RuleParameter.objects.get()
    ended = services.propose_end(
        actor=two[0], row_id=row.pk, last_day=date(2026, 6, 30), source="Act", reason="Amended", at=AT
    )
    services.approve(actor=two[1], proposal_id=ended.pk, seen=1, at=AT)
    said = {**row.content, "valid_from": date(2026, 7, 1), "value": Decimal("0.1")}
    new = services.propose_row(actor=two[0], said=said, reason="Amended", at=AT)
    services.approve(actor=two[1], proposal_id=new.pk, seen=0, at=AT)
    assert load(tmp_path, {"valid_to": "2026-08-31"}, {"valid_from": "2026-09-01", "value": "0.3"}) == 2
    assert queries.rule("tax.royalty", on=date(2026, 9, 2)).value == Decimal("0.1")
    assert {(o.valid_from, o.row_id is None) for o in RuleOffer.objects.all()} == {
        (date(2026, 1, 1), False), (date(2026, 9, 1), True),
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        services.propose_offered(
            actor=two[0], offer_id=RuleOffer.objects.get(row=None).pk, reason="Take it", at=AT
        )
    assert refused.value.fields[""].code == "policy.overlap"


def test_a_thousand_and_a_half_rows_load_in_a_few_statements(tmp_path, django_assert_max_num_queries):
    rows = [{"key": f'"visa.x.y{number}"', "unit": '"years"'} for number in range(1500)]
    write(tmp_path, *rows)
    with django_assert_max_num_queries(30):
        assert services.load_reviewed_rules(tmp_path, at=AT) == 1500
    with django_assert_max_num_queries(12):
        assert services.load_reviewed_rules(tmp_path, at=AT) == 0
    assert len(queries.book(DAY).under("visa.x")) == 1500
    with django_assert_max_num_queries(1):
        assert queries.book(DAY).get("visa.x.y7")
    assert len(queries.book(DAY, known_at=AT).under("visa.x")) == 1500


# Four eyes ------------------------------------------------------------------------------------------------------


def test_a_change_is_applied_versioned_audited_and_told(two):
    row = policy.row()
    changed(row, two, value=Decimal("0.22"))
    newest = queries.versions_of(row.pk).first()
    assert (newest.number, newest.change, newest.value) == (2, "changed", Decimal("0.22"))
    assert (newest.proposed_by, newest.approved_by) == (two[0].person_id, two[1].person_id)
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
        "policy.rule.proposed",
        "policy.rule.approved",
    }
    told = OutboxEvent.objects.filter(topic="policy.rule_changed").last()
    assert (told.payload["version"], told.payload["key"]) == (newest.pk, "tax.royalty")


def test_nobody_approves_their_own_proposal_not_even_in_a_borrowed_session(two):
    row = policy.row()
    made = services.propose_check(actor=two[0], row_id=row.pk, checked_on=DAY, reason="Read", at=AT)
    with pytest.raises(Denied) as refused:
        services.approve(actor=two[0], proposal_id=made.pk, seen=1, at=AT)
    assert refused.value.decision.code == "policy.own_proposal"
    borrowed = replace(two[0], borrowed_from=two[1].person_id)
    with pytest.raises(Denied):
        services.propose_check(actor=borrowed, row_id=row.pk, checked_on=DAY, reason="x", at=AT)
    with pytest.raises(Missing):  # in somebody's place one does not even see them
        services.approve(
            actor=replace(two[1], borrowed_from=two[0].person_id), proposal_id=made.pk, seen=1, at=AT
        )
    with pytest.raises(IntegrityError), transaction.atomic():  # nor does the table let it happen
        RuleProposal.objects.filter(pk=made.pk).update(state="approved", answered_by=two[0].person_id)


def test_the_history_cannot_be_changed(two):
    policy.row()
    for statement in ("update policy_ruleversion set reason = 'x'", "delete from policy_ruleversion"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_everything_is_checked_again_when_it_is_approved(two):
    row = policy.row(valid_to=date(2026, 6, 30))
    said = {**row.content, "valid_from": date(2026, 7, 1), "valid_to": None}
    one = services.propose_row(actor=two[0], said=said, reason="x", at=AT)
    other = services.propose_row(
        actor=two[0], said={**said, "valid_from": date(2026, 8, 1)}, reason="y", at=AT
    )
    services.approve(actor=two[1], proposal_id=one.pk, seen=0, at=AT)
    with pytest.raises(Invalid) as refused:
        services.approve(actor=two[1], proposal_id=other.pk, seen=0, at=AT)
    assert {decision.code for decision in refused.value.fields.values()} == {"policy.overlap"}
    other.refresh_from_db()
    assert other.state == "proposed" and RuleParameter.objects.count() == 2


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("valid_to", date(2025, 1, 1), "policy.ends_early"),
        ("unit", "bananas", "policy.unit"),
        ("value", None, "policy.says_nothing"),
        ("value", Decimal("NaN"), "policy.value"),
        ("value", Decimal("1e20"), "policy.value"),
        ("checked_on", date(2030, 1, 1), "policy.checked_later"),
        ("certainty", "sure", "policy.certainty"),
        ("source_name", " ", "policy.no_source"),
        ("source_url", "javascript:alert(1)", "policy.address"),
        ("differs_from", "tax.moon", "policy.differs"),
        ("title_ko", "", "policy.no_title"),
        ("note_en", "x" * 10_001, "policy.long"),
        ("unit", "KRW per " + "X" * 60, "policy.long"),
    ],
)
def test_what_cannot_be_a_row_is_refused_beside_its_column(two, column, value, code):
    row = policy.row()
    with pytest.raises(Invalid) as refused:
        services.propose_change(
            actor=two[0], row_id=row.pk, said={**row.content, column: value}, reason="x", at=AT
        )
    assert code in {decision.code for decision in refused.value.fields.values()}
    assert not RuleProposal.objects.exists()


def test_a_change_of_nothing_and_one_of_a_stale_row_are_refused(two):
    row = policy.row()
    with pytest.raises(Invalid) as refused:
        services.propose_change(actor=two[0], row_id=row.pk, said=row.content, reason="x", at=AT)
    assert refused.value.fields[""].code == "policy.same"
    changed(row, two, value=Decimal("0.3"))
    with pytest.raises(Invalid) as refused:
        services.propose_end(actor=two[0], row_id=row.pk, last_day=DAY, source="s", reason="x", at=AT, seen=1)
    assert refused.value.fields[""].code == "policy.changed"
    with pytest.raises(Invalid):
        services.propose_check(actor=two[0], row_id=row.pk, checked_on=date(2026, 9, 1), reason="x", at=AT)


def test_an_answered_proposal_stays_answered(two):
    row = policy.row()
    made = services.propose_check(actor=two[0], row_id=row.pk, checked_on=DAY, reason="Read", at=AT)
    services.refuse(actor=two[1], proposal_id=made.pk, reason="Read what?", at=AT)
    with pytest.raises(Refused):
        services.approve(actor=two[1], proposal_id=made.pk, seen=1, at=AT)
    with pytest.raises(Refused):
        services.withdraw(actor=two[0], proposal_id=made.pk, at=AT)
    assert RuleVersion.objects.count() == 1


def test_a_crash_between_applying_and_telling_leaves_nothing(two, monkeypatch):
    row = policy.row()
    made = services.propose_change(
        actor=two[0], row_id=row.pk, said={**row.content, "value": Decimal("0.9")}, reason="x", at=AT
    )
    monkeypatch.setattr(proposing, "tell", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("power cut")))
    with pytest.raises(RuntimeError):
        services.approve(actor=two[1], proposal_id=made.pk, seen=1, at=AT)
    row.refresh_from_db(), made.refresh_from_db()
    assert (row.value, made.state, RuleVersion.objects.count()) == (Decimal("0.20"), "proposed", 1)
    assert queries.rule("tax.royalty", on=DAY).value == Decimal("0.20")


@pytest.mark.django_db(transaction=True)
def test_two_operators_at_once_approve_once(two):
    row = policy.row()
    third = people.operator_actor()
    made = services.propose_change(
        actor=two[0], row_id=row.pk, said={**row.content, "value": Decimal("0.9")}, reason="x", at=AT
    )
    answers: list[str] = []

    def answer(actor) -> None:
        try:
            services.approve(actor=actor, proposal_id=made.pk, seen=1, at=AT)
            answers.append("done")
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[actor]) for actor in (two[1], third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["done", "refused"]
    assert RuleVersion.objects.filter(row=row).count() == 2


# As of ----------------------------------------------------------------------------------------------------------


def test_an_old_contracts_rules_can_be_read_again(tmp_path, two):
    load(tmp_path, {"valid_to": "2026-12-31"}, at=AT)
    changed(RuleParameter.objects.get(), two, at=AT + timedelta(days=10), value=Decimal("0.5"))
    load(tmp_path, {"key": '"fee.service"'}, at=AT + timedelta(days=20))

    def known(days: int) -> Decimal | None:
        rule = queries.book(DAY, known_at=AT + timedelta(days=days)).get("tax.royalty")
        return rule and rule.value

    assert [known(-1), known(0), known(9), known(10), known(30)] == [
        None, Decimal("0.2"), Decimal("0.2"), Decimal("0.5"), Decimal("0.5"),
    ]  # fmt: skip
    assert queries.book(date(2027, 1, 1), known_at=AT).get("tax.royalty") is None
    assert queries.book(DAY).find("tax.royalty").value == Decimal("0.5")


def test_the_book_of_a_process_never_misses_a_change(two, django_assert_num_queries):
    row = policy.row()
    queries.book(DAY)
    with django_assert_num_queries(1):
        assert queries.book(DAY).find("tax.royalty").value == Decimal("0.20")
    changed(row, two, value=Decimal("0.25"))
    assert queries.book(DAY).find("tax.royalty").value == Decimal("0.25")
    try:
        with transaction.atomic():
            changed(row, two, value=Decimal("0.30"))
            assert queries.book(DAY).find("tax.royalty").value == Decimal("0.30")
            raise RuntimeError
    except RuntimeError:
        pass
    assert queries.book(DAY).find("tax.royalty").value == Decimal("0.25")


# Reminders ------------------------------------------------------------------------------------------------------


def test_operators_are_told_once_for_each_row_and_reason(two):
    policy.row(checked_on=DAY - timedelta(days=366))
    ends = policy.row(key="leave.annual", country="VN", valid_to=DAY + timedelta(days=59), checked_on=DAY)
    policy.row(key="leave.annual", country="IN", valid_to=DAY + timedelta(days=59), checked_on=DAY)
    policy.row(key="leave.annual", country="IN", valid_from=DAY + timedelta(days=60), checked_on=DAY)
    policy.row(key="leave.annual", country="JP", valid_to=DAY + timedelta(days=70), checked_on=DAY)
    policy.row(
        key="leave.annual", country="US", valid_to=DAY - timedelta(days=1), checked_on=date(2024, 1, 1)
    )
    assert services.remind(at=AT) == 2
    assert services.remind(at=AT + timedelta(days=1)) == 0
    assert set(RuleReminder.objects.values_list("reason", flat=True)) == {"check", "ends"}
    assert Notification.objects.filter(person_id=two[0].person_id).count() == 2
    assert RuleReminder.objects.get(reason="ends").row_id == ends.pk


def test_checked_again_moves_the_day_and_the_next_reminder(two):
    row = policy.row(checked_on=DAY - timedelta(days=366))
    services.remind(at=AT)
    made = services.propose_check(actor=two[0], row_id=row.pk, checked_on=DAY, reason="Same act", at=AT)
    services.approve(actor=two[1], proposal_id=made.pk, seen=1, at=AT)
    assert not queries.due_on(DAY).exists()
    assert services.remind(at=AT + timedelta(days=368)) == 1
