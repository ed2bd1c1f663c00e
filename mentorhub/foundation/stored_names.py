"""Which stored names no form would have stored so: what each package that stores names asks in its invariants."""

from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from mentorhub.foundation.database import Viewer, snapshot
from mentorhub.foundation.names import clean_name


def unseen_in(*columns: InstrumentedAttribute[str], viewer: Viewer) -> list[str]:
    """Rows with a name that holds what nobody sees, or is otherwise not what `clean_name` makes of it.

    As public ids; as table and id where rows have none. Columns of one table stand together. No database knows
    Unicode's properties, so that all names are read, some at a time.
    """
    found: list[str] = []
    with snapshot(viewer=viewer) as session:
        for model, those in groupby(columns, key=lambda column: column.class_):
            names = select(_id_of(model), *those).execution_options(yield_per=1000)
            for row_id, *texts in session.execute(names):
                if any(clean_name(text) != text for text in texts):
                    found.append(_said(model, row_id))
    return found


def _id_of(model: Any) -> Any:
    return getattr(model, "public_id", model.id)


def _said(model: Any, row_id: str | int) -> str:
    return row_id if isinstance(row_id, str) else f"{model.__tablename__} {row_id}"
