"""Past one machine: the same pool in parts on a Ray cluster, behind the same interface.

Each shard is a Ray actor that reads its part of the people itself and answers with the same code as one process;
`merged` makes one ranking of the answers, so the results are identical. A shard that dies is started again by Ray, on
another machine when its own is gone, and reads its part anew; until then answers say how many shards are lacking.
Needs ``talentbridge[cluster]``; nothing else imports Ray.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

import ray

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Refused
from talentbridge.kernel.text import N_
from talentbridge.matching.engine.people import tie_of
from talentbridge.matching.engine.pool import DEFAULT_WEIGHTS, NO_REFERENCE, Answer, Pool, merged
from talentbridge.matching.engine.scan import Question
from talentbridge.matching.engine.values import Ask, Ranking, Reference, Result, Weights
from talentbridge.talent.rules import Candidate

Load = Callable[[int, int], Callable[[date], Pool]]
PATIENCE = 2.0  # seconds in which a shard has to answer; it is lacking if it does not
NOT_REACHED = no(
    "matching.not_reached",
    N_("Some of the machines that hold the profiles do not answer now. Please try again in a few minutes."),
)
_log = logging.getLogger(__name__)


@ray.remote(max_restarts=-1, max_task_retries=0)
class _Shard:
    """One part of the people, as `load(number, of)` gives it: a function of the day, called before every ask.

    `load` must not raise: Ray starts an actor again when it dies, not when it could not be made.
    """

    def __init__(self, load: Load, number: int, of: int) -> None:
        self._part = load(number, of)

    def ask(self, act: str, on: date, krw_per: Mapping[str, Decimal], *arguments: Any, **options: Any) -> Any:
        """What the part answers to one of the questions of `Pool`, at the reference rates of the asker."""
        pool = self._part(on)
        reference = replace(pool.reference, krw_per=krw_per)
        answer = getattr(replace(pool, reference=reference), act)(*arguments, **options)
        return _packed(answer) if isinstance(answer, Answer) else answer


@dataclass(frozen=True, slots=True)
class _Packed:
    """A `Result` on its way. Most of what the shards send is not among the best of all and never unpacked."""

    candidate_id: int
    total: float
    whole: bytes
    rank: int = 0
    kept_for_newcomer: bool = False

    def unpacked(self) -> Result:
        whole: Result = pickle.loads(self.whole)  # noqa: S301 - from our own shards
        return replace(whole, rank=self.rank, kept_for_newcomer=self.kept_for_newcomer)


def _packed(answer: Answer) -> Answer:
    groups = {
        name: tuple(
            _Packed(result.candidate_id, result.total, pickle.dumps(result))
            for result in getattr(answer, name)
        )
        for name in ("asked", "new", "anonymous")
    }
    return replace(answer, **cast(Any, groups))


def start(load: Load, count: int, name: str) -> list[Any]:
    """`count` shards called `name`, spread over the machines; those that run already are taken, whoever started them.

    They outlive the caller, so that several processes ask the same ones and a restart reads nobody again. Shards of any
    other name in the caller's namespace (another version, another count) are ended. `load` has to be importable on the
    machines of the cluster. The caller has connected (`ray.init`).
    """
    wanted = [f"{name}/{number}-of-{count}" for number in range(count)]
    for old in set(ray.util.list_named_actors()) - set(wanted):
        ray.kill(ray.get_actor(old))
    shard: Any = _Shard  # what @ray.remote makes of a class has no type
    return [
        shard.options(
            name=each, get_if_exists=True, lifetime="detached", num_cpus=1, scheduling_strategy="SPREAD"
        ).remote(load, number, count)
        for number, each in enumerate(wanted)
    ]


@dataclass(frozen=True)
class Shards:
    """The people in parts, by the remainder of their id. Answers as a `Pool` of the day `on` does."""

    actors: Sequence[Any]
    on: date
    reference: Reference = NO_REFERENCE
    patience: float = PATIENCE

    def rank(
        self, ask: Ask, weights: Weights = DEFAULT_WEIGHTS, *, top: int = 20, easing: bool = True
    ) -> Ranking:
        """As `Pool.rank`; `Ranking.lacking` counts the parts that did not answer. Raises `Refused` when none did."""
        question = Question(ask, weights, self.reference)
        answers = self._asked(self.actors, "answer", ask, weights, top=top, easing=easing)
        if not answers:
            raise Refused(NOT_REACHED)
        ranking = merged(answers, question, top=top, of=len(self.actors))
        return replace(ranking, results=tuple(cast(_Packed, result).unpacked() for result in ranking.results))

    def candidate(self, candidate_id: int, ask: Ask) -> Candidate | None:
        """As `Pool.candidate`. Raises `Refused` while the person's part does not answer."""
        found: Candidate | None = self._at_home(candidate_id, "candidate", candidate_id, ask)
        return found

    def place(self, candidate_id: int, ask: Ask, weights: Weights = DEFAULT_WEIGHTS) -> int | None:
        """As `Pool.place`. Raises `Refused` while any part does not answer: a place among some would be wrong."""
        tenths = self._at_home(candidate_id, "tenths", candidate_id, ask, weights)
        if tenths is None:
            return None
        before = self._asked(self.actors, "better", ask, weights, tenths, tie_of(candidate_id))
        if len(before) < len(self.actors):
            raise Refused(NOT_REACHED)
        return 1 + sum(before)

    def _at_home(self, candidate_id: int, act: str, *arguments: Any) -> Any:
        """What the part that a person belongs to answers."""
        home = self.actors[candidate_id % len(self.actors)]
        if not (answers := self._asked([home], act, *arguments)):
            raise Refused(NOT_REACHED)
        return answers[0]

    def _asked(self, actors: Sequence[Any], act: str, *arguments: Any, **options: Any) -> list[Any]:
        """The answers of those of `actors` that answer in time."""
        asked = [
            actor.ask.remote(act, self.on, self.reference.krw_per, *arguments, **options) for actor in actors
        ]
        in_time, late = ray.wait(asked, num_returns=len(asked), timeout=self.patience)
        answers = []
        for each in in_time:
            try:
                answers.append(ray.get(each))
            except ray.exceptions.RayError as error:
                _log.warning("a shard cannot answer: %s", error)
        if late:
            _log.warning("%s of %s shards did not answer in %s s", len(late), len(asked), self.patience)
        return answers
