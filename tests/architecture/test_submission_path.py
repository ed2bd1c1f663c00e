"""The busiest path is short to read: how many of its own files a submitted form crosses, and how many there are."""

import sys
from pathlib import Path
from types import FrameType

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.architecture.tree import PACKAGE, modules
from tests.support import factories
from tests.support.program_pages import submit_form

ENROLMENT = PACKAGE / "enrolment"
FILES_MAX, CROSSED_MAX = (
    87,
    12,
)  # sixty before pauses, codes, accounts, rehearsals and intake questions


def test_enrolment_has_few_files() -> None:
    assert len([path for path in modules("mentorhub") if ENROLMENT in path.parents]) <= FILES_MAX


@pytest.mark.one_database
def test_a_submitted_form_crosses_at_most_twelve_of_them(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.scene()
    crossed = set[Path]()

    def note(frame: FrameType, event: str, _of: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            crossed.add(Path(frame.f_code.co_filename))

    sys.setprofile(note)
    try:
        answer = submit_form(client)
    finally:
        sys.setprofile(None)
    assert answer.status_code == 303
    own = {str(path.relative_to(ENROLMENT)) for path in crossed if ENROLMENT in path.parents}
    assert "line/allocation.py" in own
    assert len(own) <= CROSSED_MAX, sorted(own)
