"""One value for "may I?" and "does the state allow it?": a yes, or a no that says why.

Rules and permissions return a `Decision`; services `require` it; templates show the same
object beside a button that is greyed out. It knows no framework: the sentence is an English
message id (marked with `N_`), translated where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Decision:
    """A yes (`code` is empty) or a no with a stable code for machines and a sentence for people."""

    code: str = ""
    sentence: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return not self.code

    def __and__(self, other: Decision) -> Decision:
        """The first no of the two, else yes."""
        return other if self else self


YES = Decision()


def no(code: str, sentence: str, **facts: object) -> Decision:
    """A refusal: `code` like ``escrow.not_submitted``; `sentence` may name `facts` as ``{fact}``."""
    return Decision(code, sentence, facts)
