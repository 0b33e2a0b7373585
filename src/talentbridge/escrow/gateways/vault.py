"""Encryption of bank details at rest. The key stands in the environment or the data directory, never in the database."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.VAULT_KEY.encode()).digest()))


def seal(text: str) -> bytes:
    """Encrypt `text` (authenticated, AES-128-CBC with HMAC)."""
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes | memoryview | None) -> str:
    """Decrypt; nothing stays nothing. Raises `InvalidToken` when it was changed or the key is another one."""
    return _fernet().decrypt(bytes(sealed)).decode() if sealed else ""
