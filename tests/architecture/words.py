"""What a package's modules define and say: names of their functions, texts they carry."""

import ast
from pathlib import Path

from tests.architecture.tree import PACKAGE, parsed


def functions_of(package: str, *modules: str) -> set[str]:
    """Names of the functions that these modules define."""
    return {
        node.name
        for path in _paths(package, modules)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
    }


def strings_of(package: str, *modules: str) -> set[str]:
    """Every text written in these modules."""
    return {
        node.value
        for path in _paths(package, modules)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _paths(package: str, modules: tuple[str, ...]) -> list[Path]:
    found: list[Path] = []
    for module_of in modules:
        found += [
            *(PACKAGE / package).glob(f"{module_of}.py"),
            *(PACKAGE / package / module_of).glob("*.py"),
        ]
    return found
