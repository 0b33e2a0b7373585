"""`evaluate read` and `evaluate aliases`: files from outside in, offsets and ids out, no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talentbridge.config.cli import main


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, arguments)])


def read(texts: Path, out: Path) -> list[dict]:
    told = run("read", "--texts", texts, "--out", out, "--on", "2026-11-23")
    assert told.exit_code == 0, told.output
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_every_text_comes_with_its_id_and_offsets_that_hold(tmp_path: Path) -> None:
    texts = tmp_path / "texts.tsv"
    texts.write_text(
        'lang\tid\ttext\nko\tA7\t파이썬 3년 이상, 월 600만원 🙂\nen\tB9\t"no AWS needed\t""React"""\n'
    )

    first, second = read(texts, tmp_path / "out.jsonl")

    assert (first["id"], second["id"]) == ("A7", "B9")
    assert second["text"] == 'no AWS needed\t"React"'
    for row in (first, second):
        for found in row["found"]:
            assert row["text"][found["start"] : found["end"]] == found["said"]
    assert {found["kind"] for found in first["found"]} == {"skill", "skill_level", "years", "pay"}
    assert [(found["kind"], found["value"]) for found in second["found"]] == [
        ("not_needed", {"kind": "skill", "what": "aws"}),
        ("skill", "react"),
    ]


def test_a_file_without_names_of_columns_is_a_list_of_texts(tmp_path: Path) -> None:
    texts = tmp_path / "texts.tsv"
    texts.write_text('"React" 개발자\tx\n파이썬 12월 1일부터\ty\n')

    first, second = read(texts, tmp_path / "out.jsonl")

    assert (first["id"], first["text"]) == ("1", '"React" 개발자')
    assert second["found"][-1]["value"] == "2026-12-01"


def test_names_are_resolved_to_one_id_whatever_the_language(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.tsv", tmp_path / "out.tsv"
    pairs.write_text(
        "en\tko\nReact.js\t리액트\nGo\t고\nback-end developer\t백엔드 개발자\nJava\t파이썬\nplumber\t배관공\n"
    )

    told = run("aliases", "--pairs", pairs, "--out", out)

    assert "3 of 5" in told.output
    assert out.read_text().splitlines() == [
        "ko\ten\tko_id\ten_id\tsame",
        "리액트\tReact.js\treact\treact\tyes",
        "고\tGo\tgo\tgo\tyes",
        "백엔드 개발자\tback-end developer\tbackend-developer\tbackend-developer\tyes",
        "파이썬\tJava\tpython\tjava\tno",
        "배관공\tplumber\t\t\tno",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"id\tfoo\n1\tx\n", "no column “text”"),
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        ("파이썬".encode("cp949") * 20, "not in UTF-8"),
        ("text\nx".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n", "PNG"),
        (b"x" * 4_500_000, "a line of more than"),
        (b"id\ttext\nA\n", "row 1: it has fewer columns"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(content: bytes, sentence: str, tmp_path: Path) -> None:
    texts = tmp_path / "texts.tsv"
    texts.write_bytes(content)

    told = run("read", "--texts", texts, "--out", tmp_path / "out.jsonl")

    assert told.exit_code == 1
    assert sentence in told.output
    assert len(told.output.splitlines()) == 1
    assert not (tmp_path / "out.jsonl").exists()


def test_one_name_a_line_is_no_pair(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("리액트\n")
    told = run("aliases", "--pairs", pairs, "--out", tmp_path / "out.tsv")
    assert told.exit_code == 1
    assert "no column" in told.output


def test_reading_asks_for_no_database(tmp_path: Path) -> None:
    texts = tmp_path / "texts.tsv"
    texts.write_text("React 개발자\n")
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "LC_ALL": "C"}
    command = (
        "import sys; from talentbridge.config.cli import main; main(standalone_mode=False); "
        "print('django.db' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", command, "evaluate", "read", "--texts", str(texts), "--out", str(tmp_path / "out.jsonl")],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "False", done.stderr
