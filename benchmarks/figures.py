"""One measured figure and the promise it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

# Real data for measuring, beside the checkout; what needs it is left out where it is not there.
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`; `promise` is the bound it has to keep, None when it is only watched.

    `at_least` turns the promise round: the value must not be lower. `key` names the figure in `results.json`.
    """

    name: str
    value: float
    unit: str
    promise: float | None = None
    at_least: bool = False
    key: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the promise holds."""
        if self.promise is None:
            return True
        return self.value >= self.promise if self.at_least else self.value <= self.promise

    @property
    def promised(self) -> str:
        """The promise in signs, or empty."""
        sign = "≥" if self.at_least else "≤"
        return "" if self.promise is None else f"{sign} {self.promise:g} {self.unit}".rstrip()

    @property
    def measured(self) -> str:
        """The value with its unit, short enough to read."""
        digits = 0 if abs(self.value) >= 1000 else 2 if abs(self.value) >= 0.1 else 4
        return f"{self.value:,.{digits}f} {self.unit}".rstrip()
