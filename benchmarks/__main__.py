"""`python -m benchmarks [name ...] [--json FILE]`: measure, print a table, exit 1 when a promise is broken."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure

ALL = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(ALL))
@click.option(
    "--json", "target", type=click.Path(path_type=Path), help="Also write the figures into this file."
)
def main(names: tuple[str, ...], target: Path | None) -> None:
    """Run the benchmarks NAMES, or all of them. Each `bench_*.py` has `measure() -> list[Figure]`."""
    figures: list[Figure] = []
    for name in names or ALL:
        figures += import_module(f"benchmarks.bench_{name}").measure()
    table = Table("figure", "measured", "promised")
    for figure in figures:
        promise = "" if figure.promise is None else f"≤ {figure.promise:g} {figure.unit}"
        colour = "" if figure.is_kept else "[red]"
        table.add_row(figure.name, f"{colour}{figure.value:.2f} {figure.unit}", promise)
    Console().print(table)
    if target is not None:
        target.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n")
    if not all(figure.is_kept for figure in figures):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
