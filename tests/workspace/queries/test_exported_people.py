"""Everything about a person goes out, the first of each beside the name; what is in the bin does not."""

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.data_export import notebook_sections
from mentorhub.workspace.queries.exported_people import PEOPLE_EXPORTED, people_statements
from tests.support import notebooks


@pytest.mark.database
def test_a_person_goes_out_whole_and_from_the_bin_not_at_all(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    notebooks.full(viewer)
    sections = notebook_sections(viewer=viewer)
    (petra,) = sections["people"].records(viewer=viewer)
    first = (petra["company"], petra["email"], petra["phone"])
    assert first == ("Dřevo", "petra@example.org", "+420 224 000 001")
    about = ("person_details", "person_addresses", "person_affiliations", "person_days")
    counts = [len(list(sections[name].records(viewer=viewer))) for name in about]
    assert counts == [5, 1, 2, 2]
    with transaction(viewer=viewer) as session:
        session.scalars(select(Person)).one().deleted_at = clock.now()
    for name in ("people", *about):
        assert list(sections[name].records(viewer=viewer)) == []


def test_each_table_of_people_has_a_section() -> None:
    assert [exported for exported, _asked in people_statements().values()] == list(PEOPLE_EXPORTED)
