"""`feed-import`: a partner's feed as a file, from a terminal."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from talentbridge.config.cli import words
from talentbridge.config.cli.words import gettext as _

SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--partner", required=True, help="Name of the partner on the bridge, or its id.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and keep nothing.")
def feed_import(file: Path, partner: str, dry_run: bool) -> None:
    """Bring in the profiles or tasks of a partner's FILE. The same file again changes nothing."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise click.ClickException(
            _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        ) from None
    from talentbridge.config.cli.session import with_database

    with with_database(prepared=True):
        from talentbridge.accounts.queries import organisations
        from talentbridge.kernel.actor import SYSTEM
        from talentbridge.kernel.clock import now
        from talentbridge.operations.services import bring_feed

        known = {
            each.pk: each
            for each in organisations.partners()
            if partner in {str(each.pk), each.name, each.name_en}
        }
        if len(known) != 1:
            raise click.ClickException(
                _("{count} partners are called “{name}”.").format(count=len(known), name=partner)
            )
        reports = bring_feed(
            actor=SYSTEM, data=data, partner_id=next(iter(known)), how="file", dry_run=dry_run, at=now()
        )
        counts: Counter[str] = Counter()
        for report in reports:
            counts.update(report.run.counts)
        click.echo(
            _(
                "{created} new, {updated} updated, {unchanged} unchanged, {deleted} deleted, {refused} refused."
            ).format(
                **{name: counts[name] for name in ("created", "updated", "unchanged", "deleted", "refused")}
            )
        )
        refused = [each for report in reports for each in report.results if each.problems]
        for each in refused[:SHOWN]:
            for name, decision in each.problems.items():
                line = _("{key}: {field}: {why}").format(key=each.key, field=name, why=words.told(decision))
                click.echo(f"  {line}", err=True)
        if len(refused) > SHOWN:
            click.echo("  " + _("… and {more} more.").format(more=len(refused) - SHOWN), err=True)
        if dry_run:
            click.echo(_("Nothing was kept: this was a dry run."))
