"""The language of the command line: `--lang`, else what the environment says; Korean or English.

It reads the compiled catalogue itself, because Django is not loaded for `--help` and the first lines of `run`.
"""

from __future__ import annotations

import gettext as gettext_module
import os
from pathlib import Path

from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import BridgeError, Invalid

LANGUAGES = ("ko", "en")
_LOCALE = Path(__file__).resolve().parents[2] / "locale"
_chosen = ""


def choose(language: str) -> None:
    """Speak `language` from now on; empty means what the environment says."""
    global _chosen
    _chosen = language


def language() -> str:
    """``ko`` or ``en``."""
    if _chosen:
        return _chosen
    said = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    return "ko" if said.startswith("ko") else "en"


def gettext(sentence: str) -> str:
    """`sentence` in the language of this command."""
    if language() == "en":
        return sentence
    if not gettext_module.find("django", _LOCALE, [language()]):
        from talentbridge.config import catalogues  # the very first start: nothing is compiled yet

        catalogues.compile_all()
    found = gettext_module.translation("django", _LOCALE, [language()], fallback=True)
    return found.gettext(sentence)


def told(decision: Decision) -> str:
    """The sentence of a refusal, with its facts filled in."""
    facts = {
        key: gettext(value) if isinstance(value, str) and value else value
        for key, value in decision.facts.items()
    }
    return gettext(decision.sentence).format(**facts)


def told_of(trouble: BridgeError) -> str:
    """What a foreseen trouble has to say: one sentence, or one for each field."""
    if isinstance(trouble, Invalid):
        return " ".join(told(decision) for decision in trouble.fields.values())
    decision = getattr(trouble, "decision", None)
    return told(decision) if isinstance(decision, Decision) else type(trouble).__name__
