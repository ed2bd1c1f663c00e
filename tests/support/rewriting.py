"""A programme whose practice changes its words, as its form does."""

import dataclasses
from typing import Any

from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.versions import version_of
from mentorhub.programs.actions.offers import change_program
from mentorhub.programs.models.offers import Program, Texts, Written


def rewrite(program_id: int, *, viewer: Viewer = SYSTEM, **changes: Any) -> None:
    """Save its form with these changes: fields of the form, of its texts and of its policy, by their names."""
    with reading(viewer=viewer) as session:
        before = written(session, program_id)
    own = {name: value for name, value in changes.items() if name in Written.__dataclass_fields__}
    texts = {name: value for name, value in changes.items() if name in Texts.__dataclass_fields__}
    policy = {name: value for name, value in changes.items() if name not in {*own, *texts}}
    words = dataclasses.replace(
        before,
        **own,
        texts=dataclasses.replace(before.texts, **texts),
        policy=dataclasses.replace(before.policy, **policy),
    )
    change_program(program_id, viewer=viewer, words=words, seen=version_of(before))


def written(session: Session, program_id: int) -> Written:
    """What its form is filled from, as it is now."""
    return session.get_one(Program, program_id, populate_existing=True).written
