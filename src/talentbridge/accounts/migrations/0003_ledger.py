"""The consent ledger only grows, and begins with what was agreed to before it existed.

Until now a consent was a row of the audit log (`matching.selection.accepted`). Each becomes a `Consent` to the wording
of its day; the hash is calculated from that wording, which `data/consents` keeps.
"""

from typing import Any

from django.db import migrations

from talentbridge.accounts.queries.consent import text

TABLES = ("accounts_consent", "accounts_consentwithdrawal", "accounts_lawfulkeeping", "accounts_feedrun")
FIRST_VERSION = "2026-11"


def take_over(apps: Any, schema_editor: Any) -> None:
    """A `Consent` for each consent that the audit log tells of."""
    parties, persons = apps.get_model("accounts", "Party"), apps.get_model("accounts", "Person")
    consents = apps.get_model("accounts", "Consent")
    events = apps.get_model("audit", "AuditEvent").objects.filter(action="matching.selection.accepted")
    wording = text("work_together", FIRST_VERSION)
    for event in events.order_by("at"):
        company = parties.objects.filter(case_id=event.case_id, side="company").order_by("-since").first()
        if company is None or not persons.objects.filter(pk=event.actor_id).exists():
            continue
        recipient = company.organisation
        consents.objects.create(
            person_id=event.actor_id, purpose="work_together", recipient=recipient, recipient_name=recipient.name,
            recipient_name_en=recipient.name_en, recipient_country=recipient.country, items=list(wording.items),
            text_version=wording.version, text_hash=wording.fingerprint(recipient.name, recipient.name_en),
            language=event.facts.get("text_language", "ko"), case_id=event.case_id, how="log", given_at=event.at,
            given_by_id=event.actor_id, recorded_at=event.at,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_consent"),
        ("audit", "0003_from_where"),
        ("kernel", "0002_append_only"),
    ]
    operations = [
        *[
            migrations.RunSQL(
                f"create trigger {table}_append_only before update or delete or truncate on {table} "
                "for each statement execute function append_only();",
                f"drop trigger {table}_append_only on {table};",
            )
            for table in TABLES
        ],
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
