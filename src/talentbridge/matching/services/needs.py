"""From a need in plain words straight to an explained shortlist; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override

from talentbridge.demand import rules as demand
from talentbridge.kernel.errors import Invalid
from talentbridge.matching import engine, queries, rules
from talentbridge.skills import queries as skills
from talentbridge.talent import queries as talent

if TYPE_CHECKING:
    from talentbridge.talent.models import Profile


@dataclass(frozen=True)
class MatchReport:
    """An explained shortlist of a need: `lines` for a terminal, `to_json` for machines (`docs/formats.md`).

    `ranking` is the exact answer. When nobody meets every condition, `shown` are those who do without the `eased`
    ones; otherwise the two are the same.
    """

    need: demand.TaskDraft
    ask: engine.Ask
    ranking: engine.Ranking
    shown: engine.Ranking
    eased: tuple[str, ...]
    profiles: Mapping[int, Profile]
    language: str

    def lines(self) -> Iterator[str]:
        """The report as text, in its language."""
        with override(self.language):
            yield from self._asked()
            yield ""
            yield from self._counted()
            for result in self.shown.results:
                yield ""
                yield from self._person(result)
            yield ""
            yield gettext("Scores are advice. A person decides, and writes why.")
            if any(profile.origin == "dou" for profile in self.profiles.values()):
                yield gettext("Anonymous profiles: DOU salary survey, https://dou.ua/")

    def to_json(self) -> dict[str, Any]:
        """Plain values in a stable shape; sentences in the report's language, facts for machines."""
        with override(self.language):
            return {
                "version": self.ranking.version,
                "language": self.language,
                "need": self.need.to_json(),
                "ask": _plain(asdict(self.ask)),
                "pool": self.ranking.pool,
                "passed": self.ranking.passed,
                "parts": self.ranking.parts,
                "lacking": self.ranking.lacking,
                "eased": list(self.eased),
                "results": [self._plain_result(result) for result in self.shown.results],
                "excluded": [
                    {"constraint": key, "count": count, "sentence": self._constraint(key)}
                    for key, count in self.ranking.excluded.most_common()
                ],
                "relaxations": [
                    {**asdict(relaxation), "sentence": self._relaxation(relaxation)}
                    for relaxation in self.ranking.relaxations
                ],
            }

    @property
    def _names(self) -> Mapping[str, str]:
        return skills.names(self.language)

    def _tell(self, sentence: str, facts: Mapping[str, Any]) -> str:
        return engine.tell(sentence, facts, translate=gettext, names=self._names)

    def _constraint(self, key: str) -> str:
        return engine.tell_constraint(key, translate=gettext, names=self._names)

    def _relaxation(self, relaxation: engine.Relaxation) -> str:
        return engine.tell_relaxation(relaxation, translate=gettext, names=self._names)

    def _asked(self) -> Iterator[str]:
        must, wished = (
            gettext("Must have: {skill}, level {level}"),
            gettext("Wished for: {skill}, level {level}"),
        )
        for wish in self.ask.skills:
            name = self._names.get(wish.skill_id, wish.skill_id)
            yield (must if wish.is_must else wished).format(skill=name, level=wish.level)
        if not self.ask.skills:
            yield gettext("The need names no skill that the bridge knows, so skills are not compared.")
        if self.ask.budget_krw_month is not None:
            yield gettext("Budget: {krw} a month").format(krw=f"₩{self.ask.budget_krw_month:,}")
        if self.ask.overlap_hours:
            yield gettext("Overlap: {hours} hours a day").format(hours=f"{self.ask.overlap_hours:g}")
        for label, level in ((gettext("English"), self.ask.english), (gettext("Korean"), self.ask.korean)):
            if level:
                yield f"{label}: {level}"
        if self.ask.starts_on:
            yield gettext("Start: {date}").format(date=self.ask.starts_on.isoformat())

    def _counted(self) -> Iterator[str]:
        whole = rules.is_whole(parts=self.ranking.parts, lacking=self.ranking.lacking)
        if not whole:
            yield gettext(whole.sentence).format(**whole.facts)
        yield gettext("{passed} of {pool} people meet every condition.").format(
            passed=f"{self.ranking.passed:,}", pool=f"{self.ranking.pool:,}"
        )
        excluded = gettext("{count} left out first by: {constraint}")
        for key, count in self.ranking.excluded.most_common():
            yield f"  {excluded.format(count=f'{count:,}', constraint=self._constraint(key))}"
        for relaxation in self.ranking.relaxations:
            yield f"  {self._relaxation(relaxation)}"
        for constraint in self.eased:
            yield gettext("Shown without the condition “{constraint}”.").format(
                constraint=self._constraint(constraint)
            )

    def _person(self, result: engine.Result) -> Iterator[str]:
        profile = self.profiles[result.candidate_id]
        headline = profile.headline(self.language)
        yield f"{result.rank}. {profile.pseudonym} {result.code} · {result.total:g} / 100 · {headline}"
        for factor in result.factors:
            said = engine.tell_evidence(factor.evidence, translate=gettext)
            evidence = f" ({said})" if said else ""
            claim = self._tell(factor.claim, factor.facts)
            yield f"   {gettext(factor.label)} {factor.points:g} / {factor.weight:g}: {claim}{evidence}"
        for missing in result.missing:
            yield f"   − {self._tell(missing.sentence, missing.facts)}"

    def _plain_result(self, result: engine.Result) -> dict[str, Any]:
        profile = self.profiles[result.candidate_id]
        return {
            "rank": result.rank,
            "code": result.code,
            "pseudonym": profile.pseudonym,
            "headline": profile.headline(self.language),
            "total": result.total,
            "can_be_invited": profile.person_id is not None,
            "factors": [
                {**asdict(factor), "claim": self._tell(factor.claim, factor.facts)}
                for factor in result.factors
            ],
            "missing": [
                {"sentence": self._tell(missing.sentence, missing.facts), "facts": dict(missing.facts)}
                for missing in result.missing
            ],
        }


def match_need(*, text: str, top: int, at: datetime, language: str) -> MatchReport:
    """Read a need in Korean or English and rank every profile for it; nothing is stored.

    `at` gives the day (in Seoul) for words such as "next month", reference rates and overlap; `language` is that of
    the report. Raises `Invalid` (``text``) when the text cannot be read as a need.
    """
    text = demand.clean(text)
    if not (readable := demand.check_need(text)):
        raise Invalid({"text": readable})
    today = at.astimezone(ZoneInfo("Asia/Seoul")).date()
    need = demand.draft_from(text, today)
    pool = queries.pool(on=today)
    ask = engine.ask_of(need, on=today, krw_per=pool.reference.krw_per)
    weights = engine.weights_for(ask, skills.kind_of())
    ranking = pool.rank(ask, weights, top=top)
    shown, eased = engine.nearest(ask, ranking, pool, weights, top=top)
    profiles = talent.profiles_by_id([result.candidate_id for result in shown.results])
    return MatchReport(need, ask, ranking, shown, eased, profiles, language)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The same values with days as ISO 8601."""
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in values.items()}
