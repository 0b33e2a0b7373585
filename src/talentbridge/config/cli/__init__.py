"""`talentbridge`: the command line. Every command loads what it needs only when it runs, so that help is instant."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import click

from talentbridge.config.cli import words

COMMANDS = {
    "run": "running",
    "migrate": "running",
    "demo": "running",
    "enrol-operator": "people",
    "doctor": "doctor",
    "import-talents": "work",
    "feed-import": "feeds",
    "fx-import": "rates",
    "match": "work",
    "design": "designing",
    "evaluate": "evaluate",
    "backup": "archive",
    "restore": "archive",
}


class Commands(click.Group):
    """Finds a command in its module, and tells foreseen troubles in one line instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"talentbridge.config.cli.{COMMANDS[name]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command

    def invoke(self, ctx: click.Context) -> object:
        from talentbridge.kernel.errors import BridgeError

        try:
            return super().invoke(ctx)
        except BridgeError as trouble:
            raise click.ClickException(words.told_of(trouble)) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--lang", type=click.Choice(words.LANGUAGES), help="Language of the output; default: from LANG."
)
@click.option(
    "--data", type=click.Path(path_type=Path), help="Data directory; default: TALENTBRIDGE_DATA or .data"
)
def main(lang: str | None, data: Path | None) -> None:
    """K-Digital Talent Bridge: run it, look after it, work with it from a terminal."""
    words.choose(lang or "")
    if data is not None:
        os.environ["TALENTBRIDGE_DATA"] = str(data.absolute())
