"""What the architecture tests read: the repository's own files, its modules parsed, its templates."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import mentorhub

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mentorhub"
TEMPLATES = ROOT / "templates"
PACKAGES = ("accounts", "programs", "payments", "enrolment", "workspace", "reviews", "operations")
NOT_OURS = {".git", ".venv", "var", "build", "__pycache__"}
BINARY = {".woff2", ".png", ".ico", ".db", ".gz"}


def files(suffix: str = "") -> Iterator[Path]:
    """Every text file that a commit could hold (git may be absent), of one suffix if given."""
    for path in sorted(ROOT.rglob(f"*{suffix}")):
        parts = path.relative_to(ROOT).parts
        if NOT_OURS.intersection(parts) or any(_is_left_behind(part) for part in parts):
            continue
        if path.is_file() and path.suffix not in BINARY:
            yield path


def modules(*folders: str) -> list[Path]:
    """Python files below these folders of the repository."""
    wanted = tuple(ROOT / folder for folder in folders)
    return [path for path in files(".py") if any(path.is_relative_to(top) for top in wanted)]


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(), filename=str(path))


def named(path: Path) -> str:
    """A path as messages show it."""
    return str(path.relative_to(ROOT))


def templates(suffix: str = ".html") -> list[Path]:
    """The app's own templates; the sandbox's imitate Stripe's pages."""
    return [
        path
        for path in files(suffix)
        if path.is_relative_to(TEMPLATES) and "stripe_sandbox" not in path.parts
    ]


def module_of(package: str, name: str) -> list[ModuleType]:
    """A package's module of this name, imported: one, or those of its folder, or none."""
    if not (PACKAGE / package / f"{name}.py").exists() and not (PACKAGE / package / name).exists():
        return []
    found = importlib.import_module(f"mentorhub.{package}.{name}")
    inner = pkgutil.iter_modules(getattr(found, "__path__", []), f"{found.__name__}.")
    return [found, *(importlib.import_module(part.name) for part in inner)]


def every_module() -> list[ModuleType]:
    """Every module of the product, imported."""
    names = pkgutil.walk_packages(mentorhub.__path__, "mentorhub.")
    return [importlib.import_module(name.name) for name in names]


def _is_left_behind(part: str) -> bool:
    return part.endswith((".egg-info", "_cache")) or part.startswith((".coverage", ".hypothesis"))
