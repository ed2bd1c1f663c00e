"""Pages count from 1, and so do their rows."""

from mentorhub.foundation.paging import PAGE, Paged


def test_a_page_says_which_rows_it_shows() -> None:
    assert (PAGE, Paged(1, 120, 50).first, Paged(1, 120, 50).last) == (50, 1, 50)
    assert (Paged(3, 120, 20).first, Paged(3, 120, 20).last) == (101, 120)
