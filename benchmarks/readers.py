"""Two ways to find skills in Korean text, each in a process of its own so that its memory can be told.

`python -m benchmarks.readers automaton|morphemes|nothing` reads `{"texts": [...], "long": "..."}` from standard input
and writes what it found, how long it took and what the process weighs.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable

from talentbridge.skills.rules import lexicon
from talentbridge.skills.rules.dictionary import Hit, Name
from talentbridge.skills.rules.prepared import prepare
from talentbridge.skills.rules.recognition import SKILL, graph_names, recognise, with_context

Span = tuple[int, int, str]
MOST_TOKENS = 8  # of one name


def automaton() -> Callable[[str], list[Span]]:
    """The product's own: a dictionary that knows Korean particles."""
    recognise("파이썬")  # loads the graph
    return lambda text: [(found.start, found.end, found.skill_id) for found in recognise(text)]


def morphemes(*, context: bool) -> Callable[[str], list[Span]]:
    """kiwipiepy with every spelling of the graph as a word of its own; names begin and end where morphemes do.

    With `context`, unsure names (고, R) count only as in the product; without, where the analyser takes them for a noun
    or a foreign word.
    """
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1)
    names: dict[str, Name] = {}
    for name in graph_names(lexicon()):
        if name.group == SKILL:
            names.setdefault(_key(name.spelling), name)
            kiwi.add_user_word(name.spelling, "NNP")
    kiwi.tokenize("파이썬")

    def read(text: str) -> list[Span]:
        tokens = kiwi.tokenize(text)
        hits, place = [], 0
        while place < len(tokens):
            for count in range(min(MOST_TOKENS, len(tokens) - place), 0, -1):
                start, end = tokens[place].start, tokens[place + count - 1].end
                name = names.get(_key(text[start:end]))
                if name and (context or not name.is_unsure or tokens[place].tag in ("NNP", "NNG", "SL")):
                    hits.append(Hit(start, end, name))
                    place += count - 1
                    break
            place += 1
        if context:
            hits = with_context(prepare(text), hits)
        return [(hit.start, hit.end, hit.name.id) for hit in hits]

    return read


def _key(said: str) -> str:
    return said.casefold().replace(" ", "").replace("-", "")


READERS: dict[str, Callable[[], Callable[[str], list[Span]]]] = {
    "automaton": automaton,
    "morphemes": lambda: morphemes(context=False),
    "morphemes-in-context": lambda: morphemes(context=True),
    "nothing": lambda: lambda _text: [],
}


def main() -> None:
    """Read as the one named on the command line."""
    asked = json.load(sys.stdin)
    begin = time.process_time()
    read = READERS[sys.argv[1]]()
    loaded = time.process_time()
    found = [read(text) for text in asked["texts"]]
    each, whole = [], []
    for text in asked["texts"]:
        started = time.process_time()
        read(text)
        each.append(time.process_time() - started)
    for _ in range(3):
        started = time.process_time()
        read(asked["long"])
        whole.append(time.process_time() - started)
    told = {
        "found": found, "load_s": loaded - begin, "sentence_ms": 1000 * statistics.median(each),
        "long_ms": 1000 * min(whole), "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }  # fmt: skip
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
