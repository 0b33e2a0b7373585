"""The PDF: both names in any script, the same bytes every time, and a seal that tells on every change."""

from __future__ import annotations

import hashlib
import io
import json
import resource
import stat
import zlib

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from talentbridge.contracts import queries, services
from talentbridge.contracts.gateways import keys, sealing, typesetting
from talentbridge.contracts.models import Contract, ContractDocument
from talentbridge.kernel.errors import Missing, Refused
from tests.contracts.make import AT, case
from tests.contracts.pdf_text import text_of

pytestmark = pytest.mark.django_db


def attached(pdf: bytes) -> bytes:
    """The content of the PDF's first attachment."""
    names = PdfFileReader(io.BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    return names[1]["/EF"]["/F"].data


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh", "김하늘", "Олександр Їжакевич", "Әлия Нұрланқызы", "अनन्या शर्मा", "田中 美咲", "Zoë Žižek-Łoś",
        "สมชาย ใจดี", "তাসনিম রহমান", "محمد علي", "დავით ბერიძე", "王小明", "Ελένη Παπαδάκη", "မောင်မောင်",
    ],
)  # fmt: skip
def test_a_name_in_any_script_stands_in_the_pdf(name: str):
    contract = case(talent_name=name).draft()
    shown = text_of(services.draft_pdf(contract))
    assert set(name.replace(" ", "")) <= set(shown)
    assert "온새미바이오" in shown


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "김하늘", "Олександр Їжакевич"])
def test_names_of_simple_scripts_are_readable_as_text(name: str):
    assert name in text_of(services.draft_pdf(case(talent_name=name).draft()))


def test_a_character_without_a_glyph_stops_the_typesetter():
    with pytest.raises(typesetting.Unprintable) as stopped:
        typesetting.require_printable("Nguyễn \N{ROCKET} \N{OCTOPUS} \N{ROCKET}")
    assert stopped.value.characters == "\N{ROCKET}\N{OCTOPUS}"


def test_the_same_contract_gives_the_same_bytes_and_another_version_others():
    contract = case().draft()
    once = services.draft_pdf(contract)
    assert services.draft_pdf(contract) == once
    contract.version = 2
    assert services.draft_pdf(contract) != once


def test_it_is_pdf_a_and_says_it_is_a_draft():
    draft = services.draft_pdf(case().draft())
    assert b"<pdfaid:part>3</pdfaid:part>" in draft and b"<pdfaid:conformance>B</pdfaid:conformance>" in draft
    assert "DRAFT, not signed" in text_of(draft)


def test_the_attached_json_gives_the_hash_again():
    contract = case().in_force()
    pdf = services.sealed_pdf(services.seal(contract_id=contract.pk, at=AT))
    content = attached(pdf)
    assert hashlib.sha256(content).hexdigest() == contract.terms_hash
    assert json.loads(content) == queries.whole(contract)
    assert "DRAFT" not in text_of(pdf) and contract.terms_hash in text_of(pdf)


def test_sealing_twice_seals_once_and_not_before_both_have_signed():
    here = case()
    with pytest.raises(Refused):
        services.seal(contract_id=here.offered().pk, at=AT)
    contract = here.in_force()
    first = services.seal(contract_id=contract.pk, at=AT)
    assert services.seal(contract_id=contract.pk, at=AT).sha256 == first.sha256
    assert ContractDocument.objects.count() == 1


def test_a_stored_file_that_was_tampered_with_is_not_handed_out():
    document = services.seal(contract_id=case().in_force().pk, at=AT)
    document.sha256 = "0" * 64
    with pytest.raises(Missing):
        services.sealed_pdf(document)


@pytest.fixture
def sealed(db) -> tuple[Contract, bytes]:
    contract = case().in_force()
    return contract, services.sealed_pdf(services.seal(contract_id=contract.pk, at=AT))


def verdict(pdf: bytes) -> str:
    return services.check_pdf(pdf, at=AT).verdict


def test_our_own_pdf_is_recognised_with_its_hash(sealed):
    contract, pdf = sealed
    checked = services.check_pdf(pdf, at=AT)
    assert (checked.verdict, checked.terms_hash) == ("sealed", contract.terms_hash)
    assert checked.sealed_at is not None


def test_one_flipped_bit_anywhere_is_found(sealed):
    _contract, pdf = sealed
    for place in (len(pdf) // 7, len(pdf) // 3, len(pdf) // 2):
        flipped = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert verdict(flipped) in {"changed", "unreadable"}


def test_what_is_added_after_the_seal_is_found(sealed):
    """An incremental update leaves the sealed bytes as they are: only the bottom line tells."""
    _contract, pdf = sealed
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    while "/Kids" in page:
        page = page["/Kids"][0].get_object()
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)
    assert changed.getvalue().startswith(pdf)
    assert verdict(changed.getvalue()) == "changed"
    assert verdict(pdf + b"\n% one more line") == "changed"


def test_another_platforms_seal_is_not_ours(sealed, tmp_path, settings):
    _contract, pdf = sealed
    settings.DATA = tmp_path
    assert verdict(pdf) == "changed"  # same names in the certificate, another key: never "sealed"


def test_drafts_other_files_and_hostile_ones_are_told_apart(sealed):
    assert verdict(services.draft_pdf(case().draft())) == "unsealed"
    for hostile in (b"", b"hello", b"%PDF-1.7", b"%PDF-1.7\n" + b"[" * 100_000, b"%PDF-" + bytes(100_000)):
        assert verdict(hostile) == "unreadable"


def test_a_bomb_of_a_file_runs_out_of_its_own_memory_and_not_of_ours():
    """A cross-reference stream of a megabyte that unpacks to more than the checking process may have."""
    packer, zeros = zlib.compressobj(1), bytes(1 << 24)
    packed = b"".join([*(packer.compress(zeros) for _ in range(70)), packer.flush()])
    bomb = (
        b"%PDF-1.7\n1 0 obj\n<</Type/XRef/W[1 4 1]/Size 9/Filter/FlateDecode/Length "
        + str(len(packed)).encode()
    )
    bomb += b">>stream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert verdict(bomb) == "unreadable"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes


def test_keys_are_readable_by_their_owner_only_and_made_once(tmp_path, settings):
    settings.DATA = tmp_path
    folder = keys.folder(AT)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert not (folder / "authority.key").exists()
    before = (folder / "seal.pem").read_bytes()
    assert keys.folder(AT) == folder and (folder / "seal.pem").read_bytes() == before
    assert [path.name for path in folder.parent.iterdir()] == ["contracts"]


def test_without_an_authority_our_own_clock_dates_the_seal(settings):
    settings.TIMESTAMP_URL = ""
    assert not sealing.has_outside_clock()
    settings.TIMESTAMP_URL = "https://tsa.example/"
    assert sealing.has_outside_clock()
