"""Who closes their account is seen by no mentor from that moment: row-level security helps where a query forgets."""

from collections.abc import Iterator

import pytest
from flask import Flask

from mentorhub.accounts.actions import closing
from mentorhub.foundation.database.viewers import USER
from tests.isolation.tables import NOTEBOOK, SHOWN
from tests.isolation.test_isolation_rows import WEEK, racing, seen
from tests.isolation.two_practices import Install, install
from tests.support.account_closing import close

__all__ = ["racing"]


@pytest.fixture
def lived_in(racing: Flask) -> Iterator[Install]:
    """Two practices with everything."""
    with racing.app_context():
        yield install()


def test_a_mentor_reads_no_row_of_a_mentee_who_is_closing_and_the_mentee_keeps_all(
    lived_in: Install,
) -> None:
    mentor, mentee = USER(lived_in.here.mentor_id), USER(lived_in.here.mentee_id)
    before = seen(mentee, *NOTEBOOK, *WEEK)
    assert all(seen(mentor, *SHOWN, *WEEK).values())
    close(lived_in.here.mentee_id)
    assert set(seen(mentor, *NOTEBOOK, *WEEK).values()) == {0}
    assert all(seen(USER(lived_in.there.mentor_id), *SHOWN, *WEEK).values())
    assert seen(mentee, *NOTEBOOK, *WEEK) == before
    closing.restore_account(viewer=mentee)
    assert all(seen(mentor, *SHOWN, *WEEK).values())
