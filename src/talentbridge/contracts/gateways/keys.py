"""The platform's sealing keys: made on first use, kept under the data directory, readable by its owner only.

A small authority of our own signs two certificates, one for the seal and one for the clock that dates it, and its
private key is then forgotten: nobody can make a third. Replacing the keys means moving the folder away; the old
`authority.pem` is still needed to check what was sealed before.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

VALID = timedelta(days=3650)
BACKDATED = timedelta(days=365)  # a machine whose clock was once ahead does not lock itself out
SEAL, CLOCK, AUTHORITY = "seal", "clock", "authority"


def folder(at: datetime) -> Path:
    """Where the keys lie. Makes them, valid from `at`, when they are missing; two processes agree on one set."""
    keys = Path(settings.DATA) / "keys" / "contracts"
    if not keys.exists():
        keys.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=keys.parent, prefix="making-"))
        _make(made, at)
        try:
            made.rename(keys)
        except OSError:  # another process was first: its keys count
            shutil.rmtree(made)
    return keys


def _make(target: Path, at: datetime) -> None:
    authority_key = _key()
    authority = _certificate(AUTHORITY, authority_key, at, signed_by=None)
    _write(target / f"{AUTHORITY}.pem", authority.public_bytes(serialization.Encoding.PEM))
    for name in (SEAL, CLOCK):
        key = _key()
        certificate = _certificate(name, key, at, signed_by=(authority, authority_key))
        _write(target / f"{name}.pem", certificate.public_bytes(serialization.Encoding.PEM))
        _write(
            target / f"{name}.key",
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )


def _key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=3072)


def _certificate(
    name: str,
    key: RSAPrivateKey,
    at: datetime,
    *,
    signed_by: tuple[x509.Certificate, RSAPrivateKey] | None,
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "K-Digital Talent Bridge"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"K-Digital Talent Bridge {name}"),
        ]
    )
    issuer_name, issuer_key = (signed_by[0].subject, signed_by[1]) if signed_by else (subject, key)
    start = at - BACKDATED
    is_authority = signed_by is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + VALID)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)
        .add_extension(_usage(is_authority), True)
    )
    if name == CLOCK:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
