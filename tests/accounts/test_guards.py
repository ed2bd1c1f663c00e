"""Owners and mentors show a second factor before they see anything of a mentee's, and no setting changes that."""

import dataclasses

import pytest
from flask import Flask

from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.guards import of_a_practice
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.config import Settings
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories


@pytest.fixture
def amara(app: Flask) -> int:
    """A user with a password."""
    with app.app_context():
        return factories.user("amara@example.org", "Amara Nwosu")


def test_an_owner_or_mentor_without_a_factor_sets_one_up_first(app: Flask, amara: int) -> None:
    app.add_url_rule("/members", endpoint="members", view_func=of_a_practice(lambda: "shown"))
    with app.app_context():
        practice_id, _ = factories.practice()
        bryn = factories.user("bryn@example.org", "Bryn Hughes")
        for user_id, role in ((amara, Role.MENTOR), (bryn, Role.ASSISTANT)):
            add_member(practice_id, user_id=user_id, role=role, viewer=SYSTEM)
    mentor, assistant = app.test_client(), app.test_client()
    factories.sign_in(mentor, "amara@example.org")
    factories.sign_in(assistant, "bryn@example.org")
    assert assistant.get("/members").text == "shown"
    turned_away = mentor.get("/members?week=3")
    assert turned_away.status_code == 303
    assert turned_away.location == "/account/factors?next=/members?week%3D3"
    page = mentor.get(turned_away.location).text
    assert "once you have set up a second factor" in page
    assert 'href="/account/factors/authenticator?next=/members?week%3D3"' in page
    with app.app_context():
        factories.give_authenticator(amara)
    assert mentor.get("/members").text == "shown"
    assert "once you have set up" not in mentor.get("/account/factors").text


def test_no_setting_lets_owners_and_mentors_in_without_a_factor() -> None:
    names = {field.name for field in dataclasses.fields(Settings)}
    assert {name for name in names if "factor" in name or "totp" in name} == {"totp_keys"}
