"""The platform's seal on a contract's PDF (PAdES B-T), and the check of any PDF that somebody brings.

The date in the seal comes from a time-stamp authority (RFC 3161) when `TALENTBRIDGE_TSA_URL` names one. Otherwise our
own clock dates it, which proves nothing to a third party; the page of every sealed contract says so.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper, HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from talentbridge.contracts.gateways import keys
from talentbridge.contracts.gateways.checking import REASON

PATIENCE = 20  # seconds


@dataclass(frozen=True)
class Verdict:
    """What a checked PDF is: sealed, changed, foreign, unsealed or unreadable; hash and moment only when sealed."""

    verdict: str
    terms_hash: str = ""
    sealed_at: datetime | None = None


def seal(pdf: bytes, *, terms_hash: str, at: datetime) -> bytes:
    """The PDF with our seal over every byte; nothing may be added afterwards. Takes about 0.2 s."""
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name="Seal",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name="K-Digital Talent Bridge",
            reason=f"{REASON}{terms_hash}",
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer=_signer(keys.folder(at)),
        timestamper=_timestamper(keys.folder(at)),
    )
    sealed = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), in_place=False)
    return sealed.getvalue()


def check(pdf: bytes, *, at: datetime) -> Verdict:
    """Whether `pdf` carries our seal, untouched. Parses it in a small process of its own (`checking`)."""
    if not pdf.startswith(b"%PDF-"):
        return Verdict("unreadable")
    roots = [str(keys.folder(at) / f"{keys.AUTHORITY}.pem"), *settings.TIMESTAMP_ROOTS]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "talentbridge.contracts.gateways.checking", *roots],
            input=pdf, capture_output=True, timeout=PATIENCE, check=True,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):  # it asked for too much memory or time
        return Verdict("unreadable")
    answer = json.loads(done.stdout)
    stamped = answer.get("at")
    return Verdict(
        answer["verdict"], answer.get("hash", ""), datetime.fromisoformat(stamped) if stamped else None
    )


def has_outside_clock() -> bool:
    """Whether the date in our seals comes from a time-stamp authority."""
    return bool(settings.TIMESTAMP_URL)


@cache
def _signer(folder: Path) -> SimpleSigner:
    certificate = load_cert_from_pemder(str(folder / f"{keys.SEAL}.pem"))
    authority = load_cert_from_pemder(str(folder / f"{keys.AUTHORITY}.pem"))
    return SimpleSigner(
        signing_cert=certificate,
        signing_key=load_private_key_from_pemder(str(folder / f"{keys.SEAL}.key"), passphrase=None),
        cert_registry=SimpleCertificateStore.from_certs([authority]),
    )


def _timestamper(folder: Path) -> TimeStamper:
    if has_outside_clock():
        return HTTPTimeStamper(settings.TIMESTAMP_URL, timeout=PATIENCE)
    return DummyTimeStamper(
        tsa_cert=load_cert_from_pemder(str(folder / f"{keys.CLOCK}.pem")),
        tsa_key=load_private_key_from_pemder(str(folder / f"{keys.CLOCK}.key"), passphrase=None),
        certs_to_embed=SimpleCertificateStore.from_certs(
            [load_cert_from_pemder(str(folder / f"{keys.AUTHORITY}.pem"))]
        ),
    )
