"""A picture of a programme is its practice's to send and to remove; the database takes no other."""

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.actions import images
from mentorhub.programs.models.images import ShareImage
from tests.support import factories, pictures


def test_a_stranger_sends_and_removes_no_picture(in_app: Flask) -> None:
    scene = factories.scene()
    stranger = USER(factories.user("stranger@example.org"))
    with pytest.raises(NotFound):
        images.set_share_image(scene.program_id, file=pictures.plain(), viewer=stranger)
    with pytest.raises(NotFound):
        images.remove_share_image(scene.program_id, viewer=stranger)
    images.remove_share_image(scene.program_id, viewer=USER(scene.mentor_id))  # there is none


@pytest.mark.database
@pytest.mark.parametrize("size", [0, 2_000_001])
def test_the_database_takes_no_empty_or_large_picture(in_app: Flask, size: int) -> None:
    scene = factories.scene()
    row = {"program_id": scene.program_id, "practice_id": scene.practice_id, "image": bytes(size)}
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(insert(ShareImage).values(version="v", changed_at=clock.now(), **row))
