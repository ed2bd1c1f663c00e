"""A rehearsal leaves no trace: no page, list, figure, file or total of anybody differs for it, but its own."""

import re
from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.routing import Rule

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.ledger import Payment
from mentorhub.programs.models.cohorts import Cohort
from tests.isolation.full_practice import Everybody, everybody
from tests.support import factories
from tests.support.forms import submit
from tests.support.personas import address, behind, verbs
from tests.support.program_pages import state_on
from tests.support.rehearsing import Rehearsing, pay_rehearsals
from tests.support.stripe_client import StripeClient
from tests.support.zip_reader import words_in

NAME = "Somebody Rehearsing"
# What says that there is one; and what is written anew for each reader, or by the clock.
OWN = {"enrolment.show_rehearsal", "enrolment.show_rehearsed_page", "programs.show_setup"}
ANEW = re.compile(
    r'nonce="[^"]*"|name="(?:csrf_token|begun|key)"[^>]*|value="[^"]*"[^>]*name="(?:csrf_token|begun|key)"|"csrf[^"]*"[^>]*'
    r"|\d\d:\d\d(?::\d\d(?:\.\d+)?)?|opens_in_seconds|data-[a-z-]*(?:seconds|after)=\S+|[\d-]+T[\d:.+Z-]+"
    r"|just now|(?:in )?\d+ minutes?(?: ago)?"
)
LOOKERS = ("stranger", "owner", "left_behind", "rival", "assistant")


def _looks(
    all_: Everybody, browsers: Mapping[str, FlaskClient], lookers: Sequence[str] = LOOKERS
) -> dict[tuple[str, str], str]:
    """What each sees at every address that anything is read at, files unpacked."""
    rules = [one for one in all_.app.url_map.iter_rules() if _is_read(one)]
    return {
        (actor, path): _still(words_in(browsers[actor].get(path, buffered=True)))
        for rule in rules
        for path in _addresses(all_, rule)
        for actor in lookers
    }


def _is_read(rule: Rule) -> bool:
    return "GET" in verbs(rule) and rule.endpoint not in {*OWN, "static"}


def _addresses(all_: Everybody, rule: Rule) -> list[str]:
    kinds = behind(rule)
    return [address(rule, {name: all_.names[kind][0] for name, kind in kinds.items()})]


def _still(words: str) -> str:
    return ANEW.sub("", words)


@pytest.fixture
def all_(app: Flask, stripe: StripeClient) -> Everybody:  # the app talks to Stripe
    """A full practice whose rehearsals are paid at the second account."""
    assert stripe.url
    pay_rehearsals(app)
    return everybody(app)


def _browsers(all_: Everybody) -> dict[str, FlaskClient]:
    found = dict(all_.browsers)
    for actor in ("owner", "left_behind"):
        found[actor] = all_.app.test_client()
        with all_.app.app_context():
            email = db.session.get_one(User, all_.insiders[actor]).email
        factories.sign_in(found[actor], email)
    return found


def _rehearse(all_: Everybody, owner: FlaskClient, stripe: StripeClient) -> None:
    """One pays, one waits, and the first is enrolled."""
    page = f"/practice/cohorts/{all_.names['cohort'][0]}/rehearsal"
    at = Rehearsing(all_.app, owner, page)
    at.begin()
    place = at.take_place(NAME).location
    at.take_place(f"{NAME} Too")
    leads = submit(owner, f"{place}/checkouts", page=place).location
    session_id = leads.rsplit("/", 1)[1]
    assert "error" not in stripe.second.pay(session_id)
    owner.get(f"{place}/return", query_string={"session_id": session_id})
    assert state_on(owner.get(place)) == "enrolled"
    with (
        all_.app.app_context()
    ):  # its mails have gone out: what waits to be sent is counted, whatever it is
        is_of_it = OutboxMail.subject.like("Rehearsal: %")
        db.session.execute(update(OutboxMail).where(is_of_it).values(sent_at=clock.now()))
        db.session.commit()


@pytest.mark.one_database
def test_nobody_sees_anything_of_a_rehearsal_but_where_it_is_held(
    all_: Everybody, stripe: StripeClient
) -> None:
    browsers = _browsers(all_)
    _looks(all_, browsers)  # whatever a first look changes by itself
    before = _looks(all_, browsers)
    _rehearse(all_, browsers["owner"], stripe)
    after = _looks(all_, browsers)
    differing = {key for key in before if before[key] != after[key]}
    assert differing == set()
    assert [key for key, words in after.items() if NAME in words] == []
    with all_.app.app_context():
        assert db.session.scalars(select(Payment.stripe_account)).all() == ["rehearsal"]


@pytest.mark.one_database
def test_it_is_looked_for_where_it_could_be(all_: Everybody) -> None:
    """The control: a real arrival changes what the practice and the public see."""
    browsers = _browsers(all_)
    before = _looks(all_, browsers, ("stranger", "owner"))
    with all_.app.app_context():
        cohort = db.session.scalars(select(Cohort).order_by(Cohort.id)).first()
        assert cohort is not None
        seat = db.session.scalars(
            select(Enrolment).where(Enrolment.cohort_id == cohort.id).order_by(Enrolment.id)
        ).first()
        assert seat is not None
        seat.name, cohort.seats = NAME, cohort.seats + 1
        db.session.commit()
    after = _looks(all_, browsers, ("stranger", "owner"))
    moved = {key for key in before if before[key] != after[key]}
    assert {actor for actor, _ in moved} == {"stranger", "owner"}
