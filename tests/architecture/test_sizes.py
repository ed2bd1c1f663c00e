"""Small enough to read at one script: 250 lines a file, 40 lines a function."""

import ast

from tests.architecture.tree import modules, named, parsed

FILE_LINES_MAX = 250
FUNCTION_LINES_MAX = 40
MODULES = modules("mentorhub", "tests", ".ci")


def test_a_file_has_at_most_250_lines() -> None:
    lines = {named(path): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > FILE_LINES_MAX} == {}


def test_a_function_has_at_most_40_lines() -> None:
    assert [f"{named(path)} {long}" for path in MODULES for long in _long(parsed(path))] == []


def test_a_long_function_is_seen() -> None:
    body = "\n".join(f"    x = {number}" for number in range(FUNCTION_LINES_MAX))
    assert _long(ast.parse(f"def grown():\n{body}")) == ["grown: 41"]


def _long(tree: ast.Module) -> list[str]:
    return [
        f"{node.name}: {lines}"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    ]
