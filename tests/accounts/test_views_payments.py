"""How a practice is paid: its owner says so, nobody else; what Stripe could not print is refused beside the field."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.actions.practices import add_member, create_practice, set_payment_settings
from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import Role, SuffixMisshapen
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from tests.support import factories
from tests.support.forms import submit, version_on

PAGE = "/practice/payments"
ALL = {"takes_promotion_codes": "y", "takes_delayed_methods": "y", "collects_tax": "y"}


@pytest.fixture
def practice_id(app: Flask) -> int:
    """A practice whose owner is ines@example.org."""
    with app.app_context():
        return factories.practice()[0]


def _stored(app: Flask, practice_id: int) -> tuple[bool, bool, bool, str]:
    with app.app_context():
        row = db.session.get_one(Practice, practice_id)
        chosen = (row.takes_promotion_codes, row.takes_delayed_methods, row.collects_tax)
        return (*chosen, row.statement_suffix)


def test_the_owner_sees_and_sets_how_the_practice_is_paid(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    factories.sign_in(client, "ines@example.org")
    assert "checked" not in client.get(PAGE).text
    answer = submit(client, PAGE, page=PAGE, statement_suffix=" CIRCLE 7 ", **ALL)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert _stored(app, practice_id) == (True, True, True, "CIRCLE 7")
    page = client.get(PAGE).text
    assert page.count("checked") == 3
    assert 'value="CIRCLE 7"' in page
    submit(client, PAGE, page=PAGE, statement_suffix="")
    assert _stored(app, practice_id) == (False, False, False, "")


def test_what_another_owner_chose_meanwhile_is_replaced_only_knowingly(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    factories.sign_in(client, "ines@example.org")
    opened = version_on(client.get(PAGE).text)
    submit(client, PAGE, page=PAGE, statement_suffix="CIRCLE", collects_tax="y")
    refused = submit(client, PAGE, page=PAGE, version=opened, statement_suffix="RING")
    assert refused.status_code == 422
    assert "<dt>Words on the card statement</dt><dd>CIRCLE</dd>" in refused.text
    assert "<dt>Let Stripe work out the tax</dt><dd>yes</dd>" in refused.text
    assert 'value="RING"' in refused.text
    assert _stored(app, practice_id) == (False, False, True, "CIRCLE")
    version = version_on(refused.text)
    assert (
        submit(client, PAGE, page=PAGE, version=version, statement_suffix="RING").status_code == 303
    )
    assert _stored(app, practice_id) == (False, False, False, "RING")


@pytest.mark.parametrize(
    "suffix", ["ELEVENCHARS", "123", "A*B", "A<B", "A'B", "A\\B", 'A"B', "Ørsted"]
)
def test_words_a_statement_cannot_carry_are_refused_beside_the_field(
    app: Flask, client: FlaskClient, practice_id: int, suffix: str
) -> None:
    factories.sign_in(client, "ines@example.org")
    answer = submit(client, PAGE, page=PAGE, statement_suffix=suffix, collects_tax="y")
    assert answer.status_code == 422
    assert re.search(r'id="statement_suffix-error".*?at least one letter', answer.text, re.DOTALL)
    assert answer.text.count("checked") == 1  # what was chosen is kept on the page
    assert _stored(app, practice_id) == (False, False, False, "")


def test_nobody_but_the_owner_finds_the_page(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    assert client.get(PAGE).status_code == 303  # to the sign-in page
    with app.app_context():
        mentor = factories.user("mentor@example.org")
        add_member(practice_id, user_id=mentor, role=Role.MENTOR, viewer=SYSTEM)
        factories.user("mentee@example.org")
    for email in ("mentor@example.org", "mentee@example.org"):
        browser = app.test_client()
        factories.sign_in(browser, email)
        assert browser.get(PAGE).status_code == 404
        answer = browser.post(PAGE, data={"statement_suffix": "MINE"})
        assert answer.status_code in {400, 404}
    assert _stored(app, practice_id) == (False, False, False, "")


def test_another_practices_owner_sets_their_own(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    with app.app_context():
        other_id, _ = factories.practice(mentor_email="rival@example.org", name="Another practice")
        ours = db.session.get_one(Practice, practice_id).public_id
    factories.sign_in(client, "rival@example.org")
    assert client.get(f"{PAGE}?practice={ours}").status_code == 404
    answer = submit(client, f"{PAGE}?practice={ours}", page=PAGE, statement_suffix="MINE")
    assert answer.status_code == 404
    submit(client, PAGE, page=PAGE, statement_suffix="MINE")
    assert _stored(app, practice_id)[3] == ""
    assert _stored(app, other_id)[3] == "MINE"


def test_who_owns_several_practices_sets_each(
    app: Flask, client: FlaskClient, practice_id: int
) -> None:
    with app.app_context():
        owner = db.session.execute(db.text("SELECT id FROM user_account")).scalar_one()
        second = create_practice(name="Second", email="s@example.org", owner_id=owner)
        public_id = db.session.get_one(Practice, second).public_id
    factories.sign_in(client, "ines@example.org")
    page = f"{PAGE}?practice={public_id}"
    assert public_id in client.get(PAGE).text  # the way there
    answer = submit(client, page, page=page, statement_suffix="SECOND")
    assert answer.location == page
    assert _stored(app, second)[3] == "SECOND"
    assert _stored(app, practice_id)[3] == ""


def test_the_action_refuses_whoever_calls_it(app: Flask, practice_id: int) -> None:
    with app.app_context():
        stranger = USER(factories.user("stranger@example.org"))
        owner = USER(db.session.execute(db.text("SELECT min(id) FROM user_account")).scalar_one())
        chosen: dict[str, Any] = {**dict.fromkeys(ALL, True), "seen": ""}
        for who, where in ((stranger, practice_id), (owner, practice_id + 99)):
            with pytest.raises(NotFound):
                set_payment_settings(where, viewer=who, statement_suffix="", **chosen)
        with pytest.raises(SuffixMisshapen):
            set_payment_settings(practice_id, viewer=owner, statement_suffix="A*", **chosen)
