"""`evaluate`: doors for measuring. What the product does anyway, on a file from outside (docs/formats.md)."""

from __future__ import annotations

import click

from talentbridge.config.cli import linking, reading


@click.group()
def evaluate() -> None:
    """Measure what the product reads and ranks, on files of your own."""


evaluate.add_command(reading.read)
evaluate.add_command(reading.aliases)
evaluate.add_command(linking.skills)
evaluate.add_command(linking.titles)
