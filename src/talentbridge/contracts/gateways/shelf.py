"""Where sealed PDFs lie: files under the data directory, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.files.storage import default_storage


def put(name: str, content: bytes) -> str:
    """Store `content` under `name`, replacing what a broken-off attempt left there; returns the name."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    return name


def get(name: str) -> bytes | None:
    """The content stored under `name`, or None."""
    path = Path(default_storage.path(name))
    return path.read_bytes() if path.exists() else None
