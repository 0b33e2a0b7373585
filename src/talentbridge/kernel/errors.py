"""What a verb raises when it does not happen. Surfaces translate these once (`kernel.pages`, `kernel.api`)."""

from __future__ import annotations

from collections.abc import Mapping

from talentbridge.kernel.decision import Decision


class BridgeError(Exception):
    """Base of every foreseen refusal."""


class Missing(BridgeError):
    """Not there, or not visible to this actor: the two look the same from outside (404)."""


class _Decided(BridgeError):
    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.code)
        self.decision = decision


class Denied(_Decided):
    """This actor may not (403)."""


class Refused(_Decided):
    """The state of things does not allow it now (409)."""


class Invalid(BridgeError):
    """What was typed cannot be used (422). `fields` maps a field's name to its refusals; '' is the whole form."""

    def __init__(self, fields: Mapping[str, Decision]) -> None:
        super().__init__(", ".join(f"{name}: {decision.code}" for name, decision in fields.items()))
        self.fields = dict(fields)


def require(*, allowed: Decision, possible: Decision | None = None) -> None:
    """Raise `Denied` unless the person is `allowed`, then `Refused` unless the state makes it `possible`."""
    if not allowed:
        raise Denied(allowed)
    if possible is not None and not possible:
        raise Refused(possible)
