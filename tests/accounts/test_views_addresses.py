"""Changing one's address as its owner would: asked for, notified, confirmed from the new one; by nobody else."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from mentorhub.accounts import periodic
from mentorhub.accounts.actions.addresses import ask_for_address, confirm_address
from mentorhub.accounts.actions.links import mail_sign_in_link
from mentorhub.accounts.models.people import AddressChange, User
from mentorhub.accounts.rules.addresses import AddressUnchanged
from mentorhub.accounts.rules.links import LinkSpent
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.accounts.test_actions import token_of
from tests.accounts.test_views import INSIDE, is_inside, masked, try_sign_in
from tests.support import factories
from tests.support.account_emails import link_of, mails
from tests.support.forms import submit

PAGE = "/account/email"
NEW = "amara.nwosu@example.org"


@pytest.fixture
def amara(app: Flask) -> int:
    """A user with a password."""
    with app.app_context():
        return factories.user("amara@example.org", "Amara Nwosu")


@pytest.fixture
def here(app: Flask, amara: int) -> FlaskClient:
    """Her signed-in browser."""
    client = app.test_client()
    factories.sign_in(client, "amara@example.org")
    return client


def ask(client: FlaskClient, email: str = NEW, **fields: str) -> str:
    """Through the form; the confirming link."""
    fields = {"present": factories.PASSWORD, **fields}
    response = submit(client, PAGE, page=PAGE, email=email, **fields)
    assert (response.status_code, response.location) == (303, PAGE), response.text
    return link_of(client.application, "confirm_address")


def kinds(app: Flask) -> list[tuple[str, str]]:
    """(kind, address) of the mails about changing an address."""
    return [(mail.kind.partition(".")[2], mail.to_address) for mail in mails(app, "address")]


def email_of(app: Flask, user_id: int) -> tuple[str, str]:
    """Address and key as they are stored."""
    with app.app_context():
        row = db.session.execute(select(User.email, User.email_key).where(User.id == user_id)).one()
        return row.email, row.email_key


def test_an_address_changes_once_the_new_one_confirms(
    app: Flask, here: FlaskClient, amara: int
) -> None:
    link = ask(here, "Amara.Nwosu@EXAMPLE.org")
    assert "is not confirmed yet" in here.get(PAGE).text
    assert email_of(app, amara)[0] == "amara@example.org"
    assert kinds(app) == [
        ("confirm_address", "Amara.Nwosu@example.org"),
        ("address_asked", "amara@example.org"),
    ]
    reading = app.test_client()
    for _ in range(2):  # a mail scanner opens it first
        assert "Use this address" in reading.get(link).text
    response = submit(reading, link, page=link)
    assert (response.status_code, response.location) == (303, "/account")
    assert email_of(app, amara) == ("Amara.Nwosu@example.org", NEW)
    assert kinds(app)[2:] == [
        ("address_changed", "amara@example.org"),
        ("address_yours", "Amara.Nwosu@example.org"),
    ]
    assert reading.get(link).status_code == 410
    assert "is not confirmed yet" not in here.get(PAGE).text
    assert try_sign_in(app.test_client(), NEW).status_code == 303
    assert try_sign_in(app.test_client(), "amara@example.org").status_code == 422


def test_a_changed_address_ends_every_other_device_and_earlier_links(
    app: Flask, here: FlaskClient
) -> None:
    other = app.test_client()
    factories.sign_in(other, "amara@example.org")
    submit(other, "/sign-in/links", page=INSIDE, email="amara@example.org")
    link = ask(here)
    submit(other, link, page=link)
    assert is_inside(here) and not is_inside(other)
    earlier = link_of(app, "sign_in_link")
    assert other.get(earlier).status_code == 410


def test_a_known_address_answers_alike_and_its_owner_is_told_once(
    app: Flask, here: FlaskClient, amara: int
) -> None:
    with app.app_context():
        factories.user("bryn@example.org", "Bryn Hughes")
        factories.user("disabled@example.org", active=False)
    answers = set()
    for email in ("bryn@example.org", "disabled@example.org", "bryn@example.org", NEW):
        response = submit(here, PAGE, page=PAGE, email=email, present=factories.PASSWORD)
        assert response.status_code == 303
        answers.add(masked(here.get(PAGE).text))
    assert len(answers) == 1
    notice = mails(app, "address_taken")
    assert [mail.to_address for mail in notice] == ["bryn@example.org"]
    assert "The address of your account already".lower() in notice[0].text_body.lower()
    assert [mail.to_address for mail in mails(app, "confirm_address")] == [NEW]


def test_an_address_taken_meanwhile_is_not_given_twice(
    app: Flask, here: FlaskClient, amara: int
) -> None:
    link = ask(here)
    with app.app_context():
        factories.user(NEW)
    assert submit(here, link, page=link).status_code == 410
    assert email_of(app, amara)[0] == "amara@example.org"


def test_changing_needs_the_present_password(app: Flask, here: FlaskClient) -> None:
    wrong = submit(here, PAGE, page=PAGE, email=NEW, present="not that one")
    assert wrong.status_code == 422 and "not your present password" in wrong.text
    assert f'value="{NEW}"' in wrong.text
    missing = submit(here, PAGE, page=PAGE, email=NEW)
    assert missing.status_code == 422 and "Please type your present password" in missing.text
    assert kinds(app) == []


def test_who_has_no_password_is_asked_for_none(app: Flask, here: FlaskClient, amara: int) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(password=None))
    assert "Present password" not in here.get(PAGE).text
    assert submit(here, PAGE, page=PAGE, email=NEW).status_code == 303


@pytest.mark.parametrize("has_password", [True, False])
def test_a_browser_left_open_changes_no_address(
    app: Flask, here: FlaskClient, amara: int, has_password: bool
) -> None:
    if not has_password:
        with app.app_context(), transaction(viewer=SYSTEM) as session:
            session.execute(update(User).values(password=None))
    with clock.moved(dt.timedelta(minutes=16)):
        again = f"/sign-in/again?next={PAGE}"
        assert here.get(PAGE).location == again
        response = submit(here, PAGE, page="/account", email=NEW, present=factories.PASSWORD)
        assert response.location.startswith("/sign-in/again")
    assert kinds(app) == []


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("", "Please give your email address."),
        ("amara@", "does not look like an email address"),
        ("two words@example.org", "does not look like an email address"),
        ("AMARA@example.org", "This is your address already."),
    ],
)
def test_what_cannot_be_a_new_address_is_said_beside_the_field(
    app: Flask, here: FlaskClient, email: str, words: str
) -> None:
    response = submit(here, PAGE, page=PAGE, email=email, present=factories.PASSWORD)
    assert response.status_code == 422
    assert words in response.text and 'aria-invalid="true"' in response.text
    assert kinds(app) == []


def test_a_change_is_cancelled(app: Flask, here: FlaskClient, amara: int) -> None:
    link = ask(here)
    submit(here, f"{PAGE}/cancellation", page=PAGE)
    page = here.get(PAGE).text
    assert "stays as it is" in page and "is not confirmed yet" not in page
    assert here.get(link).status_code == 410
    assert submit(here, link, page=PAGE).status_code == 410
    assert email_of(app, amara)[0] == "amara@example.org"


def test_a_second_request_replaces_the_first(here: FlaskClient) -> None:
    first = ask(here, "one@example.org")
    second = ask(here, "two@example.org")
    assert here.get(first).status_code == 410
    assert "two@example.org" in here.get(second).text


def test_a_link_ends_after_an_hour_and_the_address_is_forgotten(
    app: Flask, here: FlaskClient
) -> None:
    link = ask(here)
    with clock.moved(dt.timedelta(minutes=59)), app.app_context():
        assert periodic.forget_addresses() == 0
    with clock.moved(dt.timedelta(minutes=59)):
        assert here.get(link).status_code == 200
    with clock.moved(dt.timedelta(minutes=61)):
        assert here.get(link).status_code == 410
        fresh = app.test_client()
        factories.sign_in(fresh, "amara@example.org")
        assert "is not confirmed yet" not in fresh.get(PAGE).text
    with clock.moved(dt.timedelta(minutes=61)), app.app_context():
        periodic.forget_addresses()
        assert db.session.scalar(select(func.count(AddressChange.id))) == 0


def test_a_stranger_neither_sees_nor_cancels_anothers_change(app: Flask, here: FlaskClient) -> None:
    link = ask(here)
    stranger = app.test_client()
    with app.app_context():
        factories.user("bryn@example.org")
    assert stranger.get(PAGE).location == f"/sign-in?next={PAGE}"
    factories.sign_in(stranger, "bryn@example.org")
    assert NEW not in stranger.get(PAGE).text
    submit(stranger, f"{PAGE}/cancellation", page=PAGE)
    assert here.get(link).status_code == 200
    made_up = submit(stranger, f"{PAGE}/links/made.up", page=PAGE)
    assert made_up.status_code == 410


def test_a_disabled_users_change_opens_nothing(app: Flask, here: FlaskClient, amara: int) -> None:
    ask(here)
    with app.app_context():
        token = token_of(app, "confirm_address")
        with transaction(viewer=SYSTEM) as session:
            session.execute(update(User).values(active=False))
        with pytest.raises(LinkSpent):
            confirm_address(token)
    assert app.test_client().get(f"{PAGE}/links/{token}").status_code == 410


def test_a_link_of_another_kind_confirms_no_address(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    mail_sign_in_link("amara@example.org")
    for token in (token_of(in_app, "sign_in_link"), "made.up"):
        with pytest.raises(LinkSpent):
            confirm_address(token)
    with pytest.raises(AddressUnchanged):
        ask_for_address("Amara@example.org", viewer=USER(user_id), device="")
    assert email_of(in_app, user_id)[0] == "amara@example.org"
