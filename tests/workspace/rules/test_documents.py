"""Details come back from their document as they were, also after JSON, and from one that has names of later."""

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from mentorhub.workspace.rules.details import Details, Labelled, PartialDate, Precision
from mentorhub.workspace.rules.documents import details_from, document_of
from mentorhub.workspace.rules.rhythm import Tier
from tests.support import notebooks

WORDS = st.text(min_size=1, max_size=20)
DETAILS = st.builds(
    Details,
    name=WORDS,
    nickname=st.text(max_size=9),
    emails=st.lists(st.builds(Labelled, WORDS, st.text(max_size=5)), max_size=3).map(tuple),
    birthday=st.none() | st.dates().map(lambda day: PartialDate(day.month, day.day, day.year)),
    met_on=st.none() | st.dates(),
    met_precision=st.sampled_from(Precision),
    tier=st.sampled_from(Tier),
    closeness=st.none() | st.integers(1, 7),
)


@given(DETAILS)
def test_details_outlive_json(details: Details) -> None:
    assert details_from(json.loads(json.dumps(document_of(details)))) == details


def test_everything_that_can_be_written_outlives_it() -> None:
    rich = Details("Petra", met_on=dt.date(2024, 5, 1), **notebooks.RICH)
    document = document_of(rich)
    assert details_from(document) == rich
    assert "remember" not in document  # what is empty takes no room


def test_a_document_of_later_is_read_as_far_as_it_is_known() -> None:
    assert details_from({"name": "Ada", "shoe_size": 42}) == Details("Ada")
