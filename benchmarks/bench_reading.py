"""The reader: our dictionary against a morpheme analyser on labelled Korean sentences; then real English texts.

Times are of the processor, so that a busy machine does not change them much.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from benchmarks.figures import SHARED, Figure

DATA = Path(__file__).parent / "data"
LABELLED = DATA / "reading-ko.txt"  # what both readers were developed with
HELD_OUT = (
    DATA / "reading-ko-held-out.txt"
)  # written and labelled when the reader was done; nothing was fitted to it
COMPANIES = SHARED / "remote-companies" / "companies.dev.csv"
SKILLSPAN = SHARED / "skillspan" / "dev.jsonl"
LONG = 50_000  # characters
ON = date(2026, 11, 23)
_LABEL = re.compile(r"\{([^|}]+)\|([^}]+)\}")

Span = tuple[int, int, str]


def measure() -> list[Figure]:
    """Precision, recall, time and memory of both readers; then recall and accuracy on texts of others, if at hand."""
    figures = list(_against_morphemes())
    figures += _everything()
    if COMPANIES.exists():
        figures += _companies()
    if SKILLSPAN.exists():
        figures += _knowledge()
    return figures


def labelled(file: Path) -> list[tuple[str, list[Span]]]:
    """The sentences of the file without their marks, and what is marked in each."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        text, spans, position = "", [], 0
        for match in _LABEL.finditer(line):
            text += line[position : match.start()]
            spans.append((len(text), len(text) + len(match[1]), match[2]))
            text += match[1]
            position = match.end()
        found.append((text + line[position:], spans))
    return found


