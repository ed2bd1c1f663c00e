"""Which rows of a long list a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

PAGE = 50  # rows
Row = TypeVar("Row")


@dataclass(frozen=True)
class PageOf(Generic[Row]):
    """One page of a list: its rows, which page it is, from 1, and how many rows the list has; `SIZE` to a page."""

    SIZE: ClassVar[int] = PAGE

    rows: Sequence[Row]
    page: int
    total: int

    @property
    def first(self) -> int:
        """The number of the page's first row in the list, from 1."""
        return (self.page - 1) * self.SIZE + 1

    @property
    def last(self) -> int:
        """The number of the page's last row."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True)
class Paged:
    """Which of so many rows a page shows; pages count from 1."""

    page: int
    total: int
    shown: int

    @property
    def first(self) -> int:
        """The first row of this page, counted from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The last row of this page."""
        return self.first + self.shown - 1
