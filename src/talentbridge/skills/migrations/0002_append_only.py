"""The history of the graph only grows: PostgreSQL itself refuses to change it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("skills", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            "create trigger skills_revision_append_only before update or delete or truncate on skills_revision "
            "for each statement execute function append_only();",
            "drop trigger skills_revision_append_only on skills_revision;",
        )
    ]
