"""Inviting as an owner does: the form, the email, the list; and as nobody else can."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.rules import invitations
from mentorhub.accounts.rules.factors import FRESH_FOR
from mentorhub.accounts.rules.invitations import INVITATION_LIFETIME
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from tests.accounts.test_views import masked
from tests.support import factories
from tests.support.account_emails import link_of, mails
from tests.support.forms import submit
from tests.support.inviting import BO, KIND, invite, stored

MEMBERS = "/practice/members"
PAGE = f"{MEMBERS}/invitations"


@pytest.fixture
def practice(app: Flask) -> tuple[int, int]:
    """(its id, its owner's)."""
    with app.app_context():
        return factories.practice()


@pytest.fixture
def owner(app: Flask, practice: tuple[int, int]) -> FlaskClient:
    """Ines, signed in a moment ago."""
    client = app.test_client()
    factories.sign_in(client, "ines@example.org")
    return client


def _invited(app: Flask, practice: tuple[int, int], role: Role = Role.MENTOR) -> str:
    """The email's link."""
    with app.app_context():
        invite(*practice, role=role)
    return link_of(app, KIND)


def _list(client: FlaskClient) -> str:
    return " ".join(client.get(MEMBERS).text.split())


def test_invite_member_mails_an_email_and_lists_it(app: Flask, owner: FlaskClient) -> None:
    assert f'href="{PAGE}?practice=' in _list(owner)
    assert submit(owner, PAGE, page=PAGE, email=BO, role="assistant").location == MEMBERS
    (mail,) = mails(app, KIND)
    assert (mail.to_address, mail.to_name, mail.reply_to) == (BO, "", "ines@example.org")
    assert "Ines Halvorsen invites you to Ines Halvorsen Mentoring." in mail.text_body
    page = _list(owner)
    for words in (
        "An invitation is on its way to bo@example.org.",
        ">Assistant<",
        "by Ines Halvorsen",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("email", "role", "words"),
    [
        ("", "mentor", "Please give the address of the person you invite."),
        ("bo", "mentor", "This does not look like an email address."),
        ("bo@example", "mentor", "missing its ending"),
        (BO, "emperor", "Not a valid choice"),
        ("INES@example.org", "mentor", "belongs to the team already"),
    ],
)
def test_invite_member_says_what_is_wrong_and_keeps_what_was_typed(
    app: Flask, owner: FlaskClient, email: str, role: str, words: str
) -> None:
    answer = submit(owner, PAGE, page=PAGE, email=email, role=role)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{email}"' in answer.text
    assert mails(app, KIND) == []


def test_invite_member_answers_the_same_whether_or_not_there_is_an_account(
    app: Flask, owner: FlaskClient
) -> None:
    with app.app_context():
        factories.user(BO)
    pages = []
    for email in (BO, "new@example.org"):
        answer = submit(owner, PAGE, page=PAGE, email=email, role="mentor")
        with app.app_context():
            one = str(stored(email)["public_id"])
        page = owner.get(answer.location).text.replace(email, "…").replace(one, "…")
        pages.append(re.sub(r"<time.*?</time>", "", masked(page)))
        submit(owner, f"{PAGE}/{one}/withdrawal", page=PAGE)
        owner.get(MEMBERS)
    assert pages[0] == pages[1]


def test_a_second_email_is_sent_by_hand_and_no_second_invitation(
    app: Flask, practice: tuple[int, int], owner: FlaskClient
) -> None:
    old = _invited(app, practice)
    answer = submit(owner, PAGE, page=PAGE, email=BO, role="mentor")
    assert answer.status_code == 422
    assert "This address has been invited already." in answer.text
    with app.app_context():
        one = str(stored()["public_id"])
    assert submit(owner, f"{PAGE}/{one}/letters", page=MEMBERS).location == MEMBERS
    assert "The invitation has been sent again." in _list(owner)
    new = link_of(app, KIND)
    reader = app.test_client()
    assert (reader.get(old).status_code, reader.get(new).status_code) == (410, 200)
    assert "There is a newer invitation" in reader.get(old).text
    submit(owner, f"{PAGE}/{one}/withdrawal", page=MEMBERS)
    page = _list(owner)
    assert "The invitation is withdrawn." in page
    assert BO not in page
    assert "This invitation was withdrawn" in reader.get(new).text
    for path in ("letters", "withdrawal"):
        submit(owner, f"{PAGE}/{one}/{path}", page=PAGE)
        assert "This invitation was withdrawn already" in _list(owner)


def test_one_that_was_accepted_or_has_run_out_says_so(
    app: Flask, practice: tuple[int, int], owner: FlaskClient
) -> None:
    link = _invited(app, practice)
    with clock.moved(INVITATION_LIFETIME):
        page = app.test_client().get(link)
        assert (page.status_code, "This invitation has expired" in page.text) == (410, True)
    with app.app_context():
        one = str(stored()["public_id"])
    submit(app.test_client(), link, page=link, name="Bo")
    assert "This invitation has been accepted" in app.test_client().get(link).text
    submit(owner, f"{PAGE}/{one}/withdrawal", page=PAGE)
    assert "has been accepted in the meantime" in _list(owner)


def test_an_expired_one_is_marked_in_the_list(app: Flask, practice: tuple[int, int]) -> None:
    with clock.moved(-INVITATION_LIFETIME):
        _invited(app, practice)
    owner = app.test_client()
    factories.sign_in(owner, "ines@example.org")
    assert "It has expired." in _list(owner)


def test_only_so_many_are_out(
    app: Flask, practice: tuple[int, int], owner: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "INVITATIONS_MAX", 1)
    _invited(app, practice)
    answer = submit(owner, PAGE, page=PAGE, email="more@example.org", role="mentor")
    assert (answer.status_code, "which is the limit" in answer.text) == (422, True)


def test_emails_are_counted_and_refused_ones_are_not(
    app: Flask, practice: tuple[int, int], owner: FlaskClient
) -> None:
    app.config["RATE_LIMITS_COUNTED"] = True
    submit(owner, PAGE, page=PAGE, email=BO, role="mentor")
    for _ in range(4):
        assert submit(owner, PAGE, page=PAGE, email=BO, role="mentor").status_code == 422
    with app.app_context():
        one = str(stored()["public_id"])
    codes = [submit(owner, f"{PAGE}/{one}/letters", page=MEMBERS).status_code for _ in range(3)]
    assert codes == [303, 303, 429]
    assert len(mails(app, KIND)) == 3


def test_nobody_but_an_owner_with_a_second_factor_invites(
    app: Flask, practice: tuple[int, int]
) -> None:
    assert app.test_client().get(PAGE).location.startswith("/sign-in")
    with app.app_context():
        one = invite(*practice)
        other_id = factories.user("other@example.org")
        add_member(practice[0], user_id=other_id, role=Role.ASSISTANT, viewer=SYSTEM)
        second_id = factories.user("second@example.org")
        add_member(practice[0], user_id=second_id, role=Role.OWNER, viewer=SYSTEM)
    paths = [PAGE, f"{PAGE}/{one}/letters", f"{PAGE}/{one}/withdrawal"]
    other, second = app.test_client(), app.test_client()
    factories.sign_in(other, "other@example.org")
    factories.sign_in(second, "second@example.org")
    assert other.get(PAGE).status_code == 404
    for path in paths:
        answer = submit(other, path, page="/account/password", email=BO, role="owner")
        assert answer.status_code == 404
        answer = submit(second, path, page="/account/password", email=BO, role="owner")
        assert answer.location.startswith("/account/factors")
    assert len(mails(app, KIND)) == 1


def test_an_owner_who_signed_in_long_ago_signs_in_again_first(
    app: Flask, owner: FlaskClient
) -> None:
    with clock.moved(FRESH_FOR):
        assert owner.get(PAGE).location.startswith("/sign-in/again?next=/practice/members/inv")
