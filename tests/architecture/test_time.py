"""Time comes in by one module, Stripe by another; states move only by the models' named methods."""

import ast

import pytest
from sqlalchemy import Enum

from mentorhub.foundation.database import db
from tests.architecture.tree import (
    PACKAGE,
    modules,
    named,
    parsed,
)

CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp"}
MAY_READ_THE_CLOCK = {
    "foundation/clock.py": "the one module",
    "stripe_sandbox/clock.py": "the sandbox stands for Stripe, with a clock of its own",
    "accounts/models/people.py": "Flask-Security's onupdate: inside a flush no query may be made",
    "web/limits.py": "the library counts by this machine's clock; a rush must not ask the database for it",
}
MAY_IMPORT_STRIPE = PACKAGE / "payments" / "stripe_gateway"
PRODUCT = modules("mentorhub")
OURS = [path for path in PRODUCT if not path.is_relative_to(PACKAGE / "stripe_sandbox")]


def test_time_comes_in_by_the_clock() -> None:
    assert [
        f"{named(path)}:{line}"
        for path in PRODUCT
        if str(path.relative_to(PACKAGE)) not in MAY_READ_THE_CLOCK
        for line in _clock_calls(parsed(path))
    ] == []


@pytest.mark.parametrize("name", MAY_READ_THE_CLOCK)
def test_a_clock_exception_is_still_needed(name: str) -> None:
    assert _clock_calls(parsed(PACKAGE / name))


def test_stripe_comes_in_by_the_gateway() -> None:
    importing = [path for path in PRODUCT if "stripe" in _imported(parsed(path))]
    assert importing
    assert [path for path in importing if path.parent != MAY_IMPORT_STRIPE] == []


def test_a_state_moves_only_by_its_models_method() -> None:
    columns = _state_columns()
    assert [
        f"{named(path)}:{line}"
        for path in OURS
        if "models" not in (path.stem, path.parent.name)
        for name, line in _assigned(parsed(path))
        if name in columns
    ] == []


def test_a_planted_breach_is_seen() -> None:
    tree = ast.parse(
        "import datetime as dt, time\nenrolment.state = 1\nupdate(x).values(state=2)\n"
        "dt.datetime.now(dt.UTC)\ndt.date.today()\ntime.time()\n"
    )
    assert [line for name, line in _assigned(tree) if name == "state"] == [2, 3]
    assert _clock_calls(tree) == [4, 5, 6]


def _clock_calls(tree: ast.Module) -> list[int]:
    """Lines that read this machine's wall clock (monotonic clocks only measure)."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        source = ast.unparse(node.func.value)
        of_datetime = source.split(".")[-1] in {"datetime", "date"}
        reads = node.func.attr in CLOCKS and of_datetime and not _converts(node)
        if reads or ast.unparse(node.func) in {"time.time", "time.time_ns"}:
            found.append(node.lineno)
    return found


def _converts(node: ast.Call) -> bool:
    """`fromtimestamp` turns a number into a time; only a zoneless one would be a local reading."""
    attribute = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    return attribute == "fromtimestamp" and len(node.args) + len(node.keywords) > 1


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").split(".")[0])
    return names


def _state_columns() -> set[str]:
    """Columns that hold a machine's state: an Enum whose name in the model ends in "state"."""
    return {
        column.name
        for table in db.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum) and column.name.endswith(("state", "stage"))
    }


def _assigned(tree: ast.Module) -> list[tuple[str, int]]:
    """Attributes set from outside (`x.state = …`, `.values(state=…)`), with their lines."""
    found = []
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        found += [
            (target.attr, target.lineno)
            for target in targets
            if isinstance(target, ast.Attribute) and ast.unparse(target.value) != "self"
        ]
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".values"):
            found += [(word.arg or "", node.lineno) for word in node.keywords]
    return found
