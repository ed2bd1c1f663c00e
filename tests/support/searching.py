"""Searches in tests: who is found and why, what the index says, and what a worker finds to do."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, text

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.tables import Model
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.workspace.queries.lists import Row, people
from mentorhub.workspace.rules.snippets import Piece
from tests.support import notebooks
from tests.support.stripe_client import StripeClient


def rows(viewer: Viewer, typed: str, **asked: Any) -> Sequence[Row]:
    """The first page of whom a search finds."""
    return people(viewer=viewer, now=clock.now(), search=typed, **asked).rows


def names(viewer: Viewer, typed: str, **asked: Any) -> list[str]:
    """Their names."""
    return [row.person.name for row in rows(viewer, typed, **asked)]


def shown(pieces: list[Piece]) -> str:
    """A text with what is marked in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


def why(viewer: Viewer, typed: str, **asked: Any) -> list[tuple[str, str]]:
    """Why the first of them was found: what each text is, and the text with what is marked in brackets."""
    reasons = rows(viewer, typed, **asked)[0].why.reasons
    return [(reason.source.value, shown(reason.pieces)) for reason in reasons]


def index() -> list[str]:
    """Every row of the index."""
    with reading(viewer=SYSTEM) as session:
        tables = [Model.metadata.tables[name] for name in ("search_posting", "search_word")]
        return [
            f"{table.name}{tuple(row)}"
            for table in tables
            for row in session.execute(select(table).order_by(*table.primary_key))
        ]


def forget_index() -> None:
    """As if these notebooks had been there before the index."""
    with transaction(viewer=SYSTEM) as session:
        for table in ("search_posting", "search_word"):
            session.execute(text(f"DELETE FROM {table}"))
        session.execute(text("UPDATE workspace SET indexed_to = 0"))


def before_the_index(_: StripeClient) -> tuple[Counter[str], Callable[[], None]]:
    """A notebook of before the index, and no worker ran."""
    viewer = notebooks.notebook()
    notebooks.person(viewer, "Petra")
    forget_index()

    def indexed() -> None:
        assert names(viewer, "petra") == ["Petra"]

    return Counter(), indexed


PLANS = {"search-index": before_the_index}
