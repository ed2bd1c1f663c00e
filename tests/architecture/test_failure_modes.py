"""Each of Stripe's thirty ways to fail has a test that names it: `@pytest.mark.failure_mode(n)`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT

TESTS = ROOT / "tests"
ROW = re.compile(r"^\| (\d+) \|.*\| ([^|]*) \|$", re.MULTILINE)


def test_every_failure_mode_has_a_test() -> None:
    assert set(_marked()) == set(range(1, 31))


def test_the_list_says_where() -> None:
    rows = ROW.findall((ROOT / "docs" / "reliability.md").read_text())
    said = {int(number): set(re.findall("`([^`]+)`", files)) for number, files in rows}
    assert said == _marked()


def _marked() -> dict[int, set[str]]:
    """The files, without their ending, that name each number."""
    found = dict[int, set[str]]()
    for path in sorted(TESTS.rglob("test_*.py")):
        for number in _named(path):
            found.setdefault(number, set()).add(str(path.relative_to(TESTS).with_suffix("")))
    return found


def _named(path: Path) -> Iterator[int]:
    """The numbers on the test functions of a file; a mark on anything else proves nothing."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                text = ast.unparse(mark)
                if text.startswith("pytest.mark.failure_mode("):
                    yield int(text.removeprefix("pytest.mark.failure_mode(").removesuffix(")"))
