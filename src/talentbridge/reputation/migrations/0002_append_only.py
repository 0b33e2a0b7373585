"""The points of a review are given once: nobody changes or removes them, not even an operator with a database client."""

from django.db import migrations

CREATE = """
create trigger reputation_reviewpoint_append_only before update or delete or truncate on reputation_reviewpoint
    for each statement execute function append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("reputation", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [
        migrations.RunSQL(CREATE, "drop trigger reputation_reviewpoint_append_only on reputation_reviewpoint;")
    ]
