"""The house rules that import-linter cannot hold, as small programs over a source tree.

Each gate takes the package's directory and returns what breaks it, one line each. `test_gates.py` runs every gate over
the real house (nothing) and over a small wrong one (something).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

STANDARD = {
    "__init__", "apps", "models", "states", "rules", "permissions", "queries", "services", "gateways", "web", "rest",
    "tasks",
}  # fmt: skip
FOLDERS = {
    "migrations",
    "templates",
    "data",
    "gateways",
    "rest",
    "web",
    "services",
    "queries",
    "models",
    "rules",
    "engine",
}
FREE = {"kernel", "config"}  # tools and wiring: no lifecycle of their own
EXTRA = {
    "accounts": {"roles", "middleware", "adapter", "forms"},
    "matching": {"engine"},
    "operations": {"demo"},
}
DOORS = {
    "services",
    "queries",
    "rules",
    "states",
    "permissions",
}  # the last: to grey out a button with its reason
LINES_PER_MODULE = 400
LINES_PER_FUNCTION = 60


def modules(house: Path) -> Iterator[tuple[str, Path, ast.Module]]:
    """(app, path, tree) of every hand-written module."""
    for path in sorted(house.glob("*/**/*.py")):
        parts = path.relative_to(house).parts
        if "migrations" not in parts:
            yield parts[0], path, ast.parse(path.read_text(encoding="utf-8"))


def kind(house: Path, path: Path) -> str:
    """`services` for services.py and for anything inside services/."""
    inner = path.relative_to(house).parts[1]
    return inner.removesuffix(".py")


def standard_names(house: Path) -> list[str]:
    """Inside an app only the standard names."""
    wrong = []
    for app in (
        path for path in house.iterdir() if (path / "__init__.py").exists() and path.name not in FREE
    ):
        allowed = STANDARD | EXTRA.get(app.name, set())
        for child in app.iterdir():
            if child.name == "__pycache__":
                continue
            fine = (
                child.stem in allowed
                if child.suffix == ".py"
                else child.name in FOLDERS | EXTRA.get(app.name, set())
            )
            if not fine:
                wrong.append(f"{app.name}/{child.name}")
    return wrong


def ceilings(house: Path) -> list[str]:
    """Modules and functions that can be read in one sitting."""
    wrong = []
    for _, path, tree in modules(house):
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > LINES_PER_MODULE:
            wrong.append(f"{path}: {length} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                if size > LINES_PER_FUNCTION:
                    wrong.append(f"{path}: {node.name} has {size} lines")
    return wrong


def no_tables_in_surfaces(house: Path) -> list[str]:
    """Web, REST and jobs reach objects through queries only, never through `Model.objects`."""
    return [
        f"{path}:{node.lineno}"
        for app, path, tree in modules(house)
        if app not in FREE and kind(house, path) in {"web", "rest", "tasks"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]


def no_clock_below_surfaces(house: Path) -> list[str]:
    """The clock is read in surfaces and passed down as `at`."""
    below = {"services", "queries", "rules", "states", "permissions", "models", "gateways"}
    return [
        f"{path}:{node.lineno}"
        for app, path, tree in modules(house)
        if app not in FREE and kind(house, path) in below
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "now")
            or (isinstance(node.func, ast.Attribute) and node.func.attr in {"now", "utcnow", "today"})
        )
    ]


def pure_files(house: Path) -> list[str]:
    """Rules, states and permissions know no framework and no tables."""
    wrong = []
    for app, path, tree in modules(house):
        if app in FREE or kind(house, path) not in {"rules", "states", "permissions"}:
            continue
        for name in imported(tree):
            if name.split(".")[0] == "django" or name.endswith((".models", ".services", ".queries")):
                wrong.append(f"{path}: imports {name}")
    return wrong


def doors(house: Path) -> list[str]:
    """One app touches another only through its services, queries, rules, states and permissions."""
    apps = {path.parent.name for path in house.glob("*/__init__.py")} - FREE
    wrong = []
    for app, path, tree in modules(house):
        if app in FREE or path.name == "apps.py" or "demo" in path.parts:
            continue
        for name in imported(tree):
            parts = name.split(".")
            if parts[0] != house.name or len(parts) < 3 or parts[1] not in apps or parts[1] == app:
                continue
            if parts[2] not in DOORS | ({"roles"} if parts[1] == "accounts" else set()):
                wrong.append(f"{path}: imports {name}")
    return wrong


def whole_sentences(house: Path) -> list[str]:
    """A translated text is one literal sentence: no f-string, no concatenation."""
    wrong = []
    for _, path, tree in modules(house):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "N_", "gettext", "gettext_lazy"}
                and node.args
                and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
            ):
                wrong.append(f"{path}:{node.lineno}")
    return wrong


def imported(tree: ast.Module) -> Iterator[str]:
    """Full names of what a module imports at run time, `from x import y` as `x.y`; type-only imports left out."""
    typing_only = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


GATES = [
    standard_names, ceilings, no_tables_in_surfaces, no_clock_below_surfaces, pure_files, doors, whole_sentences,
]  # fmt: skip
