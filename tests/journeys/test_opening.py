"""From signing up as a mentor to the list of first steps, and from a draft to a public page, without scripts."""

from mentorhub import audit
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM
from tests.journeys.conftest import Install
from tests.support import opening
from tests.support.mailbox import link_in_mail
from tests.support.opening import Draft, Opened
from tests.support.person import Person

NORA, PASSWORD = "nora@example.org", "seven calm wooden boats"


def _sign_up(nora: Person, install: Install) -> None:
    nora.visit("/")
    assert nora.sees("Run your own programme")
    nora.visit("/practices/new")
    assert nora.sees("First an account for yourself")
    nora.send("/sign-up", name="Nora Vik", email=NORA, password=PASSWORD)
    nora.visit(link_in_mail(install.app, NORA, "/sign-up/links/"))
    nora.send("/sign-up/links/", password=PASSWORD)
    assert nora.url.endswith("/practices/new")


def _open_practice(nora: Person) -> None:
    nora.send("/practices/new", name="Nora Vik Mentoring", slug="nora", timezone="Europe/Oslo")
    assert "/practice/setup?practice=" in nora.url
    assert nora.sees("14 things are still missing")


def _draft(install: Install) -> Draft:
    with install.app.app_context():
        with reading(viewer=SYSTEM) as session:
            practice = session.query(Practice).one()
            owner = session.query(Membership).one().user_id
            nora = Opened(practice.id, practice.public_id, owner)
        return opening.draft(nora)


def test_from_the_first_page_to_a_public_programme(install: Install) -> None:
    nora, visitor = Person(install.url), Person(install.url)
    _sign_up(nora, install)
    _open_practice(nora)
    draft = _draft(install)
    nora.visit("/start")
    assert nora.sees("All that visitors need is there.")
    visitor.visit("/")
    assert not visitor.sees("The first circle")
    nora.visit(f"/practice/programs/{draft.program}/publication")
    nora.send("/publication")
    assert nora.sees("This is public.")
    visitor.visit("/")
    assert visitor.sees("The first circle")
    with install.app.app_context():
        assert {name: found for name, found in audit.run().items() if found} == {}
