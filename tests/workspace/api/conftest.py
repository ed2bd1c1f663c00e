"""A program of Amara's, with one person in her notebook."""

from dataclasses import dataclass

import pytest
from flask import Flask

from tests.support import api, notebooks
from tests.support.api import Program


@dataclass(frozen=True)
class Tomas(Program):
    """The program, and the id of the person."""

    person: str


@pytest.fixture
def amara(app: Flask) -> Tomas:
    """With Tomáš, who has an email at work."""
    made = api.program(app)
    with app.app_context():
        who = notebooks.person(made.viewer, **notebooks.RICH)
    return Tomas(app, made.viewer, made.token, who)


@pytest.fixture
def bo(amara: Tomas) -> Program:
    """Somebody else's program, with a notebook of its own."""
    return api.program(amara.app, "bo@example.org", name="Bo Lind")
