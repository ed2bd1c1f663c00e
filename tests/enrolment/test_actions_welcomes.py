"""Links by mail, the free seat's word, and the welcome link: single use, seven days, one account per address."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.actions import arrivals, endings, welcomes
from mentorhub.enrolment.models.applicants import WELCOME
from mentorhub.enrolment.rules.refusals import NothingToPay, WelcomeSpent, WelcomeStanding
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    enrolment,
    mails_to,
    pass_time,
    place_applicant,
    states,
)

pytestmark = pytest.mark.usefixtures("in_app")


def _welcome_token(name: str = "ada") -> str:
    db.session.rollback()
    mail = db.session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.kind == "enrolment.enrolled",
            OutboxMail.to_address == f"{name}@example.org",
        )
        .order_by(OutboxMail.id.desc())
    ).first()
    assert mail is not None
    found = re.search(r"/welcome/(\S+)", render(mail)[0])
    assert found
    return found.group(1)


def _free_seat() -> int:
    ada = place_applicant(factories.scene(price_minor=0), "ada")
    welcomes.confirm_free_seat(ada)
    return ada


def test_a_free_seat_is_confirmed_once() -> None:
    ada = _free_seat()
    welcomes.confirm_free_seat(ada)
    assert states(ada) == ["enrolled"]
    assert mails_to("ada") == ["enrolment.held", "enrolment.enrolled"]
    assert_in_order()


def test_a_seat_with_a_price_is_not_confirmed_for_nothing() -> None:
    ada = place_applicant(factories.scene(), "ada")
    with pytest.raises(NothingToPay):
        welcomes.confirm_free_seat(ada)


def test_a_place_in_the_line_is_not_confirmed() -> None:
    scene = factories.scene(seats=1, price_minor=0)
    place_applicant(scene, "ada")
    with pytest.raises(NothingToPay):
        welcomes.confirm_free_seat(place_applicant(scene, "ben"))


def test_the_welcome_link_makes_a_confirmed_account() -> None:
    ada = _free_seat()
    claimed = welcomes.claim_enrolment(_welcome_token())
    assert claimed.is_new
    user = db.session.get_one(User, claimed.user_id)
    assert (user.email_key, user.name) == ("ada@example.org", "Ada")
    assert user.confirmed_at is not None
    assert enrolment(ada).user_id == claimed.user_id


def test_the_account_speaks_its_applicants_language_in_their_zone() -> None:
    who = arrivals.Applicant("Ada", "ada@example.org", locale="nb_NO", timezone="Asia/Tokyo")
    scene = factories.scene(price_minor=0)
    ada = arrivals.take_place_again(scene.cohort_id, applicant=who).id
    welcomes.confirm_free_seat(ada)
    before = clock.now()
    claimed = welcomes.claim_enrolment(_welcome_token())
    user = db.session.get_one(User, claimed.user_id)
    assert (user.locale, user.timezone) == ("nb_NO", "Asia/Tokyo")
    assert user.confirmed_at is not None
    assert before <= user.confirmed_at <= clock.now()
    assert user.create_datetime is not None
    db.session.rollback()
    assert (user.update_datetime, enrolment(ada).claimed_at) == (user.confirmed_at,) * 2


def test_an_existing_account_receives_the_seat() -> None:
    known = factories.user("ada@example.org", "Ada Lovelace")
    ada = _free_seat()
    claimed = welcomes.claim_enrolment(_welcome_token())
    assert (claimed.user_id, claimed.is_new) == (known, False)
    assert enrolment(ada).user_id == known


def test_an_address_that_was_typed_and_never_confirmed_is_confirmed_by_the_link() -> None:
    known = factories.user("ada@example.org", confirmed_at=None)
    _free_seat()
    before = clock.now()
    assert welcomes.claim_enrolment(_welcome_token()).user_id == known
    user = db.session.get_one(User, known)
    assert user.confirmed_at is not None
    assert before <= user.confirmed_at <= clock.now()
    assert user.password is None  # it was chosen by whoever typed the address


def test_the_welcome_link_works_once() -> None:
    _free_seat()
    token = _welcome_token()
    welcomes.claim_enrolment(token)
    with pytest.raises(WelcomeSpent):
        welcomes.claim_enrolment(token)


def test_the_welcome_link_lasts_seven_days() -> None:
    _free_seat()
    token = _welcome_token()
    pass_time(days=7, seconds=1)
    with pytest.raises(WelcomeSpent):
        welcomes.claim_enrolment(token)


def test_a_superseded_or_invented_link_opens_nothing() -> None:
    ada = _free_seat()
    token = _welcome_token()
    enrolment(ada).link_version += 1
    db.session.commit()
    for bad in (token, token[:-3] + "abc", "nonsense", "x" * 500):
        with pytest.raises(WelcomeSpent):
            welcomes.claim_enrolment(bad)


def test_a_fresh_welcome_link_can_be_asked_for_until_it_is_claimed() -> None:
    ada = _free_seat()
    welcomes.mail_welcome(ada)
    assert mails_to("ada").count("enrolment.enrolled") == 2
    welcomes.claim_enrolment(_welcome_token())
    with pytest.raises(NotFound):
        welcomes.mail_welcome(ada)


def test_only_an_enrolled_seat_has_a_welcome_link() -> None:
    with pytest.raises(NotFound):
        welcomes.mail_welcome(place_applicant(factories.scene(), "ada"))


def test_the_link_goes_to_the_address_it_belongs_to() -> None:
    ada = place_applicant(factories.scene(), "ada")
    welcomes.mail_link(ada)
    assert mails_to("ada") == ["enrolment.held", "enrolment.link"]
    pass_time(minutes=16)
    endings.lapse_hold(ada)
    pass_time(minutes=16)
    welcomes.mail_link(ada)
    assert mails_to("ada")[-2:] == ["enrolment.lapsed", "enrolment.lapsed"]


def test_a_mailbox_is_not_filled_by_typing_its_address() -> None:
    ada = place_applicant(factories.scene(), "ada")
    for _ in range(5):
        welcomes.mail_link(ada)
    assert mails_to("ada") == ["enrolment.held", "enrolment.link"]
    pass_time(minutes=16)
    welcomes.mail_link(ada)
    assert mails_to("ada").count("enrolment.link") == 2


def test_a_link_of_a_seat_that_never_was_opens_nothing() -> None:
    until = clock.now() + dt.timedelta(days=1)
    token = links.sign_dated("nobody", 0, purpose=WELCOME, until=until)
    with pytest.raises(WelcomeSpent) as refused:
        welcomes.claim_enrolment(token)
    assert refused.value.standing == WelcomeStanding.SPENT


def test_a_welcome_that_was_used_at_the_same_moment_gives_no_second_account() -> None:
    ada = _free_seat()
    token, seat = _welcome_token(), enrolment(ada).public_id
    with transaction(viewer=SYSTEM) as session:
        assert links.use_once(session, f"welcome:{seat}", now=clock.now())
    with pytest.raises(WelcomeSpent) as refused:
        welcomes.claim_enrolment(token)
    assert refused.value.standing == WelcomeStanding.CLAIMED
    assert enrolment(ada).user_id is None
