"""What a command needs around it: a reachable database, and Django set up on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from talentbridge.config import database
from talentbridge.config.cli import words


@contextmanager
def with_database(*, prepared: bool = False) -> Iterator[None]:
    """Django on a running database: that of a running copy, else one started for this command and stopped after it.

    `prepared` also brings tables and reviewed data up to this version, as `run` does.
    """
    with database.served():
        set_up_django()
        if prepared:
            from talentbridge.config import preparation

            preparation.migrate()
            preparation.load_reviewed_data()
        yield


def set_up_django() -> None:
    """Load Django and its apps; sentences are in the language of the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentbridge.config.settings")
    import django
    from django.utils import translation

    from talentbridge.config import catalogues

    catalogues.compile_all()
    django.setup()
    translation.activate(words.language())
