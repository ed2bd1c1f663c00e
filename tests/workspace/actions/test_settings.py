"""Settings of the notebook: how many people a day holds, and the country of its phone numbers."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import PUBLIC, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.settings import set_daily_max, set_phone_region
from mentorhub.workspace.models.details import PersonDetail
from mentorhub.workspace.queries.settings import settings
from tests.support import notebooks

pytestmark = pytest.mark.database


def keys(viewer: Viewer) -> dict[str, str]:
    with reading(viewer=viewer) as session:
        rows = session.execute(select(PersonDetail.value, PersonDetail.match_key))
        return dict(rows.all())


def test_a_day_holds_one_to_twenty(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for most in (1, 20):
        set_daily_max(most, viewer=viewer)
        assert settings(viewer=viewer, now=clock.now()).daily_max == most
    for most in (0, 21):
        with pytest.raises(IntegrityError, match="a_day_holds_one_to_twenty"):
            set_daily_max(most, viewer=viewer)
    with pytest.raises(NotFound):
        set_daily_max(3, viewer=PUBLIC)


def test_another_country_keys_its_phone_numbers_anew(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    notebooks.person(viewer, "Ada", phone="0171 1234567", email="ada@example.org")
    notebooks.person(viewer, "Ben", phone="+47 22 86 44 00")
    before = keys(viewer)
    set_phone_region("DE", viewer=viewer)
    after = keys(viewer)
    assert after["0171 1234567"] == "+491711234567" != before["0171 1234567"]
    assert after["+47 22 86 44 00"] == before["+47 22 86 44 00"] == "+4722864400"
    assert after["ada@example.org"] == before["ada@example.org"]
    notebooks.person(viewer, "Cem", phone="0171 7654321")
    assert keys(viewer)["0171 7654321"] == "+491717654321"
    set_phone_region("DE", viewer=viewer)
    assert settings(viewer=viewer, now=clock.now()).phone_region == "DE"
    with pytest.raises(NotFound):
        set_phone_region("NO", viewer=PUBLIC)


def test_the_numbers_of_another_notebook_stay(in_app: Flask) -> None:
    viewer, other = notebooks.notebook(), notebooks.notebook("other@example.org", "Other")
    notebooks.person(other, "Ada", phone="0171 1234567")
    before = keys(other)
    set_phone_region("DE", viewer=viewer)
    assert keys(other) == before
