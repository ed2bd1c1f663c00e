"""A welcome link leads into the account of the mailbox it was sent to, for twenty minutes; and into no other, ever."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.enrolment.actions import arrivals, welcomes
from mentorhub.enrolment.rules.refusals import WelcomeSpent
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, USER, Viewer
from mentorhub.foundation.errors import Busy, NotFound
from mentorhub.mail.message import OutgoingMail, message_of
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from tests.support import factories
from tests.support.applicants import enrolment, pass_time

pytestmark = pytest.mark.usefixtures("in_app")

KNOWN = "ada@example.org"


def _free_seat(email: str = KNOWN) -> int:
    scene = factories.scene(price_minor=0)
    ada = arrivals.take_place_again(scene.cohort_id, applicant=arrivals.Applicant("Ada", email)).id
    welcomes.confirm_free_seat(ada)
    return ada


def _welcome_mail() -> OutboxMail:
    db.session.rollback()
    kind = OutboxMail.kind == "enrolment.enrolled"
    mail = db.session.scalars(select(OutboxMail).where(kind).order_by(OutboxMail.id.desc())).first()
    assert mail is not None
    return mail


def _token(mail: OutboxMail) -> str:
    found = re.search(r"/welcome/(\S+)", render(mail)[0])
    assert found
    return found.group(1)


def _sent_to(mail: OutboxMail) -> str:
    """The mailbox that the mail server receives, as mail servers compare it: A to Z small."""
    mail.claimed_until = clock.now()
    local, _, domain = message_of(OutgoingMail.of(mail)).recipient.rpartition("@")
    db.session.rollback()
    small = re.sub("[A-Z]", lambda one: one.group().lower(), local)
    return f"{small}@{domain}"


@pytest.mark.parametrize(
    ("victim", "attacker"),
    [
        ("strasseN@example.org", "straßeN@example.org"),
        ("sara@example.org", "\u017fara@example.org"),
        ("fiona@example.org", "\ufb01ona@example.org"),
        ("zoe@strasse.example", "zoe@straße.example"),
    ],
)
def test_who_enrols_with_an_address_that_looks_alike_gets_an_account_of_their_own(
    victim: str, attacker: str
) -> None:
    known = factories.user(victim, "Victim")
    ada = _free_seat(attacker)
    mail = _welcome_mail()
    assert _sent_to(mail) != victim.lower()
    claimed = welcomes.claim_enrolment(_token(mail))
    assert claimed.is_new and claimed.user_id != known
    assert enrolment(ada).user_id == claimed.user_id
    assert db.session.get_one(User, claimed.user_id).email == attacker
    db.session.rollback()


def test_the_kelvin_sign_is_a_k_to_the_mail_as_well_as_to_the_account() -> None:
    known = factories.user("kim@example.org")
    _free_seat("\u212aim@example.org")
    mail = _welcome_mail()
    assert _sent_to(mail) == "kim@example.org"  # so its reader is the account's owner
    assert welcomes.claim_enrolment(_token(mail)).user_id == known


def test_a_stored_key_alone_opens_no_account() -> None:
    """As a key would be that was made before, or by hand: what is asked is where the mail went."""
    known = factories.user("strassen@example.org")
    ada = _free_seat("straßen@example.org")
    row = db.session.get_one(User, known)
    row.email_key = "straßen@example.org"
    db.session.commit()
    with pytest.raises(Busy):  # nor is a second account made beside it
        welcomes.claim_enrolment(_token(_welcome_mail()))
    db.session.rollback()
    assert enrolment(ada).user_id is None


def _standing(viewer: Viewer = PUBLIC) -> str:
    with pytest.raises(WelcomeSpent) as spent:
        welcomes.claim_enrolment(_token(_welcome_mail()), viewer=viewer)
    return spent.value.standing.value


def test_into_an_account_it_leads_for_as_long_as_a_sign_in_link() -> None:
    known = factories.user(KNOWN)
    _free_seat()
    pass_time(minutes=19, seconds=58)
    assert welcomes.claim_enrolment(_token(_welcome_mail())) == welcomes.Claimed(known, False)


def test_after_twenty_minutes_it_asks_to_sign_in_and_then_serves_that_account_alone() -> None:
    known, other = factories.user(KNOWN), factories.user("ben@example.org")
    ada = _free_seat()
    pass_time(minutes=20, seconds=1)
    assert (_standing(), _standing(USER(other))) == ("sign_in", "sign_in")
    assert enrolment(ada).claimed_at is None
    token = _token(_welcome_mail())
    assert welcomes.claim_enrolment(token, viewer=USER(known)).user_id == known
    assert _standing(USER(known)) == "claimed"


def test_its_seven_days_are_over_for_whoever_is_signed_in_too() -> None:
    known = factories.user(KNOWN)
    _free_seat()
    pass_time(days=7, seconds=1)
    assert (_standing(), _standing(USER(known))) == ("spent", "spent")


def test_an_account_that_nobody_confirmed_holds_nothing_to_protect() -> None:
    known = factories.user(KNOWN, confirmed_at=None)
    _free_seat()
    pass_time(days=6)
    assert welcomes.claim_enrolment(_token(_welcome_mail())).user_id == known


def test_whoever_is_signed_in_takes_the_seat_of_their_address_without_a_mail() -> None:
    known = factories.user(KNOWN)
    ada = _free_seat()
    welcomes.claim_own_seat(ada, viewer=USER(known))
    row = enrolment(ada)
    assert row.user_id == known and row.claimed_at is not None
    assert _standing() == "claimed"
    with pytest.raises(NotFound):
        welcomes.claim_own_seat(ada, viewer=USER(known))


def test_nobody_else_does() -> None:
    other = factories.user("ben@example.org")
    typed = factories.user(KNOWN, confirmed_at=None)
    ada = _free_seat()
    for viewer in (PUBLIC, USER(other), USER(typed)):
        with pytest.raises(NotFound):
            welcomes.claim_own_seat(ada, viewer=viewer)
    assert enrolment(ada).claimed_at is None


def test_an_account_that_is_closing_takes_no_seat() -> None:
    known = factories.user(KNOWN)
    ada = _free_seat()
    db.session.get_one(User, known).closing_at = clock.now() - dt.timedelta(days=1)
    db.session.commit()
    with pytest.raises(NotFound):
        welcomes.claim_own_seat(ada, viewer=USER(known))
    with pytest.raises(AccountClosing):
        welcomes.claim_enrolment(_token(_welcome_mail()))
    assert enrolment(ada).claimed_at is None


def test_a_seat_that_is_not_enrolled_is_not_claimed() -> None:
    known = factories.user(KNOWN)
    scene = factories.scene(price_minor=0)
    who = arrivals.Applicant("Ada", KNOWN)
    held = arrivals.take_place_again(scene.cohort_id, applicant=who).id
    with pytest.raises(NotFound):
        welcomes.claim_own_seat(held, viewer=USER(known))
