"""What a room's doors define and say: names of their functions, texts they carry."""

import ast
from pathlib import Path

from tests.house.tree import PACKAGE, parsed


def functions_of(room: str, *doors: str) -> set[str]:
    """Names of the functions that these doors define."""
    return {
        node.name
        for path in _paths(room, doors)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
    }


def strings_of(room: str, *doors: str) -> set[str]:
    """Every text written in these doors."""
    return {
        node.value
        for path in _paths(room, doors)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _paths(room: str, doors: tuple[str, ...]) -> list[Path]:
    found: list[Path] = []
    for door in doors:
        found += [*(PACKAGE / room).glob(f"{door}.py"), *(PACKAGE / room / door).glob("*.py")]
    return found
