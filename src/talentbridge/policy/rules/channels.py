"""Which hiring channels fit a need: a plan of several, with reasons, and what would change it. Pure; no database.

The reasons are the specification's own conditions of fit and its good and bad points (rows ``channel.*``); how they are
weighed against each other, and from which number on something counts as many or as urgent, is the platform's judgement
and says so on the page. A condition of fit that is met counts two, every other point one for or against, so that anybody
can add them up by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from talentbridge.kernel.text import N_
from talentbridge.policy.rules.rows import Rule

# Judgement of the platform: from where on a word of the specification holds.
MANY = 5  # people: "hiring in numbers"
URGENT = 8  # weeks or fewer: "urgent"
PATIENT = 16  # weeks or more: time enough for a fair's date or a programme's procedure
SENIOR = 5  # level from which "key position", "high-level specialist"
JUNIOR = 2  # level up to which a headhunter's fee is out of proportion
FIT = 2  # what a met condition of fit counts; every other point counts one
LEAST_PLAN, MOST_PLAN = 2, 3  # channels of a plan: the specification advises a hybrid


class Channel(StrEnum):
    """The specification's six channels, in the order in which it advises them for small companies where points tie."""

    GOVERNMENT = "government"
    PLATFORM = "platform"
    REFERRAL = "referral"
    FAIR = "fair"
    HEADHUNTING = "headhunting"
    DIRECT = "direct"


class Part(StrEnum):
    """A channel's part in the plan."""

    FIRST = "first"
    BESIDE = "beside"
    NOT_NOW = "not_now"


@dataclass(frozen=True)
class NeedFacts:
    """What the advice rests on. `weeks`: until the work has to begin; `level` 1–6; `budget_krw`: won a person a month,
    None when not known."""

    people: int = 1
    weeks: int = 12
    level: int = 3
    is_rare: bool = False
    budget_krw: int | None = None
    is_first_time: bool = False
    is_long_term: bool = False
    needs_korean: bool = False


@dataclass(frozen=True)
class Reason:
    """One point for or against a channel, as a message id with its facts. `by_specification`: read in its table; else
    the platform's own judgement."""

    sentence: str
    facts: dict[str, str] = field(default_factory=dict)
    speaks_for: bool = True
    by_specification: bool = True
    weight: int = 1

    @property
    def points(self) -> int:
        return self.weight if self.speaks_for else -self.weight


@dataclass(frozen=True)
class Change:
    """If this were otherwise, `channel` would come first."""

    sentence: str
    facts: dict[str, str]
    channel: Channel


@dataclass(frozen=True)
class Advice:
    """One channel of the plan, best first. `points` is reasons for minus reasons against."""

    channel: Channel
    part: Part
    points: int
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...] = ()


Fee = tuple[Rule, Rule]  # lower and upper end of the headhunting fee, rates of annual pay


def advise(need: NeedFacts, fee: Fee | None = None) -> tuple[Advice, ...]:
    """All six channels, ranked: the first, one or two beside it, and the rest. `fee` lets a reason name an amount.

    Whatever has no more for it than against it is not advised now, except that a plan keeps at least two channels. The
    first one carries what would change the plan: found by asking again with one fact changed. Raises ValueError for
    facts that no need has.
    """
    _require_possible(need)
    ranked = _ranked(need, fee)
    wanted = sum(points > 0 for _, points, _ in ranked)
    size = min(max(wanted, LEAST_PLAN), MOST_PLAN)
    return tuple(
        Advice(
            channel=channel,
            part=Part.FIRST if place == 0 else Part.BESIDE if place < size else Part.NOT_NOW,
            points=points,
            reasons=reasons,
            changes=_changes(need, channel) if place == 0 else (),
        )
        for place, (channel, points, reasons) in enumerate(ranked)
    )


def fee_range(budget_krw: int, fee: Fee) -> tuple[int, int]:
    """The headhunting fee for one person in won: twelve months' pay times each end of the rate, rounded to a won."""
    low, high = (int((Decimal(budget_krw) * 12 * rule.value).to_integral_value()) for rule in fee)
    return low, high


def _require_possible(need: NeedFacts) -> None:
    if need.people < 1 or need.weeks < 0 or not 1 <= need.level <= 6:
        raise ValueError(f"no need is like this: {need}")
    if need.budget_krw is not None and need.budget_krw < 0:
        raise ValueError("a budget is not negative")


