"""The main job, end to end, over HTTP without scripts: enrol, pay, keep a notebook, check in, be answered."""

import datetime as dt

from mentorhub import audit
from tests.journeys.conftest import Install
from tests.support import factories
from tests.support.mailbox import link_in_mail
from tests.support.person import Person

CARD = {"card_number": "4242424242424242", "expiry": "12 / 34", "cvc": "123", "name": "Amara Nwosu"}
AMARA = "amara@example.org"


def _enrol(person: Person) -> None:
    person.visit("/")
    assert person.sees("Power Networking Personal Mentoring")
    person.visit("/programs/power-networking")
    person.send("/enrolments", name="Amara Nwosu", email=AMARA)
    assert person.state == "held"


def _pay(person: Person) -> None:
    person.send("/checkouts")
    assert person.sees("no real money")
    person.send("/c/pay/", **CARD)
    assert person.state == "enrolled"


def _become_mentee(person: Person, install: Install) -> None:
    person.visit(link_in_mail(install.app, AMARA, "/welcome/"))
    person.send("/welcome/")
    assert person.sees("Welcome, Amara Nwosu")
    person.send("/workspace")
    assert person.url.endswith("/today")


def _keep_notebook(person: Person) -> None:
    person.visit("/people/new")
    person.send("/people", name="Tomáš Dvořák", occasion="Energy Forum, Oslo")
    assert person.sees("Tomáš Dvořák")
    person.send("/interactions", note="We spoke about timber roofs.", kind="call", is_two_way="yes")
    assert person.sees("We spoke about timber roofs.")
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    person.send("/follow-ups", due_on=tomorrow.isoformat(), reason="Send the timber paper")
    assert person.sees("Send the timber paper")
    person.send("/stage-changes", stage="getting_to_know")
    person.visit("/people?q=Tom")
    assert person.sees("Tomáš Dvořák")


def _check_in(person: Person) -> None:
    person.visit("/week")
    person.send("/check-ins", **{"answers-0": "I wrote to Tomáš the next day.", "send": "1"})
    assert person.sees("will answer, and you get an email then")


def _review(mentor: Person, install: Install) -> None:
    mentor.visit("/sign-in")
    mentor.send("/sign-in", email="ines@example.org", password=factories.PASSWORD)
    with install.app.app_context():
        code = factories.code_of("ines@example.org")
    mentor.send("/sign-in/factor", code=code)
    assert mentor.url.endswith("/review"), mentor.url
    assert mentor.sees("Amara Nwosu")
    page = next(word for word in mentor.text.split('"') if word.startswith("/review/"))
    mentor.visit(page)
    assert mentor.sees("I wrote to Tomáš the next day.")
    mentor.send(
        "/reviews", body="Two minutes, then half an hour.", next_step="Ask him about the library"
    )


def test_from_the_first_page_to_the_mentors_answer(install: Install) -> None:
    with install.app.app_context():
        factories.scene(seats=2)
    amara, ines = Person(install.url), Person(install.url)
    _enrol(amara)
    _pay(amara)
    _become_mentee(amara, install)
    _keep_notebook(amara)
    _check_in(amara)
    _review(ines, install)
    amara.visit("/today")
    assert amara.sees("Two minutes, then half an hour.")
    assert amara.sees("Ask him about the library")
    with install.app.app_context():
        assert {name: found for name, found in audit.run().items() if found} == {}
