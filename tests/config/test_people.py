"""The first operator of a bridge without a demo world."""

from __future__ import annotations

from pathlib import Path

from tests.config.commands import refused, run

WHO = ("--organisation", "시험 진흥원", "--name", "배수아", "--email", "sua@agency.example")


def test_the_first_operator_is_enrolled_once(tmp_path_factory) -> None:
    data: Path = tmp_path_factory.mktemp("bridge-people")
    data.chmod(0o755)
    assert "common" in refused("enrol-operator", *WHO, "--password", "password1234", data=data)

    done = run("enrol-operator", *WHO, "--password", "a long and quiet river", data=data)
    assert done.returncode == 0, done
    assert "배수아" in done.stdout

    assert "address" in refused("enrol-operator", *WHO, "--password", "a long and quiet river", data=data)
