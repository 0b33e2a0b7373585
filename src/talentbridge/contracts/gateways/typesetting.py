"""The PDF of a contract, set by Typst as PDF/A, with the fonts of `data/fonts` and no others.

PDF/A is not a preference: in that mode Typst refuses a character that no font has, where it would otherwise draw an
empty box. A name can never vanish from a contract.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

APP = Path(__file__).parents[1]
TEMPLATE = APP / "templates" / "contracts" / "contract.typ"
FONTS = APP / "data" / "fonts"
STANDARD: Final = "a-3b"
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')


class Unprintable(Exception):
    """Characters that none of the fonts has; `characters` names each once."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


def pdf(sheet: Mapping[str, Any]) -> bytes:
    """The PDF/A-3b of a `rules.sheet`. The same sheet gives the same bytes. Raises `Unprintable`."""
    return _compile(TEMPLATE.read_bytes(), {"sheet": json.dumps(sheet, ensure_ascii=False, sort_keys=True)})


def require_printable(text: str) -> None:
    """Raise `Unprintable` when `text` has a character that a contract cannot show. Takes about 5 ms."""
    _compile(b"#set text(font: json(bytes(sys.inputs.fonts)))\n#sys.inputs.text", {"text": text or " "})


def _compile(source: bytes, inputs: dict[str, str]) -> bytes:
    fonts = _fonts()
    try:
        made = typst.compile(
            source,
            font_paths=fonts,
            sys_inputs={**inputs, "fonts": json.dumps(_order(fonts))},
            pdf_standards=STANDARD,
        )
    except typst.TypstError as error:
        if unshown := _UNSHOWN.findall(str(getattr(error, "diagnostic", error))):
            raise Unprintable("".join(dict.fromkeys("".join(unshown)))) from error
        raise
    if not isinstance(made, bytes):
        raise TypeError("the typesetter did not return a PDF")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _order(fonts: typst.Fonts) -> list[str]:
    """Pretendard first; after it each script has one font only, so their order does not matter."""
    families = fonts.families()
    return ["Pretendard", *(family for family in families if family != "Pretendard")]
