"""From the command to the first page, cold and warm, and what each process weighs."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure

COMMAND = [sys.executable, "-c", "from talentbridge.config.cli import main; main()", "--lang", "en"]
FIRST_PAGE = re.compile(r"First page after ([\d.]+) seconds")


def measure() -> list[Figure]:
    """Three starts on one fresh data directory, with the demo world: cold, second, and after `kill -9` of everything."""
    data = Path(tempfile.mkdtemp(prefix="bridge-bench-"))
    data.chmod(0o755)
    try:
        cold, weights = _start(data, signal.SIGINT)
        second, _ = _start(data, signal.SIGKILL)
        recovery, _ = _start(data, signal.SIGINT)
    finally:
        shutil.rmtree(data)
    return [
        Figure("first page, first start", cold, "s", 40),
        Figure("first page, second start", second, "s", 5),
        Figure("first page, after kill -9", recovery, "s", 5),
        *(Figure(f"memory of {name}", megabytes, "MB") for name, megabytes in weights.items()),
    ]


def _start(data: Path, ending: signal.Signals) -> tuple[float, dict[str, float]]:
    environment = os.environ | {"TALENTBRIDGE_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        [*COMMAND, "run", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if found := FIRST_PAGE.search(line):
            weights = _weights(process.pid)
            process.send_signal(ending)
            process.stdout.close()
            process.wait()
            return float(found[1]), weights
    raise RuntimeError("the bridge did not start; run `talentbridge run` to see why")


def _weights(supervisor: int) -> dict[str, float]:
    """Proportional set size in MB (shared pages are split between their users) of each process of the bridge."""
    family = {supervisor: "supervisor"}
    for entry in sorted((e for e in Path("/proc").iterdir() if e.name.isdigit()), key=lambda e: int(e.name)):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            words = (entry / "cmdline").read_text().split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent in family:
            inherited = family[parent]
            family[int(entry.name)] = (
                words[3]
                if "talentbridge.config.processes" in words
                else ("database" if inherited in ("supervisor", "database") else inherited)
            )
    weights: dict[str, float] = {}
    for pid, name in family.items():
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
        weights[name] = weights.get(name, 0) + int(found[1]) / 1000 if found else 0
    return weights
