"""Published tables of rates: read right, and refused with a sentence when they cannot be."""

from __future__ import annotations

import io
import json
import threading
import time
import zipfile
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from talentbridge.kernel.errors import Invalid
from talentbridge.policy.gateways import ecb, eximbank, published, sources, table
from talentbridge.policy.rules.fx import MISSING_AT_ECB, Rate

DAY = date(2026, 11, 27)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
  xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube><Cube time='2026-11-27'><Cube currency='USD' rate='1.25'/><Cube currency='JPY' rate='160'/>
  <Cube currency='KRW' rate='1600'/></Cube></Cube>
</gesmes:Envelope>"""
CSV = (
    "Date,USD,JPY,BGN,KRW,\n2026-11-27,1.25,160,N/A,1600,\n2026-11-26,1.26,161,N/A,1610,\n"
    "1999-01-04,1.1789,133.73,N/A,N/A,\n"
)


def codes(error: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {decision.code for decision in error.value.fields.values()}


def test_ecb_xml_is_turned_into_won():
    found = ecb.read(XML.encode())
    # USD: 1600 won a euro / 1.25 dollars a euro = 1280; JPY: 1600 / 160 = 10
    assert found.rates == (
        Rate("EUR", DAY, Decimal("1600.0000000000")), Rate("JPY", DAY, Decimal("10")), Rate("USD", DAY, Decimal("1280")),
    )  # fmt: skip
    assert found.certainty == "official"


def test_ecb_csv_has_many_days_and_days_without_won_are_left_out():
    found = ecb.read(CSV.encode())
    assert {rate.on for rate in found.rates} == {DAY, date(2026, 11, 26)}
    assert Rate("USD", date(2026, 11, 26), Decimal("1277.7777777778")) in found.rates  # 1610 / 1.26
    daily = "Date, USD, KRW, \n27 November 2026, 1.25, 1600, \n"
    assert Rate("USD", DAY, Decimal("1280")) in ecb.read(daily.encode()).rates


def test_ecb_does_not_have_seven_of_ours_and_says_nothing_about_them():
    assert not {rate.currency for rate in ecb.read(CSV.encode()).rates} & set(MISSING_AT_ECB)


def test_ecb_csv_comes_zipped():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("eurofxref-hist.csv", CSV)
    assert ecb.read(packed.getvalue()) == ecb.read(CSV.encode())


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    '<Envelope xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">&b;</Envelope>'
)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "policy.ecb_kind"),
        (b"\xff\xfe\x00", "policy.fx_encoding"),
        (b"<not xml", "policy.fx_xml"),
        (BOMB.encode(), "policy.fx_xml"),
        (b"<a>" * 5000, "policy.fx_xml"),
        (b"<html><body>Not found</body></html>", "policy.ecb_kind"),
        (XML.replace("1.25", "-1").encode(), "policy.fx_number"),
        (XML.replace("1.25", "1e9").encode(), "policy.fx_number"),
        (XML.replace("1.25", "0").encode(), "policy.fx_number"),
        (XML.replace("2026-11-27", "27/11/2026").encode(), "policy.fx_day"),
        (XML.replace("'JPY'", "'USD'").encode(), "policy.fx_twice"),
        (XML.replace("'KRW'", "'XYZ'").encode(), "policy.ecb_no_won"),
        (CSV.replace("JPY", "USD").encode(), "policy.ecb_columns"),
        (CSV.replace("2026-11-26", "26.11.2026").encode(), "policy.fx_day"),
        (b"PK\x03\x04 no archive", "policy.fx_archive_broken"),
        (b"x" * (published.LIMIT + 1), "policy.fx_large"),
    ],
)
def test_ecb_refuses_what_it_cannot_read(document, code):
    with pytest.raises(Invalid) as refused:
        ecb.read(document)
    assert codes(refused) == {code}


def test_an_archive_that_swells_is_stopped(monkeypatch):
    monkeypatch.setattr(published, "LIMIT", 100_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 5_000_000)
    with pytest.raises(Invalid) as refused:
        ecb.read(packed.getvalue())
    assert codes(refused) == {"policy.fx_large"}


def answer(*rows: dict, **all_: object) -> bytes:
    return json.dumps([{"result": 1, "cur_nm": "", **all_, **row} for row in rows]).encode()


def test_eximbank_counts_hundreds_and_commas():
    found = eximbank.read(
        answer(
            {"cur_unit": "USD", "deal_bas_r": "1,352.1"}, {"cur_unit": "JPY(100)", "deal_bas_r": "905.12"},
            {"cur_unit": "IDR(100)", "deal_bas_r": "8.61"}, {"cur_unit": "KRW", "deal_bas_r": "1"},
        ),
        DAY,
    )  # fmt: skip
    assert found.rates == (
        Rate("IDR", DAY, Decimal("0.0861")), Rate("JPY", DAY, Decimal("9.0512")), Rate("USD", DAY, Decimal("1352.1")),
    )  # fmt: skip
    assert eximbank.read(b"[]", DAY).rates == ()  # a holiday


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"not json", "policy.fx_json"),
        (b"[" * 100_000, "policy.fx_json"),
        (b'{"a": 1}', "policy.eximbank_kind"),
        (b"[1]", "policy.eximbank_kind"),
        (answer({"result": 3}), "policy.eximbank_result"),
        (answer({"result": None}), "policy.eximbank_result"),
        (answer({"result": []}), "policy.eximbank_result"),
        (answer({"cur_unit": "JPY(7)", "deal_bas_r": "1"}), "policy.eximbank_unit"),
        (answer({"cur_unit": "USD", "deal_bas_r": "many"}), "policy.fx_number"),
        (answer({"cur_unit": "USD"}), "policy.fx_number"),
        (answer({"cur_unit": "USD", "deal_bas_r": -3}), "policy.fx_number"),
    ],
)
def test_eximbank_refuses_what_it_cannot_read(document, code):
    with pytest.raises(Invalid) as refused:
        eximbank.read(document, DAY)
    assert codes(refused) == {code}


def test_eximbank_needs_its_day():
    with pytest.raises(Invalid) as refused:
        eximbank.read(b"[]", None)
    assert set(refused.value.fields) == {"on"}


def test_a_table_groups_by_source():
    text = "currency,date,krw_per,source\nvnd,2026-11-27,0.0552,Bank A\nUZS,2026-11-27,0.121,Bank B\n"
    found = table.read(("\ufeff" + text).encode())
    assert [(of.source, of.rates) for of in found] == [
        ("Bank A", (Rate("VND", DAY, Decimal("0.0552")),)), ("Bank B", (Rate("UZS", DAY, Decimal("0.121")),)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "policy.csv_head"),
        ("a,b\n1,2\n", "policy.csv_head"),
        ("currency,date,krw_per,source\n", "policy.csv_empty"),
        ("currency,date,krw_per,source\nVND,2026-11-27,0.05\n", "policy.csv_cells"),
        ("currency,date,krw_per,source\nVND,2026-11-27,0.05,\n", "policy.csv_source"),
        ("currency,date,krw_per,source\nVND,yesterday,0.05,x\n", "policy.fx_day"),
        ("currency,date,krw_per,source\nVND,2026-11-27,=1+1,x\n", "policy.fx_number"),
        ('currency,date,krw_per,source\n"VND,2026-11-27,0.05,x' + "y" * 200_000, "policy.fx_csv"),
    ],
)
def test_a_table_refuses_what_it_cannot_read(text, code):
    with pytest.raises(Invalid) as refused:
        table.read(text.encode())
    assert codes(refused) == {code}


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_unpacks_without_an_end_is_not_opened(kind):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", kind) as archive:
        archive.writestr("rates.csv", b"0" * 1_000_000)
    with pytest.raises(Invalid) as refused:
        published.plain(packed.getvalue())
    assert codes(refused) == {"policy.fx_archive_broken"}


def test_a_head_of_many_columns_is_read_in_a_moment():
    head = "Date,KRW," + ",".join(f"C{number}" for number in range(100_000)) + ",C7"
    begun = time.monotonic()
    with pytest.raises(Invalid) as refused:
        ecb.read(head.encode())
    assert codes(refused) == {"policy.ecb_columns"}
    assert time.monotonic() - begun < 5


def test_a_rate_with_too_many_digits_is_left_for_the_judge():
    assert ecb.read(XML.replace("1.25", "0." + "0" * 30 + "1").encode()).rates[-1].krw_per > 10**14


# Over the network -------------------------------------------------------------------------------------------------


@pytest.fixture
def server():
    """A publisher on the loopback: `server.said` is what it answers, `server.asked` what it was asked."""

    class Publisher(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.server.asked.append(self.path)
            if self.server.waits:
                self.server.waits.wait(5)
            self.send_response(self.server.status)
            if self.server.status == 302 and self.path == "/rates":
                self.send_header("Location", self.server.leads_to)
            self.end_headers()
            self.wfile.write(self.server.said)

        def log_message(self, *args: object) -> None: ...

    http = HTTPServer(("127.0.0.1", 0), Publisher)
    http.said, http.asked, http.status, http.waits = XML.encode(), [], 200, None
    http.url = f"http://127.0.0.1:{http.server_address[1]}/rates"
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield http
    if http.waits:
        http.waits.set()
    http.shutdown()
    thread.join()
    http.server_close()


def test_sources_are_asked_as_they_want_it(server):
    assert ecb.read(sources.EcbSource(server.url).fetch(DAY)).rates
    server.said = b"[]"
    assert sources.EximbankSource(server.url, "the key").fetch(DAY) == b"[]"
    assert server.asked == ["/rates", "/rates?authkey=the+key&searchdate=20261127&data=AP01"]


def test_a_source_that_fails_is_slow_or_talks_too_much_is_an_oserror(server, monkeypatch):
    server.status = 500
    with pytest.raises(OSError):
        sources.EcbSource(server.url).fetch(DAY)
    server.status = 200
    monkeypatch.setattr(published, "LIMIT", 10)
    with pytest.raises(OSError, match="too large"):
        sources.EcbSource(server.url).fetch(DAY)
    server.waits = threading.Event()
    with pytest.raises(OSError):
        sources.EcbSource(server.url, timeout=0.2).fetch(DAY)
    with pytest.raises(OSError):
        sources.EcbSource("file:///etc/passwd").fetch(DAY)


@pytest.mark.parametrize("elsewhere", ["http://localhost:{port}/secret", "ftp://127.0.0.1:{port}/secret"])
def test_a_source_leads_nowhere_but_to_its_own_pages(server, elsewhere):
    server.status = 302
    server.leads_to = elsewhere.format(port=server.server_address[1])
    with pytest.raises(OSError, match="302"):
        sources.EcbSource(server.url).fetch(DAY)
    assert server.asked == ["/rates"]


def test_nobody_is_asked_by_default(settings):
    assert sources.sources() == []
    settings.FX_SOURCES = ["ecb", "eximbank", "nobody"]
    assert [source.format for source in sources.sources()] == ["ecb", "eximbank"]


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(Invalid) as refused:
        sources.read(b"", "xlsx", None)
    assert refused.value.fields["format"].facts["formats"] == "ecb, eximbank, csv"
