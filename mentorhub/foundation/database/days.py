"""Days between two dates, in SQL for either database."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

Day = ColumnElement[Any] | dt.date


class _DaysBetween(FunctionElement[int]):
    name = "days_between"
    type = Integer()
    inherit_cache = True


def days_between(earlier: Day, later: Day) -> ColumnElement[int]:
    """Whole days from one date to another, negative where it is the other way round; NULL where one of them is."""
    return _DaysBetween(_column(earlier), _column(later))


def _column(day: Day) -> ColumnElement[Any]:
    return literal(day, Date) if isinstance(day, dt.date) else day


@compiles(_DaysBetween, "postgresql")
def _on_postgresql(element: _DaysBetween, compiler: Any, **options: Any) -> str:
    earlier, later = (compiler.process(day, **options) for day in element.clauses)
    return f"({later} - {earlier})"


@compiles(_DaysBetween, "sqlite")
def _on_sqlite(element: _DaysBetween, compiler: Any, **options: Any) -> str:
    earlier, later = (compiler.process(day, **options) for day in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
