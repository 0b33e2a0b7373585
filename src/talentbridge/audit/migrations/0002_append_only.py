"""The log only grows: PostgreSQL itself refuses to change it."""

from django.db import migrations

TABLES = ("audit_auditevent", "audit_personaldataaccess")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"create trigger {table}_append_only before update or delete or truncate on {table} "
            "for each statement execute function append_only();",
            f"drop trigger {table}_append_only on {table};",
        )
        for table in TABLES
    ]
