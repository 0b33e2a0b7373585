from datetime import date

import pytest
from django.db import IntegrityError, transaction

from talentbridge.kernel.errors import Invalid
from talentbridge.policy import queries, services
from talentbridge.policy.models import RuleParameter
from talentbridge.policy.rules import NotKnown

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def write(directory, *spans: tuple[str, str]) -> None:
    rows = [
        f'[[rule]]\nkey="k"\nvalue=1\nunit="u"\nvalid_from={a}\n{f"valid_to={b}" if b else ""}\n'
        f'source="s"\nchecked_on=2026-01-01\ncertainty="official"\n'
        for a, b in spans
    ]
    (directory / "k.toml").write_text("\n".join(rows))


def test_the_reviewed_files_load_once_and_again_without_change():
    assert services.load_reviewed_rules() > 10
    assert services.load_reviewed_rules() == 0
    assert queries.rule("tax.technical_service", country="IN", on=DAY).value * 100 == 3
    assert queries.fx_rates(DAY)["USD"] > 1000


def test_a_day_without_a_row_is_not_zero():
    services.load_reviewed_rules()
    with pytest.raises(NotKnown):
        queries.rule("tax.technical_service", country="IN", on=date(2010, 1, 1))


def test_overlapping_rows_are_refused_and_nothing_is_saved(tmp_path):
    write(tmp_path, ("2026-01-01", "2026-06-30"), ("2026-06-30", ""))
    with pytest.raises(Invalid) as refused:
        services.load_reviewed_rules(tmp_path)
    assert refused.value.fields["k"].code == "policy.overlap"
    assert not RuleParameter.objects.exists()


def test_a_row_that_ends_before_it_begins_is_refused(tmp_path):
    write(tmp_path, ("2026-06-01", "2026-01-01"))
    with pytest.raises(Invalid):
        services.load_reviewed_rules(tmp_path)


def test_the_database_refuses_an_overlap_too(tmp_path):
    write(tmp_path, ("2026-01-01", ""))
    services.load_reviewed_rules(tmp_path)
    row = RuleParameter.objects.get()
    row.pk, row.valid_from = None, date(2026, 5, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
