"""A practice that rehearses its cohort in the browser: begins, takes places, pays at the second account."""

import dataclasses
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.enrolment.actions import rehearsals
from mentorhub.foundation.config import Settings
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.stripe_sandbox.settings import SECOND_KEY, SECOND_SECRET
from tests.support import factories
from tests.support.factories import Scene
from tests.support.forms import submit
from tests.support.stripe_client import StripeClient


def pay_rehearsals(app: Flask) -> None:
    """From now on rehearsals are paid at the sandbox's second account."""
    settings: Settings = app.extensions["mentorhub.settings"]
    app.extensions["mentorhub.settings"] = dataclasses.replace(
        settings, rehearsal_key=SECOND_KEY, rehearsal_secret=SECOND_SECRET
    )


@dataclass(frozen=True)
class Rehearsing:
    """The mentor's browser, and the address of the rehearsal of her cohort."""

    app: Flask
    client: FlaskClient
    page: str
    scene: Scene | None = None

    @property
    def cohort(self) -> str:
        """The address of the rehearsed cohort."""
        return self.page.removesuffix("/rehearsal")

    def begin(self) -> TestResponse:
        """The button that begins it."""
        return submit(self.client, f"{self.cohort}/rehearsals", page=self.page)

    def take_place(self, name: str = "Ada Lovelace", **fields: str) -> TestResponse:
        """Enrol on the page that visitors would see."""
        typed = {"name": name, "email": "ada@example.org", **fields}
        return submit(self.client, f"{self.page}/places", page=f"{self.page}/page", **typed)

    def end(self) -> TestResponse:
        """The button that ends it."""
        return submit(self.client, f"{self.page}/ending", page=self.page)

    def task(self, name: str) -> Any:
        """Run a periodic task once."""
        return self.app.extensions["mentorhub.jobs"].run(name)

    def last(self) -> Cohort:
        """The newest rehearsal, within an app context."""
        newest = (
            db.select(Cohort).where(Cohort.rehearses_id.is_not(None)).order_by(Cohort.id.desc())
        )
        found: Cohort = db.session.scalars(
            newest.limit(1).execution_options(populate_existing=True)
        ).one()
        return found


def rehearsals_(_: StripeClient) -> tuple[Counter[str], Callable[[], None]]:
    """Due work: a rehearsal whose hour is over long ago; nobody is mailed for its end."""
    scene = factories.scene()
    rehearsals.begin_rehearsal(scene.cohort_id, viewer=USER(scene.mentor_id))

    def ended() -> None:
        of_it = db.select(Cohort.state).where(Cohort.rehearses_id == scene.cohort_id)
        assert db.session.scalars(of_it).all() == ["rehearsed"]

    return Counter(), ended


def rehearsing(app: Flask, client: FlaskClient, **scene: Any) -> Rehearsing:
    """Ines, signed in, with one published cohort."""
    with app.app_context():
        made = factories.scene(**scene)
        public_id = db.session.get_one(Cohort, made.cohort_id).public_id
    factories.sign_in(client, "ines@example.org")
    return Rehearsing(app, client, f"/practice/cohorts/{public_id}/rehearsal", made)