def _against_morphemes() -> Iterator[Figure]:
    sentences, unseen = labelled(LABELLED), labelled(HELD_OUT)
    texts = [text for text, _spans in (*sentences, *unseen)]
    joined = " ".join(texts)
    asked = json.dumps({"texts": texts, "long": (joined * (LONG // len(joined) + 1))[:LONG]})
    bare = _run("nothing", asked)["rss_mb"]
    for reader in ("automaton", "morphemes", "morphemes-in-context"):
        told = _run(reader, asked)
        key = f"reading.{reader.replace('-', '_')}"
        for name, rows, found in (
            ("", sentences, told["found"][: len(sentences)]),
            ("held_out_", unseen, told["found"][len(sentences) :]),
        ):
            precision, recall, f1 = _scores([spans for _text, spans in rows], found)
            what = f"{reader}, {len(rows)} {'held-out ' if name else ''}sentences"
            promised = 0.85 if reader == "automaton" else None
            yield Figure(f"{what}, precision", precision, "", key=f"{key}.{name}precision")
            yield Figure(f"{what}, recall", recall, "", key=f"{key}.{name}recall")
            yield Figure(f"{what}, F1", f1, "", promised, at_least=True, key=f"{key}.{name}f1")
        yield Figure(f"{reader}, one sentence", told["sentence_ms"], "ms", key=f"{key}.sentence_ms")
        yield Figure(f"{reader}, {LONG:,} characters", told["long_ms"], "ms", key=f"{key}.long_ms")
        yield Figure(f"{reader}, memory above Python", told["rss_mb"] - bare, "MB", key=f"{key}.memory_mb")
        yield Figure(f"{reader}, loading", told["load_s"], "s", key=f"{key}.load_s")


def _run(reader: str, asked: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.readers", reader], input=asked, capture_output=True, text=True, check=True
    )  # fmt: skip
    return json.loads(done.stdout)


def _scores(gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]]) -> tuple[float, float, float]:
    """Precision, recall and F1: a skill is found where its id is and the places touch."""
    hits = wrong = missed = 0
    for wanted, given in zip(gold, found, strict=True):
        left = list(wanted)
        for start, end, id in given:
            match = next((each for each in left if each[2] == id and each[0] < end and start < each[1]), None)
            if match:
                left.remove(match)
                hits += 1
            else:
                wrong += 1
        missed += len(left)
    precision, recall = hits / (hits + wrong or 1), hits / (hits + missed or 1)
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def _everything() -> Iterator[Figure]:
    """All kinds at once, on a text as long as the longest that is read."""
    from talentbridge.skills.rules.reading import read

    need = Path(__file__).parents[1] / "docs" / "examples"
    text = "\n".join((need / name).read_text(encoding="utf-8") for name in ("need-ko.txt", "need-en.txt"))
    text = (text * (LONG // len(text) + 1))[:LONG]
    read(text[:100], ON)
    times = []
    for _ in range(3):
        started = time.process_time()
        read(text, ON)
        times.append(1000 * (time.process_time() - started))
    yield Figure(f"every kind, {LONG:,} characters", min(times), "ms", 300, key="reading.everything.long_ms")


def _companies() -> Iterator[Figure]:
    """Region and remote policy of companies, by rules alone. Floors: SOURCE.md of the set."""
    from talentbridge.skills.rules.reading import read

    with COMPANIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right: Counter[str] = Counter()
    for row in rows:
        where, how = read(row["region_text"], ON), read(row["remote_status_text"], ON)
        right["region"] += _region([*where] or how) == row["region"]
        right["policy"] += _policy(how) == row["remote_policy"]
    told = "of remote companies (majority .449, trained TF-IDF .685)"
    yield Figure(f"region {told}", right["region"] / len(rows), "", key="reading.companies.region")
    told = "of remote companies (majority .447, trained TF-IDF .701)"
    yield Figure(f"remote policy {told}", right["policy"] / len(rows), "", key="reading.companies.policy")


def _region(found: Sequence) -> str:
    """The label of the set that the places mean; nothing said is worldwide."""
    from talentbridge.skills.rules.reading import REGIONS, WORLDWIDE, Kind

    places = [str(each.value) for each in found if each.kind == Kind.PLACE]
    parts = {"americas": "americas", "europe": "emea", "asia-pacific": "asia-pacific"}
    named = {
        label
        for place in places
        for label, region in parts.items()
        if 2 * len((codes := REGIONS.get(place) or {place}) & REGIONS[region]) > len(codes)
    }
    if not places or WORLDWIDE in places or len(named) == len(parts):
        return WORLDWIDE
    if named == {"americas", "europe"}:
        return "americas-europe"
    return named.pop() if len(named) == 1 else "other"


def _policy(found: Sequence) -> str:
    """The label of the set that the modes mean: the most telling one, and remote beside an office is a hybrid."""
    from talentbridge.skills.rules.reading import Kind

    modes = {str(each.value) for each in found if each.kind == Kind.MODE}
    for mode, label in (
        ("hybrid", "hybrid"),
        ("remote_first", "remote-first"),
        ("fully_remote", "fully-remote"),
    ):
        if mode in modes:
            return label
    return "hybrid" if "on_site" in modes else "remote-friendly"


def _knowledge() -> Iterator[Figure]:
    """How many knowledge spans of SkillSpan (dev) a skill of the graph touches; for information, nothing is tuned."""
    from talentbridge.skills.rules import recognise

    touched = total = 0
    for line in SKILLSPAN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = " ".join(row["tokens"])
        found = [(each.start, each.end) for each in recognise(text)]
        for start, end in _spans(row["tokens"], row["tags_knowledge"]):
            total += 1
            touched += any(first < end and start < last for first, last in found)
    yield Figure(
        "SkillSpan dev, knowledge spans touched", touched / total, "", key="reading.skillspan.recall"
    )


def _spans(tokens: Sequence[str], tags: Sequence[str]) -> list[tuple[int, int]]:
    """Places of BIO spans in the tokens joined by blanks."""
    spans: list[tuple[int, int]] = []
    start, is_open = 0, False
    for token, tag in zip(tokens, tags, strict=True):
        end = start + len(token)
        if tag == "B" or (tag == "I" and not is_open):
            spans.append((start, end))
        elif tag == "I":
            spans[-1] = (spans[-1][0], end)
        is_open = tag != "O"
        start = end + 1
    return spans
