"""`run`, `migrate`, `demo`."""

from __future__ import annotations

import os

import click

from talentbridge.config.cli.words import gettext as _


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option(
    "--demo/--no-demo", default=None, help="The fictional demo world; on by default on a loopback address."
)
def run(host: str, port: int, demo: bool | None) -> None:
    """Start everything: database, web and jobs. Ctrl-C stops it."""
    from talentbridge.config import server

    if demo is None and "TALENTBRIDGE_DEMO" in os.environ:
        demo = os.environ["TALENTBRIDGE_DEMO"] == "1"
    raise SystemExit(server.run(host=host, port=port, demo=demo, say=click.echo))


@click.command()
def migrate() -> None:
    """Bring the database's tables up to this version."""
    from talentbridge.config.cli.session import with_database

    with with_database(prepared=True):
        pass
    click.echo(_("The database is up to date."))


@click.command()
def demo() -> None:
    """Load the fictional demo world; a second time changes nothing."""
    from talentbridge.config.cli.session import with_database

    with with_database(prepared=True):
        from talentbridge.config import preparation

        preparation.load_demo_world()
    click.echo(_("The demo world is loaded. Everybody and everything in it is fictional."))
