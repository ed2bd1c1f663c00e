"""Which rows of a long list a page shows."""

from dataclasses import dataclass

PAGE = 50  # rows


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
