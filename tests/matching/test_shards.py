"""A real Ray cluster of two nodes on loopback: the same answers as one process, and honest ones while a part is gone."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection

from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Refused
from talentbridge.matching import queries
from talentbridge.matching.engine import Ask, Pool, Ranking, SkillWish, Weights
from talentbridge.matching.engine.shards import Shards, start
from talentbridge.policy.services import load_reviewed_rules
from talentbridge.talent import services as talent
from tests.factories import matching
from tests.matching import crowd, loopback
from tests.matching.loopback import Cluster, ray

pytestmark = pytest.mark.slow
SHARDS = 3
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def cluster(django_db_setup: None) -> Iterator[Cluster]:
    database = connection.settings_dict
    user = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    url = f"postgresql://{user}@:{database['PORT']}/{database['NAME']}?host={quote(database['HOST'])}"
    with loopback.two_nodes(DATABASE_URL=url) as nodes:  # what shards read is the database of these tests
        yield nodes


@pytest.fixture(scope="module")
def shards(cluster: Cluster) -> Shards:
    return Shards(start(crowd.part, SHARDS, "crowd"), TODAY, crowd.REFERENCE, patience=60)


@pytest.fixture(scope="module")
def one() -> Pool:
    return crowd.part(0, 1)(TODAY)


def whole_again(shards: Shards, seed: int) -> Ranking:
    """The first answer that lacks nothing."""
    until = time.monotonic() + 60
    while (ranking := shards.rank(crowd.ask(seed))).lacking:
        assert time.monotonic() < until, "a shard did not come back"
        time.sleep(0.2)
    return ranking


def test_the_cluster_has_two_nodes_on_loopback_and_shards_on_both(shards):
    nodes = {node["NodeID"]: node["NodeManagerAddress"] for node in ray.nodes() if node["Alive"]}
    assert list(nodes.values()) == ["127.0.0.1", "127.0.0.1"]
    shards.rank(crowd.ask(1))  # every shard is up
    assert {actor["NodeID"] for actor in running()} == set(nodes)


def test_a_thousand_asks_are_answered_as_by_one_process(shards, one):
    asks = [(crowd.ask(seed), (3, 10, 20)[seed % 3]) for seed in range(1000)]
    answered = 0
    with ThreadPoolExecutor(3) as people:  # several at once, as in the web process
        answers = people.map(lambda asked: shards.rank(asked[0], top=asked[1]), asks)
        for (ask, top), there in zip(asks, answers, strict=True):
            here = one.rank(ask, top=top)
            assert there == in_parts(here)
            assert there.excluded.most_common() == here.excluded.most_common()  # in the same order
            answered += bool(here.results)
    assert answered > 500  # most asks find somebody


def test_a_person_and_a_place_are_found_wherever_they_are(shards, one):
    for seed in range(20):
        ask = crowd.ask(seed)
        for result in one.rank(ask, top=3).results:
            assert shards.place(result.candidate_id, ask) == one.place(result.candidate_id, ask)
            assert shards.candidate(result.candidate_id, ask) == one.candidate(result.candidate_id, ask)
    assert shards.candidate(10**9, crowd.ask(1)) is None
    assert shards.place(10**9, crowd.ask(1)) is None


def test_weights_that_sum_to_nothing_are_refused_as_by_one_process(shards):
    with pytest.raises(ValueError, match="nothing"):
        shards.rank(crowd.ask(1), Weights(0, 0, 0, 0, 0, 0, 0, 0))


def test_who_asks_later_finds_the_same_shards(shards):
    again = start(crowd.part, SHARDS, "crowd")
    assert [actor._actor_id for actor in again] == [actor._actor_id for actor in shards.actors]


def test_while_a_shard_is_gone_the_answer_says_so_and_then_it_is_whole_again(shards, one):
    ask, whole = crowd.ask(3), one.rank(crowd.ask(3))
    lost = next(result for result in whole.results if result.candidate_id % SHARDS == 1)
    assert not shards.rank(ask).lacking  # warm: the others answer at once
    impatient = replace(shards, patience=0.5)  # Ray may have it back within the usual two seconds
    ray.kill(shards.actors[1], no_restart=False)
    partial = impatient.rank(ask)
    assert (partial.parts, partial.lacking) == (SHARDS, 1)
    assert partial.pool == whole.pool - crowd.part(1, SHARDS)(TODAY).size
    assert lost.candidate_id not in {result.candidate_id for result in partial.results}
    assert whole_again(shards, 3) == in_parts(whole)


def test_a_node_that_is_removed_takes_its_shards_along_and_they_come_back_on_the_other(cluster, shards, one):
    whole = one.rank(crowd.ask(3))
    [node] = cluster.worker_nodes
    on_it = [actor for actor in running() if actor["NodeID"] == node.node_id]
    assert on_it
    cluster.remove_node(node, allow_graceful=False)
    impatient = replace(shards, patience=0.5)
    partial = next(ranking for _ in range(1000) if (ranking := impatient.rank(crowd.ask(3))).lacking)
    assert partial.pool < whole.pool
    assert whole_again(shards, 3) == in_parts(whole)
    assert {actor["NodeID"] for actor in running()} == {cluster.head_node.node_id}


def test_nobody_is_called_absent_who_is_only_out_of_reach(shards, one):
    ask = crowd.ask(3)
    person = one.rank(ask).results[0].candidate_id
    ray.kill(shards.actors[person % SHARDS])  # for good
    for question in (shards.candidate, shards.place):
        with pytest.raises(Refused, match="not_reached"):
            question(person, ask)
    for actor in shards.actors:
        ray.kill(actor)
    with pytest.raises(Refused, match="not_reached"):  # not "nobody fits"
        shards.rank(ask)


def test_shards_of_another_version_give_way_to_those_of_this_one(cluster):
    for version in ("2026.12", "2027.1"):
        assert (
            Shards(start(crowd.part, 1, version), TODAY, crowd.REFERENCE, patience=60).rank(crowd.ask(3)).pool
        )
    assert ray.util.list_named_actors() == ["2027.1/0-of-1"]


@pytest.mark.django_db(transaction=True)
def test_shards_read_the_database_themselves_and_keep_up_with_it(cluster, settings):
    load_reviewed_rules()
    own, profile = matching.talent_with_profile()
    for number in range(12):
        matching.anonymous_profile(
            skills={"python": 1 + number % 6, "airflow": 3}, rate_minor=3_000_000 + number
        )
    ask = Ask(
        on=TODAY, skills=(SkillWish("python", 3), SkillWish("kafka", 2, is_must=False)), english="B2",
        budget_krw_month=8_000_000,
    )  # fmt: skip

    def both() -> Ranking:
        settings.SHARDS = 0
        here = queries.pool(on=TODAY).rank(ask)
        settings.SHARDS = 2
        there = replace(queries.pool(on=TODAY), patience=60).rank(ask)
        assert (there.parts, there.lacking) == (2, 0)
        assert there == replace(here, parts=2)
        return there

    before = both()
    assert (before.pool, before.passed) == (13, 9)
    talent.save_profile(actor=own, draft=replace(matching.FITTING, skills={"python": 2}), at=now())
    matching.anonymous_profile(skills={"python": 6})
    after = both()
    assert (after.pool, after.passed) == (14, 9)
    assert profile.pk in {result.candidate_id for result in before.results}
    assert profile.pk not in {result.candidate_id for result in after.results}


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_is_made_anew_and_refused_until_then(cluster, settings):
    load_reviewed_rules()
    settings.SHARDS, settings.RAY_ADDRESS = 2, cluster.address
    ask = Ask(on=TODAY, skills=(SkillWish("python", 3),))
    assert replace(queries.pool(on=TODAY), patience=60).rank(ask).parts == 2
    ray.shutdown()
    settings.RAY_ADDRESS = "127.0.0.1:1"
    with pytest.raises(Refused, match="not_reached"):
        queries.pool(on=TODAY)
    assert not ray.is_initialized()  # and no cluster of its own was started meanwhile
    settings.RAY_ADDRESS = cluster.address
    assert replace(queries.pool(on=TODAY), patience=60).rank(ask).lacking == 0


def test_a_process_without_the_setting_never_loads_ray():
    program = (
        "import sys, django; django.setup(); import talentbridge.config.urls, talentbridge.matching.services;"
        " sys.exit('ray' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def in_parts(ranking: Ranking) -> Ranking:
    """The answer of one process, as shards give it."""
    return replace(ranking, parts=SHARDS)


def running() -> list[dict[str, str]]:
    """The shards that are up, and the node each is on."""
    found = ray._private.state.actors().values()
    return [{"NodeID": actor["Address"]["NodeID"], **actor} for actor in found if actor["State"] == "ALIVE"]
