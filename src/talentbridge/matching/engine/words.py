"""A factor, a missing thing or a constraint as one sentence in the reader's language, from the same data.

Pure: the translator and the names of skills are handed in, so the command line, a page and the API say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from talentbridge.kernel.text import N_
from talentbridge.matching.engine.values import Factor, Relaxation
from talentbridge.talent.rules import EVIDENCE_NAMES, Evidence

Translate = Callable[[str], str]

_CONSTRAINTS = {
    "skill": N_("{skill} at the level asked for"),
    "country": N_("Lives in one of the countries asked for"),
    "rate": N_("Rate within the budget"),
    "overlap": N_("Enough overlapping hours"),
    "english": N_("English at the level asked for"),
    "korean": N_("Korean at the level asked for"),
    "engagement_type": N_("Accepts this engagement type"),
    "work_mode": N_("Accepts this work mode"),
    "data_class": N_("Workplace ready for the data of this task"),
    "available": N_("Available by the start date"),
    "until": N_("Available to the end"),
    "weekly_hours": N_("Enough hours a week"),
}
_RELAXATIONS = {
    "skill": N_("{more} more meet everything but “{constraint}”; the nearest is at level {nearest}."),
    "rate": N_("{more} more meet everything but “{constraint}”; the nearest begins at {nearest} a month."),
    "overlap": N_("{more} more meet everything but “{constraint}”; the most is {nearest} hours."),
    "english": N_("{more} more meet everything but “{constraint}”; the nearest has {nearest}."),
    "korean": N_("{more} more meet everything but “{constraint}”; the nearest has {nearest}."),
    "available": N_("{more} more meet everything but “{constraint}”; the first is free on {nearest}."),
    "until": N_("{more} more meet everything but “{constraint}”; the longest is free until {nearest}."),
    "weekly_hours": N_("{more} more meet everything but “{constraint}”; the most is {nearest} hours a week."),
}
_RELAXATION = N_("{more} more meet everything but “{constraint}”.")


def tell(sentence: str, facts: Mapping[str, Any], *, translate: Translate, names: Mapping[str, str]) -> str:
    """`sentence` (a message id) in the reader's language, with its facts written for a reader."""
    return translate(sentence).format(**{key: _written(key, value, names) for key, value in facts.items()})


def tell_constraint(key: str, *, translate: Translate, names: Mapping[str, str]) -> str:
    """The name of a constraint such as ``overlap`` or ``skill:python``."""
    kind, _, skill = key.partition(":")
    return translate(_CONSTRAINTS[kind]).format(skill=names.get(skill, skill))


def tell_relaxation(relaxation: Relaxation, *, translate: Translate, names: Mapping[str, str]) -> str:
    """What would change if one constraint were eased, as a sentence."""
    kind = relaxation.constraint.partition(":")[0]
    sentence = _RELAXATION if relaxation.nearest is None else _RELAXATIONS[kind]
    nearest = relaxation.nearest
    return translate(sentence).format(
        more=f"{relaxation.more:,}",
        constraint=tell_constraint(relaxation.constraint, translate=translate, names=names),
        nearest=f"₩{nearest:,}" if kind == "rate" and nearest is not None else nearest,
    )


def spoken(factor: Factor, *, translate: Translate, names: Mapping[str, str]) -> Factor:
    """The factor with its facts written for a reader and its evidence named: what a template shows."""
    facts = {key: _written(key, value, names) for key, value in factor.facts.items()}
    return replace(factor, facts=facts, evidence=tell_evidence(factor.evidence, translate=translate))


def tell_evidence(kind: str, *, translate: Translate) -> str:
    """The name of a kind of evidence; empty when there is none."""
    return translate(EVIDENCE_NAMES[Evidence(kind)]) if kind else ""


def _written(key: str, value: Any, names: Mapping[str, str]) -> str:
    if key == "skills":
        return ", ".join(f"{names.get(skill, skill)} {level}" for skill, level in value)
    if key == "via":
        return ", ".join(names.get(skill, skill) for skill in value)
    if key == "near":
        return ", ".join(
            f"{names.get(near, near)} → {names.get(skill, skill)} {percent} %"
            for skill, near, percent in value
        )
    if key in {"skill", "role"}:
        return names.get(value, value)
    if key in {"krw", "budget"}:
        return f"₩{value:,}"
    if key == "hours":
        return f"{value:g}"
    return str(value)
