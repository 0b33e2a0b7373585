"""`backup` and `restore`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from talentbridge.config.cli.words import gettext as _


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
def backup(file: Path, force: bool) -> None:
    """Write the database, the files and the keys into FILE, while the bridge runs. Keep FILE as you keep keys."""
    if file.exists() and not force:
        raise click.ClickException(
            _("{file} exists already: choose another name, or --force.").format(file=file)
        )
    if not file.absolute().parent.is_dir():
        raise click.ClickException(_("The directory of {file} does not exist.").format(file=file))
    from talentbridge.config.cli.session import with_database

    with with_database():
        from django.conf import settings
        from django.db import connection
        from django.db.migrations.recorder import MigrationRecorder

        from talentbridge.config import archives
        from talentbridge.kernel.clock import now

        applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
        try:
            size = archives.write(
                file.absolute(),
                data=settings.DATA,
                connection=settings.DATABASES["default"],
                migrations=applied,
                at=now(),
            )
        except OSError as error:
            raise click.ClickException(
                _("{file} cannot be written: {reason}.").format(file=file, reason=error.strerror)
            ) from None
    click.echo(_("{file} holds everything: {size} MB.").format(file=file, size=f"{size / 1e6:.1f}"))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the data that is there.")
def restore(file: Path, replace: bool) -> None:
    """Bring back what `backup` wrote into FILE, into an empty data directory. The bridge must not be running."""
    from talentbridge.config import archives, database
    from talentbridge.kernel.postgres import DataLock

    if not file.is_file():
        raise click.ClickException(_("{file} is not there.").format(file=file))
    data = database.data_directory()
    DataLock(data).acquire()
    if (data / "postgres").exists() and not replace:
        raise click.ClickException(_refused_because_full(data))
    with archives.opened(file, scratch_in=data) as (manifest, content):
        _refuse_newer(file, manifest["migrations"])
        with database.served():
            from django.conf import settings

            if os.environ.get("DATABASE_URL") and not replace:
                _refuse_full_database()
            archives.restore_database(content, connection=settings.DATABASES["default"])
            archives.restore_files(content, data=data)
    click.echo(_("Restored what was backed up at {moment}.").format(moment=manifest["made_at"]))


def _refused_because_full(where: object) -> str:
    return _(
        "{where} holds data already: choose an empty DATA= directory, or --replace what is there."
    ).format(where=where)


def _refuse_newer(file: Path, migrations: list[str]) -> None:
    """A backup of a newer version has tables that this one does not know."""
    from talentbridge.config.cli.session import set_up_django

    set_up_django()
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{a}.{n}" for m in loader.disk_migrations.values() for a, n in m.replaces}
    if unknown := [name for name in migrations if name not in known]:
        raise click.ClickException(
            _("{file} was made by a newer version (it has {migration}): update first.").format(
                file=file, migration=unknown[0]
            )
        )


def _refuse_full_database() -> None:
    from django.db import connection

    if connection.introspection.table_names():
        raise click.ClickException(_refused_because_full("DATABASE_URL"))
