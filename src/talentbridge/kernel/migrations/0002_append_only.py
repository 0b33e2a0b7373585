"""One trigger function for every table that only ever grows (`audit`, `ledger`).

Use it in a migration of the app that owns the table, which depends on this one:

    create trigger audit_auditevent_append_only before update or delete or truncate on audit_auditevent
        for each statement execute function append_only();

TRUNCATE is let through in one case: the database's name starts with ``test_`` (Django's test databases) *and*
the session has said ``set talentbridge.allow_truncate = 'on'``, which `tests/conftest.py` does right before
Django flushes the tables after a transactional test.
"""

from django.db import migrations

CREATE = """
create function append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'TRUNCATE'
        and current_setting('talentbridge.allow_truncate', true) = 'on'
        and starts_with(current_database()::text, 'test_')
    then
        return null;
    end if;
    raise exception '% only grows: % is refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "drop function append_only();")]
