"""A scope change and an answer to it are written once: PostgreSQL itself refuses to change them."""

from django.db import migrations

TABLES = ("demand_scopechange", "demand_scopeanswer")


class Migration(migrations.Migration):
    dependencies = [("demand", "0006_diagnosis"), ("kernel", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"create trigger {table}_append_only before update or delete or truncate on {table} "
            "for each statement execute function append_only();",
            f"drop trigger {table}_append_only on {table};",
        )
        for table in TABLES
    ]
