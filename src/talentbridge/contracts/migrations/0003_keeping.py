"""What law makes a company keep is in the consent ledger: every contract that has come into force goes there."""

from typing import Any

from django.db import migrations


def note(apps: Any, schema_editor: Any) -> None:
    """A `LawfulKeeping` for each contract that is or was in force."""
    keepings = apps.get_model("accounts", "LawfulKeeping")
    for contract in apps.get_model("contracts", "Contract").objects.filter(in_force_at__isnull=False):
        keepings.objects.get_or_create(
            person_id=contract.talent_id,
            recipient_id=contract.company_id,
            case_id=contract.case_id,
            reason="contract",
            defaults={"since": contract.in_force_at},
        )


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_fixed"), ("accounts", "0003_ledger")]
    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
