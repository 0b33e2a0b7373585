"""`fx-import`: a published table of rates of exchange as a file, from a terminal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from talentbridge.config.cli.words import gettext as _

SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "kind", required=True, type=click.Choice(["ecb", "eximbank", "csv"]), help="Who wrote it."
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the rates, where the file does not say it (eximbank).",
)
@click.option("--dry-run", is_flag=True, help="Say what would change and keep nothing.")
def fx_import(file: Path, kind: str, on: datetime | None, dry_run: bool) -> None:
    """Bring in the rates of exchange of FILE. The same file again changes nothing."""
    try:
        document = file.read_bytes()
    except OSError as error:
        raise click.ClickException(
            _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        ) from None
    from talentbridge.config.cli.session import with_database

    with with_database(prepared=True):
        from talentbridge.kernel.actor import SYSTEM
        from talentbridge.kernel.clock import now
        from talentbridge.policy.services import bring_in

        found, _done = bring_in(
            actor=SYSTEM, document=document, format=kind, on=on.date() if on else None, how="command", at=now(),
            dry_run=dry_run,
        )  # fmt: skip
        click.echo(
            _("{new} new, {unchanged} unchanged, {held} wait for an operator.").format(
                new=len(found.new), unchanged=found.unchanged, held=len(found.flags)
            )
        )
        for _of, flag in found.flags[:SHOWN]:
            line = _("{currency} on {day}: {rate} against {known} of {known_day} ({share})").format(
                currency=flag.rate.currency, day=flag.rate.on, rate=f"{flag.rate.krw_per.normalize():f}",
                known=f"{flag.against.krw_per.normalize():f}", known_day=flag.against.on, share=f"{flag.share:+.1%}",
            )  # fmt: skip
            click.echo(f"  {line}", err=True)
        if len(found.flags) > SHOWN:
            click.echo("  " + _("… and {more} more.").format(more=len(found.flags) - SHOWN), err=True)
        if dry_run:
            click.echo(_("Nothing was kept: this was a dry run."))
