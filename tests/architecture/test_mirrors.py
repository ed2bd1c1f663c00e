"""Each module of the product has its test file, at the same place under tests/."""

from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, ROOT, modules

TESTS = ROOT / "tests"
# Why each may do without a file of its own:
ELSEWHERE = {
    "app.py": "every test starts from create_app",
    "schedule.py": "tests/architecture/test_check_ins.py",
    "audit.py": "tests/architecture/test_check_ins.py",
    "folders.py": "tests/journeys/test_wheel.py; in a checkout, by every test",
    "foundation/errors.py": "classes without behaviour; tests/web/test_errors.py answers them",
    "programs/views/cohort_editor.py": "tests/programs/test_views_cohorts.py, through the views that show the page",
    "programs/views/blueprint.py": "a table; tests/architecture/test_routes.py",
    "reviews/views/blueprint.py": "a table; tests/architecture/test_routes.py",
    "web/public.py": "tests/architecture/test_routes.py",
    "foundation/schema.py": "tests/architecture/test_schema.py",
    "foundation/revisions.py": "tests/architecture/test_schema.py",
}
# Modules that declare; what they declare is proved where it is used:
DECLARED = {
    "models": "constraints by tests/architecture/test_schema.py, moves by test_rules, both by test_invariants",
    "forms": "through the views that read them",
    "schemas": "through the routes of `api` that read and write them",
    "emails": "through the actions that queue them",
    "panels": "through the page that shows them",
    "guards": "through the routes they guard, and tests/architecture/test_routes.py",
}


def test_a_module_has_its_test_file() -> None:
    inside = [path.relative_to(PACKAGE) for path in modules("mentorhub")]
    assert [str(path) for path in inside if not _is_excused(path) and not _test_files(path)] == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_exception_still_exists(name: str) -> None:
    assert (PACKAGE / name).exists()


def _is_excused(inside: Path) -> bool:
    is_declared = _module_of(inside) in DECLARED or inside.name == "__init__.py"
    return str(inside) in ELSEWHERE or is_declared


def _module_of(inside: Path) -> str:
    return Path(inside.parts[1]).stem if len(inside.parts) > 1 else ""


def _test_files(inside: Path) -> list[Path]:
    """`test_<x>.py`, its parts `test_<x>_<noun>.py`, a folder `<x>/`, or the module's own for a part of it."""
    folder = TESTS / inside.parent
    found = [*folder.glob(f"test_{inside.stem}.py"), *folder.glob(f"test_{inside.stem}_*.py")]
    found += (folder / inside.stem).glob("test_*.py")
    if len(inside.parts) > 2:
        module_of, package = inside.parts[1], TESTS / inside.parts[0]
        for name in (
            f"{module_of}_{inside.stem}",
            f"{module_of}_{inside.stem}_*",
            inside.stem,
            module_of,
        ):
            found += package.glob(f"test_{name}.py")
    return found
