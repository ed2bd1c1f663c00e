"""Nobody has two pictures at once: forbidden, and seen where it is so."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.actions.photos import put_photo
from mentorhub.workspace.invariants.photos import nobody_has_two_pictures
from tests.support import notebooks, pictures
from tests.support.forbidden import plant_forbidden

pytestmark = pytest.mark.database
BREACH = "UPDATE person_photo SET deleted_at = NULL"


def test_two_pictures_of_one_person_are_forbidden_and_seen(
    in_app: Flask, request: pytest.FixtureRequest
) -> None:
    viewer = notebooks.notebook()
    ada = notebooks.person(viewer)
    for _time in range(2):
        put_photo(ada, pictures.plain(), viewer=viewer)
    assert nobody_has_two_pictures(viewer=SYSTEM) == []
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(text(BREACH))
    plant_forbidden(request, BREACH, index="one_photo_per_person")
    assert len(nobody_has_two_pictures(viewer=SYSTEM)) == 1
