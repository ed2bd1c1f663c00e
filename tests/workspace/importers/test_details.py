"""A record says the same as details."""

import datetime as dt

from mentorhub.workspace.importers.details import details_of
from mentorhub.workspace.importers.records import Record
from mentorhub.workspace.rules.details import Affiliation, Labelled
from mentorhub.workspace.rules.rhythm import Tier


def test_a_record_becomes_details_without_a_rhythm() -> None:
    record = Record(
        row=1,
        name="Ada Lovelace",
        given_name="Ada",
        emails=(Labelled("ada@example.org", "work"),),
        affiliations=(Affiliation("", "Poet"), Affiliation("Mill", "Miller")),
        note="Likes oak",
        met_on=dt.date(2024, 3, 5),
        occasion="The fair",
    )
    found = details_of(record)
    assert (found.name, found.given_name, found.headline) == ("Ada Lovelace", "Ada", "Poet")
    assert found.affiliations == (Affiliation("Mill", "Miller"),)
    assert (found.remember, found.met_on, found.occasion) == (
        "Likes oak",
        dt.date(2024, 3, 5),
        "The fair",
    )
    assert found.tier is Tier.OFF
