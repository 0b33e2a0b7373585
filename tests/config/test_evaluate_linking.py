"""`evaluate skills` and `evaluate titles`: files from outside in, ranks out, no database."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talentbridge.config.cli import main

HEADER = ["query", "item", "rank", "score"]


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    file = tmp_path / "labels.txt"
    file.write_text("Kubernetes\nmanage budgets\n\nJava (computer programming)\nmanage budgets\nbreed pigs\n")
    return file


def written(file: Path, text: str | bytes) -> Path:
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def run(verb: str, **options: object) -> Result:
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return CliRunner().invoke(main, ["evaluate", verb, *arguments])


def rows(file: Path) -> list[list[str]]:
    lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == HEADER
    return lines[1:]


def refused(told: Result) -> str:
    assert told.exit_code == 1, told.output
    assert told.output.startswith("Error: ") and told.output.count("\n") == 1, told.output
    return told.output


def test_each_sentence_once_its_labels_best_first(labels: Path, tmp_path: Path) -> None:
    sentences = written(
        tmp_path / "s.csv",
        'sentence,span\nWe run K8s clusters,K8s\n"a yearly ""budget"",\nand more",x\nWe run K8s clusters,\n ,\n',
    )
    out = tmp_path / "ranks.tsv"

    told = run("skills", labels=labels, sentences=sentences, out=out, top=3)

    assert told.exit_code == 0, told.output
    assert "2 queries, 4 items" in told.output
    found = rows(out)
    assert [row[0] for row in found] == ["We run K8s clusters"] * 3 + ['a yearly "budget", and more'] * 3
    assert [row[2] for row in found] == ["1", "2", "3"] * 2
    assert (found[0][1], found[3][1]) == ("Kubernetes", "manage budgets")
    assert [float(row[3]) for row in found[:3]] == sorted((float(row[3]) for row in found[:3]), reverse=True)


def test_all_titles_for_each_query_by_their_ids_as_they_stand_in_the_file(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "간호사")
    titles = written(tmp_path / "t.tsv", f"{decomposed}_1\t{decomposed}\r\nchef\tHead chef\r\nT3\t변호사\r\n")
    queries = written(tmp_path / "q.tsv", "\ufeffq1\tRegistered nurse\nq2\tAttorney\n요리사\n")
    out = tmp_path / "ranks.tsv"

    told = run("titles", queries=queries, titles=titles, lang="ko", out=out)

    assert told.exit_code == 0, told.output
    found = rows(out)
    assert len(found) == 9
    best = {row[0]: row[1] for row in found if row[2] == "1"}
    assert best == {"q1": f"{decomposed}_1", "q2": "T3", "요리사": "chef"}


def test_the_same_files_give_the_same_ranks_and_what_fits_nothing_keeps_the_order(
    labels: Path, tmp_path: Path
) -> None:
    sentences = written(tmp_path / "s.csv", "sentence\n하하하\nJava\n")
    for name in ("one.tsv", "two.tsv"):
        assert run("skills", labels=labels, sentences=sentences, out=tmp_path / name).exit_code == 0
    assert (tmp_path / "one.tsv").read_bytes() == (tmp_path / "two.tsv").read_bytes()
    nothing = [row[1] for row in rows(tmp_path / "one.tsv") if row[0] == "하하하"]
    assert nothing == ["Kubernetes", "manage budgets", "Java (computer programming)", "breed pigs"]


def test_columns_may_have_names(tmp_path: Path) -> None:
    titles = written(tmp_path / "t.tsv", "id\ttitle\n1\tNurse\n2\tChef\n")
    out = tmp_path / "ranks.tsv"

    assert run("titles", queries=titles, titles=titles, lang="en", out=out).exit_code == 0

    with out.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t"))
    assert [(row["query"], row["item"]) for row in found if row["rank"] == "1"] == [("1", "1"), ("2", "2")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text\nJava\n", "no column “sentence”"),
        ("sentence\n", "is empty"),
        ("", "is empty"),
        ("sentence\n \n", "is empty"),
        ("sentence\nJava\n".encode("utf-16"), "UTF-16"),
        ("sentence\n한국어\n".encode("cp949"), "UTF-8"),
        (b"%PDF-1.7\n", "PDF"),
    ],
)
def test_a_file_that_cannot_be_ranked_is_refused_in_one_line(
    labels: Path, tmp_path: Path, content: str | bytes, said: str
) -> None:
    sentences = written(tmp_path / "s.csv", content)
    out = tmp_path / "ranks.tsv"

    assert said in refused(run("skills", labels=labels, sentences=sentences, out=out))
    assert not out.exists()


def test_missing_files_twice_given_ids_and_unwritable_places_are_refused(
    labels: Path, tmp_path: Path
) -> None:
    sentences = written(tmp_path / "s.csv", "sentence\nJava\n")
    twice = written(tmp_path / "t.tsv", "1\tNurse\n1\tChef\n")

    assert "no file" in refused(
        run("skills", labels=tmp_path / "no", sentences=sentences, out=tmp_path / "o")
    )
    assert "not a file" in refused(run("skills", labels=tmp_path, sentences=sentences, out=tmp_path / "o"))
    assert "“1” stands there twice" in refused(
        run("titles", queries=twice, titles=twice, lang="en", out=tmp_path / "o")
    )
    assert "cannot be written" in refused(
        run("skills", labels=labels, sentences=sentences, out=tmp_path / "no" / "o")
    )


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    titles = written(tmp_path / "t.tsv", "1\tNurse\n")

    told = run("titles", queries=titles, titles=titles, lang="fr", out=tmp_path / "o")

    assert told.exit_code == 2
    assert "'fr' is not one of 'en', 'ko'" in told.output
