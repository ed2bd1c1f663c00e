"""Every module opens with few lines and has a known name; no function is a stub. Ruff sees to the rest."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import (
    PACKAGE,
    PACKAGES,
    modules,
    named,
    parsed,
)

MODULE_NAMES = {
    *("__init__", "rules", "models", "queries", "invariants", "emails", "line", "actions"),
    *("guards", "forms", "panels", "views", "api", "schemas", "periodic"),
    *("importers", "exporters", "charts", "security", "stripe_gateway", "matching"),
}
VAGUE = {"utils", "helpers", "common", "services", "misc", "util"}
STUB = re.compile(r"\bNotImplemented" r"Error\b")
EMPTY = {PACKAGE / "__init__.py"}  # so that importing one package imports no other
PRODUCT = modules("mentorhub")
MODULES = [
    path
    for path in modules("mentorhub", "tests", ".ci", "migrations", "benchmarks")
    if path not in EMPTY
]


def test_a_module_opens_with_at_most_three_lines() -> None:
    """A package's docstring may say a little more: purpose, what always holds, where to begin."""
    most = {path: 6 if path.name == "__init__.py" else 3 for path in MODULES}
    assert [named(path) for path in MODULES if _docstring_lines(path) > most[path]] == []


def test_the_root_package_is_empty() -> None:
    assert [path.read_text() for path in EMPTY] == [""]


def test_a_package_is_only_described_by_its_docstring() -> None:
    """What is in a module is imported from that module. Flask knows a route and SQLAlchemy a table once imported."""
    inits = [path for path in MODULES if path.name == "__init__.py"]
    assert [named(path) for path in inits if not _is_only_described(path)] == []


def test_no_function_is_a_stub() -> None:
    assert [named(path) for path in MODULES if STUB.search(path.read_text())] == []


def test_no_module_is_named_after_nothing() -> None:
    parts = {path: path.relative_to(PACKAGE).with_suffix("").parts for path in PRODUCT}
    assert [named(path) for path in PRODUCT if VAGUE.intersection(parts[path])] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_has_only_known_modules(package: str) -> None:
    found = {
        path.stem
        for path in (PACKAGE / package).iterdir()
        if path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py")))
    }
    assert found <= MODULE_NAMES


def _docstring_lines(path: Path) -> int:
    said = ast.get_docstring(parsed(path)) or ""
    return len([line for line in said.splitlines() if line.strip()])


def _is_only_described(path: Path) -> bool:
    _docstring, *rest = parsed(path).body
    package = ".".join(path.parent.relative_to(PACKAGE.parent).parts)
    registers = path.parent.name in {"views", "api", "models"}
    own = [isinstance(node, ast.ImportFrom) and node.module == package for node in rest]
    return all(own) and (registers or not own)
