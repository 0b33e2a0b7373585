"""The log only grows."""

import pytest
from django.db import DatabaseError, connection, transaction

from talentbridge.audit import services
from talentbridge.audit.models import AuditEvent, PersonalDataAccess
from talentbridge.kernel.clock import now
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged() -> None:
    operator = people.operator_actor()
    services.record("test.thing.done", actor=operator, subject=people.person(), at=now())
    services.personal_data_read(
        actor=operator, person_id=people.person().pk, items=["name"], purpose="support", at=now()
    )


@pytest.mark.parametrize("model", [AuditEvent, PersonalDataAccess])
@pytest.mark.parametrize("change", ["update {} set actor_name = 'x'", "delete from {}", "truncate {}"])
def test_postgresql_refuses_to_change_the_log(logged, model, change):
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(model._meta.db_table))
    assert model.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_cannot_truncate_it_either_while_it_runs(logged_committed):
    with pytest.raises(DatabaseError, match="only grows"), connection.cursor() as cursor:
        cursor.execute("truncate audit_auditevent")
    assert AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_flush_after_a_transactional_test_emptied_the_log():
    assert not AuditEvent.objects.exists()


@pytest.fixture
def logged_committed(transactional_db) -> None:
    with transaction.atomic():
        services.record("test.thing.done", actor=people.operator_actor(), subject=people.person(), at=now())


@pytest.mark.django_db(transaction=True)
def test_an_act_is_logged_only_inside_its_transaction():
    with pytest.raises(RuntimeError):
        services.record("test.thing.done", actor=people.operator_actor(), subject=people.person(), at=now())
