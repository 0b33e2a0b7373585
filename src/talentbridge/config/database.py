"""Where data lives: the data directory and the database connection it implies."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from talentbridge.kernel import postgres


def data_directory() -> Path:
    """`TALENTBRIDGE_DATA`, or `.data` in the current directory; made when missing."""
    path = Path(os.environ.get("TALENTBRIDGE_DATA", ".data")).absolute()
    path.mkdir(parents=True, exist_ok=True)
    return path


def kept_secret(data: Path, name: str) -> str:
    """A random secret kept in the data directory (mode 600), made on first use; never in the repository."""
    path = data / name
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


def settings(data: Path) -> dict[str, Any]:
    """Django's database settings: `DATABASE_URL` when set, else the embedded server of `data`."""
    common = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    url = os.environ.get("DATABASE_URL")
    if not url:
        return common | {
            "NAME": "talentbridge",
            "USER": "postgres",
            "HOST": str(postgres.socket_directory(data)),
        }
    parts = urlsplit(url)
    return common | {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {key: value for key, value in parse_qsl(parts.query) if key != "host"},
    }
