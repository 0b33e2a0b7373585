"""A shortlist is kept as it was shown: PostgreSQL itself refuses to change it."""

from django.db import migrations

TABLES = ("matching_shortlist", "matching_shortlistentry")


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"create trigger {table}_append_only before update or delete or truncate on {table} "
            "for each statement execute function append_only();",
            f"drop trigger {table}_append_only on {table};",
        )
        for table in TABLES
    ]
