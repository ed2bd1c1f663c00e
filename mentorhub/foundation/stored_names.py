"""Which stored names no form would have stored so: the invariant of each package that stores names people typed."""

from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from mentorhub.foundation.database.sessions import snapshot
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.names import clean_name


class NamesAreSeen:
    """The invariant of a package that has names in these columns: none is drawn as nothing, or turns text round.

    Columns of one table stand together.
    """

    __name__ = "no_stored_name_holds_what_nobody_sees"

    def __init__(self, *columns: InstrumentedAttribute[str]) -> None:
        self.columns = columns

    def __call__(self, *, viewer: Viewer) -> list[str]:
        """Rows with a name that is not what `clean_name` makes of it: public ids, or table and id where there are none.

        No database knows Unicode's properties, so that all names are read, some at a time.
        """
        found: list[str] = []
        with snapshot(viewer=viewer) as session:
            for model, those in groupby(self.columns, key=lambda column: column.class_):
                names = select(_id_of(model), *those).execution_options(yield_per=1000)
                for row_id, *texts in session.execute(names):
                    if any(clean_name(text) != text for text in texts):
                        found.append(_said(model, row_id))
        return found


def _id_of(model: Any) -> Any:
    return getattr(model, "public_id", model.id)


def _said(model: Any, row_id: str | int) -> str:
    return row_id if isinstance(row_id, str) else f"{model.__tablename__} {row_id}"
