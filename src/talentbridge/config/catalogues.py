"""Translations: one Korean catalogue an app (`locale/ko/<app>.po`), English sentences as message ids.

`update` collects the sentences of the source into the catalogues, `problems` says what is incomplete, and
`compile_all` merges them into the one binary file that Django reads. Babel does the work, so no gettext
tools need to be installed.
"""

from __future__ import annotations

import ast
import contextlib
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("ko",)  # English is in the source
KEYWORDS = {
    "N_": None, "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
_CALL = re.compile(
    r"\b(_|gettext|pgettext|ngettext|npgettext)\(\s*(u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))"
    r"(?:\s*,\s*(u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")))?"
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def catalogue_root() -> Path:
    """`locale/` of the checkout."""
    return PACKAGE.parents[1] / "locale"


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None, int]]:
    """(message id or plural pair, context, line) of one source file."""
    if path.suffix == ".py":
        for line, message, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
            yield message, context, line
        return
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for found in _CALL.finditer(text):
        function, first = found[1], ast.literal_eval(found[2])
        second = ast.literal_eval(found[3]) if found[3] else None
        line = text.count("\n", 0, found.start()) + 1
        if function == "pgettext" and second is not None:
            yield second, first, line
        elif function == "ngettext" and second is not None:
            yield (first, second), None, line
        else:
            yield first, None, line


def collected(app: str) -> Catalog:
    """The template catalogue of one app; `frame` is the site-wide templates."""
    root = PACKAGE / "templates" if app == "frame" else PACKAGE / app
    catalog = Catalog(project="talentbridge", fuzzy=False)
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("*.txt")]):
        if "migrations" in path.parts:
            continue
        for message, context, _line in _messages(path):
            if message and message != ("", ""):
                name = path.relative_to(PACKAGE).as_posix()
                catalog.add(message, None, locations=[(name, 1)], context=context)
    return catalog


def apps() -> list[str]:
    """Every catalogue's name."""
    return ["frame", *sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))]


def _path(language: str, app: str) -> Path:
    return catalogue_root() / language / f"{app}.po"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(*only: str) -> list[Path]:
    """Bring the catalogues of `only` these apps (all when none is named) up to the source.

    New sentences come in empty, gone ones leave. Returns the files that changed.
    """
    changed = []
    for language in LANGUAGES:
        for app in only or apps():
            template, path = collected(app), _path(language, app)
            old = _read(path, language)
            new = Catalog(
                locale=language, project="talentbridge", fuzzy=False, header_comment=f"# {app}, {language}"
            )
            for message in template:
                if not message.id:
                    continue
                known = old.get(message.id, message.context)
                new.add(message.id, known.string if known else None, [(n, 1) for n, _ in message.locations],
                        context=message.context)  # fmt: skip
            if len(new) == 0 and not path.exists():
                continue
            before = path.read_bytes() if path.exists() else b""
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, new, width=110, sort_by_file=True, omit_header=True, include_lineno=False)
            if path.read_bytes() != before:
                changed.append(path)
    return changed


def problems() -> list[str]:
    """What keeps the catalogues from being complete: missing, empty or stale sentences, lost placeholders, conflicts."""
    found = []
    for language in LANGUAGES:
        said: dict[tuple[object, str | None], tuple[object, str]] = {}
        for app in apps():
            template, catalog = collected(app), _read(_path(language, app), language)
            for message in template:
                if message.id and not _translated(catalog.get(message.id, message.context)):
                    found.append(f"{language}/{app}: not translated: {message.id!r}")
            for message in catalog:
                if not message.id:
                    continue
                if template.get(message.id, message.context) is None:
                    found.append(f"{language}/{app}: no longer in the source: {message.id!r}")
                if lost := _lost_placeholders(message):
                    found.append(f"{language}/{app}: {', '.join(sorted(lost))} differs in {message.id!r}")
                key = (message.id, message.context)
                if key in said and said[key][0] != message.string and message.string:
                    found.append(
                        f"{language}: {message.id!r} is said differently in {said[key][1]} and {app}"
                    )
                said.setdefault(key, (message.string, app))
    return found


def _translated(message: Message | None) -> bool:
    if message is None:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _placeholders(text: str) -> set[str]:
    braces: set[str] = set()
    with contextlib.suppress(ValueError):  # a lone brace is no placeholder
        braces = {"{" + name + "}" for _, name, _, _ in string.Formatter().parse(text) if name}
    return braces | set(_PLACEHOLDER.findall(text))


def _lost_placeholders(message: Message) -> set[str]:
    ids = message.id if isinstance(message.id, tuple | list) else [message.id]
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    wanted = set().union(*map(_placeholders, ids))
    return set().union(*(wanted ^ _placeholders(text) for text in strings if text))


def compile_all() -> None:
    """Write `locale/<language>/LC_MESSAGES/django.mo` inside the package from all catalogues, when out of date."""
    for language in LANGUAGES:
        target = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo"
        sources = sorted((catalogue_root() / language).glob("*.po"))
        if target.exists() and all(target.stat().st_mtime > path.stat().st_mtime for path in sources):
            continue
        whole = Catalog(locale=language, project="talentbridge")
        for path in sources:
            for message in _read(path, language):
                if message.id and _translated(message):
                    whole.add(message.id, message.string, context=message.context)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        with partial.open("wb") as file:
            write_mo(file, whole)
        partial.replace(target)


def main() -> int:
    """Collect the sentences into the catalogues; with `--check` only say what is incomplete."""
    if "--check" not in sys.argv:
        update()
        return 0
    found = problems()
    sys.stderr.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
