"""States move only by the models' named methods."""

import ast

from sqlalchemy import Enum

from mentorhub.foundation.database.tables import db
from tests.architecture.tree import (
    PACKAGE,
    modules,
    named,
    parsed,
)

OURS = [
    path for path in modules("mentorhub") if not path.is_relative_to(PACKAGE / "stripe_sandbox")
]


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
    tree = ast.parse("self.state = 1\nenrolment.state = 1\nupdate(x).values(state=2)\n")
    assert [line for name, line in _assigned(tree) if name == "state"] == [2, 3]


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
