"""How an act is told. Every app registers its sentences; a timeline fills them with the event's facts."""

from __future__ import annotations

from collections.abc import Mapping

_SENTENCES: dict[str, str] = {}


def register(sentences: Mapping[str, str]) -> None:
    """Register `{action: sentence}`; a sentence is an English message id marked with `N_`, naming facts as `{fact}`."""
    _SENTENCES.update(sentences)


def sentence(action: str) -> str:
    """The sentence of `action`; empty when it belongs in the log but not on a timeline."""
    return _SENTENCES.get(action, "")
