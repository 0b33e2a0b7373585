"""One measured figure and the promise it is held against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`; `promise` is the most it may be, None when it is only watched."""

    name: str
    value: float
    unit: str
    promise: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the promise holds."""
        return self.promise is None or self.value <= self.promise
