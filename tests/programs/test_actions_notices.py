"""A practice's privacy notice and imprint: what the rule refuses, and the database without the rule."""

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.rules.practices import NoticeTooLong
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions.notices import change_notices
from mentorhub.programs.models.notices import PracticeNotices
from tests.support import factories


def test_the_rule_refuses_and_the_database_too(in_app: Flask) -> None:
    scene = factories.scene()
    owner = USER(scene.mentor_id)
    with pytest.raises(NoticeTooLong):
        change_notices(
            scene.practice_id, viewer=owner, privacy_md="x" * 20_001, imprint_md="", seen=""
        )
    with pytest.raises(ChangedElsewhere):
        change_notices(
            scene.practice_id, viewer=owner, privacy_md="x", imprint_md="", seen="of another text"
        )
    row = {"practice_id": scene.practice_id, "privacy_md": "", "imprint_md": ""}
    for wrong in ({"privacy_md": "x" * 20_001}, {"imprint_md": "x" * 20_001}):
        with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
            values = {**row, "changed_at": clock.now(), **wrong}
            session.execute(insert(PracticeNotices).values(**values))
