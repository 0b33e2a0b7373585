"""Every change of a profile, its skills or its rates leaves a row in `talent_profilechange`, whoever made it.

Statement triggers with transition tables: a bulk import of a thousand profiles costs one insert. The transaction's
number is kept because ids are given before the commit: a reader that goes by ids would step over a slower transaction,
one that goes by `pg_snapshot_xmin` does not (`talent.queries.changes_since`).
"""

from django.db import migrations

FUNCTION = """
create function talent_note_change() returns trigger language plpgsql as $$
begin
    if tg_op <> 'DELETE' then
        execute format(
            'insert into talent_profilechange (profile_id, transaction, changed_at)
             select distinct %I, pg_current_xact_id()::text::bigint, now() from fresh', tg_argv[0]);
    end if;
    if tg_op <> 'INSERT' then
        execute format(
            'insert into talent_profilechange (profile_id, transaction, changed_at)
             select distinct %I, pg_current_xact_id()::text::bigint, now() from stale', tg_argv[0]);
    end if;
    return null;
end;
$$;
"""
TABLES = {"talent_profile": "id", "talent_profileskill": "profile_id", "talent_profilerate": "profile_id"}
EVENTS = {
    "insert": "new table as fresh",
    "update": "old table as stale new table as fresh",
    "delete": "old table as stale",
}
TRIGGERS = "".join(
    f"create trigger {table}_changed_by_{event} after {event} on {table} referencing {transition} "
    f"for each statement execute function talent_note_change('{column}');\n"
    for table, column in TABLES.items()
    for event, transition in EVENTS.items()
)
REVERSE = "".join(
    f"drop trigger {table}_changed_by_{event} on {table};\n" for table in TABLES for event in EVENTS
)


class Migration(migrations.Migration):
    dependencies = [("talent", "0002_matching")]

    operations = [
        migrations.RunSQL(FUNCTION + TRIGGERS, REVERSE + "drop function talent_note_change();")
    ]
