"""Pages count from 1, and so do their rows."""

from mentorhub.foundation.paging import PAGE, Paged, PageOf


def test_a_page_says_which_rows_it_shows() -> None:
    assert (PAGE, Paged(1, 120, 50).first, Paged(1, 120, 50).last) == (50, 1, 50)
    assert (Paged(3, 120, 20).first, Paged(3, 120, 20).last) == (101, 120)


def test_a_page_of_a_list_says_so_by_its_own_size() -> None:
    class Few(PageOf[str]):
        """Two to a page."""

        SIZE = 2

    page = Few(["c"], 2, 3)
    assert (page.first, page.last, PageOf(["a"], 2, 51).first) == (3, 3, 51)
