"""A follow-up or a promise to be corrected, and how its person was spoken with last."""

import pytest

from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.queries.follow_ups import follow_up_page, promise
from mentorhub.workspace.rules.warmth import Kind
from tests.support import notebooks

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def test_the_kind_of_the_last_contact_is_known_and_a_first_meeting_is_none() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer, met_on=notebooks.today())
    planned = schedule_follow_up(tomas, viewer=viewer, due_on=notebooks.today())
    assert follow_up_page(planned, viewer=viewer).last_kind is Kind.MESSAGE
    for days, kind in ((5, Kind.CALL), (9, Kind.LETTER)):
        notebooks.talked(viewer, tomas, days, kind=kind)
    assert follow_up_page(planned, viewer=viewer).last_kind is Kind.CALL


def test_nobody_opens_what_is_anothers() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer)
    planned = schedule_follow_up(tomas, viewer=viewer, due_on=notebooks.today())
    promised = add_promise(tomas, viewer=viewer, what="Write")
    assert promise(promised, viewer=viewer).person.name == "Tomáš Dvořák"
    other = notebooks.notebook("other@example.org", "Other")
    with pytest.raises(NotFound):
        follow_up_page(planned, viewer=other)
    with pytest.raises(NotFound):
        promise(promised, viewer=other)
