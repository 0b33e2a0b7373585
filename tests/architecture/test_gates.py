"""Every gate over the real house, and over a small wrong one that it must refuse."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import gates

HOUSE = Path(__file__).resolve().parents[2] / "src" / "talentbridge"

WRONG = {
    "standard_names": {"escrow/utils.py": "x = 1\n"},
    "ceilings": {"escrow/services.py": "def long():\n" + "    x = 1\n" * 70},
    "no_tables_in_surfaces": {"escrow/web.py": "def page(r):\n    return Milestone.objects.all()\n"},
    "no_clock_below_surfaces": {"escrow/services.py": "def verb():\n    return now()\n"},
    "pure_files": {"escrow/rules.py": "from django.db import models\n"},
    "doors": {"escrow/services.py": "from talentbridge.contracts.models import Contract\n"},
    "whole_sentences": {"escrow/rules.py": 'N_(f"You owe {x}")\n'},
}


@pytest.mark.parametrize("gate", gates.GATES, ids=lambda gate: gate.__name__)
def test_the_house_passes(gate):
    assert gate(HOUSE) == []


@pytest.mark.parametrize("gate", gates.GATES, ids=lambda gate: gate.__name__)
def test_a_violation_is_caught(gate, tmp_path):
    house = tmp_path / "talentbridge"
    files = {"escrow/__init__.py": "", "contracts/__init__.py": "", "contracts/models.py": ""}
    for name, text in (files | WRONG[gate.__name__]).items():
        path = house / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert gate(house)


def test_every_gate_has_its_violation():
    assert set(WRONG) == {gate.__name__ for gate in gates.GATES}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("an import that looks up", {"low/rules.py": "import house.high.rules\n"}),
        ("a folder without a floor", {"stray/__init__.py": ""}),
    ],
)
def test_the_floors_catch(tmp_path, name, source):
    """The same kind of contract as ours (exhaustive layers), over a house of two floors."""
    files = {
        "__init__.py": "", "high/__init__.py": "", "high/rules.py": "", "low/__init__.py": "", "low/rules.py": "",
    } | source  # fmt: skip
    for file, text in files.items():
        path = tmp_path / "house" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.importlinter]\nroot_packages=["house"]\n[[tool.importlinter.contracts]]\nname="floors"\n'
        'type="layers"\ncontainers=["house"]\nexhaustive=true\nlayers=["high","low"]\n'
    )
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr


def test_the_real_floors_hold():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=HOUSE.parents[1], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