def _ranked(need: NeedFacts, fee: Fee | None) -> list[tuple[Channel, int, tuple[Reason, ...]]]:
    scored = []
    for channel in Channel:
        reasons = tuple(sorted(_REASONS[channel](need, fee), key=lambda each: -each.points))
        scored.append((channel, sum(each.points for each in reasons), reasons))
    order = list(Channel)
    return sorted(scored, key=lambda each: (-each[1], order.index(each[0])))


def _changes(need: NeedFacts, first: Channel) -> tuple[Change, ...]:
    found = []
    for sentence, facts, other in _variants(need):
        leader = _ranked(other, None)[0][0]
        if leader is not first:
            found.append(Change(sentence, facts, leader))
    return tuple(found)


def _variants(need: NeedFacts) -> Iterator[tuple[str, dict[str, str], NeedFacts]]:
    """The same need with one fact changed, each with the condition in words."""
    if need.weeks < PATIENT:
        yield (
            N_("If the work could begin in {weeks} weeks"),
            {"weeks": str(PATIENT)},
            replace(need, weeks=PATIENT),
        )
    if need.weeks > URGENT:
        yield N_("If the work had to begin within {weeks} weeks"), {"weeks": "4"}, replace(need, weeks=4)
    if need.people < MANY:
        yield N_("If it were {people} people"), {"people": "10"}, replace(need, people=10)
    else:
        yield N_("If it were one person"), {}, replace(need, people=1)
    if need.is_long_term:
        yield N_("If it were one project only"), {}, replace(need, is_long_term=False)
    else:
        yield N_("If the person should stay for long"), {}, replace(need, is_long_term=True)
    if need.is_rare:
        yield N_("If the skill were not rare"), {}, replace(need, is_rare=False)
    else:
        yield N_("If the skill were rare"), {}, replace(need, is_rare=True)
    if need.is_first_time:
        yield N_("If it were not your first time abroad"), {}, replace(need, is_first_time=False)
    else:
        yield N_("If it were your first time abroad"), {}, replace(need, is_first_time=True)
    if need.level < SENIOR:
        yield (
            N_("If it were a key position of level {level}"),
            {"level": str(SENIOR)},
            replace(need, level=SENIOR),
        )


def _fair(need: NeedFacts, fee: Fee | None) -> Iterator[Reason]:
    if need.people >= MANY:
        yield Reason(N_("Fits hiring in numbers: {people} people."), {"people": str(need.people)}, weight=FIT)
        if need.weeks >= PATIENT:
            yield Reason(N_("There is time to wait for a fair and search there in one go."))
    else:
        yield Reason(N_("A fair is for hiring in numbers; few people are needed here."), speaks_for=False)
    if need.needs_korean:
        yield Reason(N_("Language can be checked face to face."))
    if need.weeks <= URGENT:
        yield Reason(
            N_("It is bound to the time and place where it is held, and the need is urgent."),
            speaks_for=False,
        )


def _government(need: NeedFacts, fee: Fee | None) -> Iterator[Reason]:
    if need.is_first_time:
        yield Reason(
            N_(
                "Fits companies with little experience of hiring abroad: proven channel, help with paperwork."
            ),
            weight=FIT,
        )
    if need.budget_krw is not None and need.is_first_time:
        yield Reason(N_("Takes part of the first costs off a limited budget."))
    if need.is_rare:
        yield Reason(N_("Fits attracting people of a certain technology strategically."), weight=FIT)
    if need.needs_korean:
        yield Reason(
            N_(
                "Programmes such as K-Tech College prepare people for Korean companies, so Korean is found there more often."
            ),
            by_specification=False,
        )
    if need.weeks >= PATIENT:
        yield Reason(N_("There is time for its procedure."), by_specification=False)
    if need.weeks <= URGENT:
        yield Reason(N_("It is not flexible, and the need is urgent."), speaks_for=False)
    if need.people >= MANY:
        yield Reason(N_("Who and how many are supported is limited."), speaks_for=False)


def _platform(need: NeedFacts, fee: Fee | None) -> Iterator[Reason]:
    if not need.is_long_term:
        yield Reason(
            N_("Fits specialists for one project at short term, with a flexible contract."), weight=FIT
        )
    if need.is_first_time:
        yield Reason(
            N_("No entity abroad is needed; with an EOR the legal and administrative load is smaller.")
        )
    if need.weeks <= URGENT:
        yield Reason(N_("Hiring is simple, which helps when the need is urgent."))
    if need.is_long_term:
        yield Reason(N_("Belonging stays low, and the person should stay for long."), speaks_for=False)
    if need.level >= SENIOR:
        yield Reason(N_("Quality is uneven: a key position needs verification of its own."), speaks_for=False)
    if need.needs_korean:
        yield Reason(
            N_("Broad platforms rarely tell how well somebody speaks Korean."),
            speaks_for=False,
            by_specification=False,
        )


