"""Where people were met goes out by day, together; what is in the bin does not."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.queries.meetings import meetings
from tests.support import notebooks


@pytest.mark.database
def test_meetings_leave_out_what_is_in_the_bin(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for name, occasion in (("Ada", "Fair"), ("Bo", "Fair"), ("Cy", "Choir")):
        notebooks.person(viewer, name, occasion=occasion, met_on=notebooks.ago(1))
    found = [(row["name"], row["person"]) for row in meetings(viewer=viewer).records(viewer=viewer)]
    assert found == [("Fair", "Ada"), ("Fair", "Bo"), ("Choir", "Cy")]
    with transaction(viewer=viewer) as session:
        session.scalars(select(Person).where(Person.name == "Bo")).one().deleted_at = clock.now()
        choir = session.scalars(select(Occasion).where(Occasion.name == "Choir")).one()
        choir.deleted_at = clock.now() - dt.timedelta(days=1)
    found = [(row["name"], row["person"]) for row in meetings(viewer=viewer).records(viewer=viewer)]
    assert found == [("Fair", "Ada")]
