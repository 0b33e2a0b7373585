"""The words that the reader knows beside the graph (`skills/data/words.toml`), as names of a dictionary."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from talentbridge.skills.rules.dictionary import Name

_FILE = Path(__file__).parents[2] / "data" / "words.toml"


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Mapping[str, Any]]:
    """What the file says: by section, by id, the spellings. Read once in a process."""
    with _FILE.open("rb") as file:
        return tomllib.load(file)


def names_of(section: str, group: str) -> Iterator[Name]:
    """The spellings of a section as names of `group`; a ``*`` at the end leaves the ending of a word open."""
    for id, spellings in tables()[section].items():
        for spelling in spellings:
            yield Name(group, id, spelling.rstrip("*"), is_stem=spelling.endswith("*"))
