"""Each of Stripe's thirty ways to fail has a test that names it: `@pytest.mark.failure_mode(n)`."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT

ALL = set(range(1, 31))  # docs/reliability.md lists them


def test_every_failure_mode_has_a_test() -> None:
    named = {number for path in (ROOT / "tests").rglob("test_*.py") for number in _named(path)}
    assert named == ALL


def _named(path: Path) -> Iterator[int]:
    """The numbers on the test functions of a file; a mark on anything else proves nothing."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                text = ast.unparse(mark)
                if text.startswith("pytest.mark.failure_mode("):
                    yield int(text.removeprefix("pytest.mark.failure_mode(").removesuffix(")"))
