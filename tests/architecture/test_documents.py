"""Every path that a document or a docstring names exists, and none leads out of the project."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, ROOT, files, modules, named, parsed

DOCUMENTS = [path for path in files(".md") if "golden" not in path.parts]
MODULES = modules("mentorhub", "tests", "benchmarks", "migrations", ".ci")
QUOTED = re.compile(r"`([^`\s]+)`")
PATH = re.compile(r"[\w.-]+(/[\w.-]+)*/?")
SUFFIXES = (".py", ".md", ".html", ".txt", ".toml", ".css", ".js", ".ini")
# Named as they are named in a person's download, or made when something runs; none is a file of the project.
ELSEWHERE = re.compile(
    r"^(README\.txt|[\w-]+\.(json|csv|vcf|ics|txt|zip|db)|var/.*|\.venv|.*\.db|photo\.\w+)$"
)


def paths_in(text: str) -> Iterator[str]:
    """What stands between backticks and is written as a path; a test behind `::` counts by its file."""
    for quoted in QUOTED.findall(text):
        name = quoted.partition("::")[0]
        if not PATH.fullmatch(name) or ELSEWHERE.match(name):
            continue
        if name.endswith(SUFFIXES) or ("/" in name and (ROOT / name.split("/")[0]).exists()):
            yield name


def missing(text: str, *, near: Path) -> list[str]:
    """The paths in a text that exist neither from the top, nor in a package, nor beside the file that says them."""
    packages = [path for path in PACKAGE.iterdir() if path.is_dir()]
    tops = [ROOT, PACKAGE, ROOT / "tests", ROOT / "templates", near, *packages]
    tops += [top for top in near.parents if top.is_relative_to(PACKAGE)]
    return [name for name in paths_in(text) if not any((top / name).exists() for top in tops)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_a_document_names_paths_that_exist(path: Path) -> None:
    assert missing(path.read_text(), near=path.parent) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_a_document_leads_to_nothing_outside(path: Path) -> None:
    assert re.findall(r"`\.\./[^`]*`|\]\((?!https?:|#)[^)]*\.\./[^)]*\)", path.read_text()) == []


def test_a_docstring_names_paths_that_exist() -> None:
    found = {
        named(path): names
        for path in MODULES
        for text in ["\n".join(_docstrings(parsed(path)))]
        if (names := missing(text, near=path.parent))
    }
    assert found == {}


def test_a_path_that_does_not_exist_is_seen() -> None:
    assert missing("Begin with `rules/nowhere.py` and `app.py`.", near=PACKAGE) == [
        "rules/nowhere.py"
    ]


def _docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield ast.get_docstring(node) or ""