def _headhunting(need: NeedFacts, fee: Fee | None) -> Iterator[Reason]:
    if need.level >= SENIOR and need.weeks <= URGENT:
        yield Reason(N_("Fits urgent hiring for a key position; it shortens the search."), weight=FIT)
    if need.is_rare:
        yield Reason(N_("Fits specialists who are rare in Korea."), weight=FIT)
    if need.level >= SENIOR:
        yield Reason(N_("High-level specialists are easier to win this way."))
    yield _fee_reason(need, fee)
    if not need.is_long_term:
        yield Reason(
            N_("The fee is reckoned on a year's pay, and this is one project."),
            speaks_for=False,
            by_specification=False,
        )
    if need.people >= MANY:
        yield Reason(
            N_("The fee falls due for each of {people} people."),
            {"people": str(need.people)},
            speaks_for=False,
        )
    if need.level <= JUNIOR:
        yield Reason(
            N_("For this level the fee is out of proportion."), speaks_for=False, by_specification=False
        )


def _fee_reason(need: NeedFacts, fee: Fee | None) -> Reason:
    if fee is None:
        return Reason(N_("The fee is high."), speaks_for=False)
    rates = "–".join(f"{(rule.value * 100).normalize():f}" for rule in fee)
    if not need.budget_krw:
        return Reason(N_("The fee is high: {rates} % of annual pay."), {"rates": rates}, speaks_for=False)
    low, high = fee_range(need.budget_krw, fee)
    return Reason(
        N_("The fee is high: {rates} % of annual pay, here ₩{low}–{high} a person."),
        {"rates": rates, "low": f"{low:,}", "high": f"{high:,}"},
        speaks_for=False,
    )


def _referral(need: NeedFacts, fee: Fee | None) -> Iterator[Reason]:
    if need.is_long_term:
        yield Reason(N_("Fits where somebody should stay and fit the culture."), weight=FIT)
    if need.level >= SENIOR:
        yield Reason(N_("Proven people are likely, which counts for a key position."))
    if need.people < MANY:
        yield Reason(N_("It saves hiring cost and time."))
    else:
        yield Reason(
            N_("The pool is small and alike; {people} people are hard to find in it."),
            {"people": str(need.people)},
            speaks_for=False,
        )
    if need.is_rare:
        yield Reason(N_("The circle of one's own staff is limited, and the skill is rare."), speaks_for=False)
    if need.weeks <= URGENT:
        yield Reason(
            N_("It depends on who is known to whom and cannot be hurried."),
            speaks_for=False,
            by_specification=False,
        )
    if need.is_first_time:
        yield Reason(
            N_("Without experience abroad there are few to recommend anybody there."),
            speaks_for=False,
            by_specification=False,
        )


def _direct(need: NeedFacts, fee: Fee | None) -> Iterator[Reason]:
    if need.is_long_term:
        yield Reason(N_("Fits hiring all year and being known as an employer."))
    if need.people >= MANY:
        yield Reason(N_("Draws applications from a wide range of people."), weight=FIT)
    if need.weeks >= PATIENT and not need.is_rare:
        yield Reason(N_("It costs little, and there is time to choose."))
    if need.weeks <= URGENT:
        yield Reason(N_("Competition is strong, and there is little time to be found."), speaks_for=False)
    if need.is_rare:
        yield Reason(N_("It may not suit specialists."), speaks_for=False)
    if need.level >= SENIOR:
        yield Reason(N_("Good people are hard to pick out among many."), speaks_for=False)
    if need.is_first_time:
        yield Reason(
            N_("Abroad hardly anybody knows the company yet."), speaks_for=False, by_specification=False
        )


_REASONS: dict[Channel, Callable[[NeedFacts, Fee | None], Iterator[Reason]]] = {
    Channel.FAIR: _fair,
    Channel.GOVERNMENT: _government,
    Channel.PLATFORM: _platform,
    Channel.HEADHUNTING: _headhunting,
    Channel.REFERRAL: _referral,
    Channel.DIRECT: _direct,
}
