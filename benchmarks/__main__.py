"""`python -m benchmarks [name ...]`: measure, print a Markdown table, write `results.json`; exit 1 on a broken promise."""

from __future__ import annotations

import json
import os
import platform
from importlib import import_module
from pathlib import Path

import click

from benchmarks.figures import Figure

HERE = Path(__file__).parent
ALL = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(ALL))
@click.option(
    "--json", "target", type=click.Path(path_type=Path), default=HERE / "results.json",
    help="The file that keeps the newest value of every figure that has a key (flat: key → number).",
)  # fmt: skip
def main(names: tuple[str, ...], target: Path) -> None:
    """Run the benchmarks NAMES, or all of them. Each `bench_*.py` has `measure() -> list[Figure]`."""
    figures: list[Figure] = []
    for name in names or ALL:
        click.echo(f"measuring {name} ...", err=True)
        figures += import_module(f"benchmarks.bench_{name}").measure()
    click.echo(f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}\n")
    click.echo("| figure | measured | promised | |\n|---|---:|---:|---|")
    for figure in figures:
        kept = "" if figure.promise is None else "kept" if figure.is_kept else "**not kept**"
        click.echo(f"| {figure.name} | {figure.measured} | {figure.promised} | {kept} |")
    known = json.loads(target.read_text()) if target.exists() else {}
    known |= {figure.key: round(figure.value, 4) for figure in figures if figure.key}
    target.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    if not all(figure.is_kept for figure in figures):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
