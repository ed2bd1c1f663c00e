"""Choosing messages: stored for oneself alone, ended from a mail by its token alone, each as often as one likes."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.actions.messages import choose_messages, end_topic
from mentorhub.accounts.models.people import User
from mentorhub.accounts.queries.messages import mail_preferences
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.kinds import Topic
from mentorhub.mail.preferences import (
    MailHours,
    MailPreference,
    Preferences,
    unsubscribe_path,
)
from mentorhub.mail.quiet_hours import QUIET, Hours
from tests.support import factories


@pytest.fixture
def amara(in_app: Flask) -> int:
    """A user in Oslo."""
    return factories.user("amara@example.org", timezone="Europe/Oslo")


def _preferences(user_id: int) -> Preferences:
    db.session.rollback()
    return mail_preferences([user_id])[user_id]


def _token(user_id: int, topic: Topic) -> str:
    return unsubscribe_path(_preferences(user_id).public_id, topic).rpartition("/")[2]


def test_who_chose_nothing_wants_all_and_sleeps_at_night(amara: int) -> None:
    found = _preferences(amara)
    assert (found.hours, found.unwanted) == (Hours("Europe/Oslo", QUIET), frozenset())


def test_a_choice_is_stored_and_can_be_changed(amara: int) -> None:
    choose_messages(viewer=USER(amara), wanted=[Topic.PAGES], quiet=(60, 120), digest=480)
    first = _preferences(amara)
    assert (first.hours, first.unwanted) == (
        Hours("Europe/Oslo", (60, 120), 480),
        frozenset({"answers"}),
    )
    choose_messages(viewer=USER(amara), wanted=list(Topic), quiet=None, digest=None)
    second = _preferences(amara)
    assert (second.hours, second.unwanted) == (Hours("Europe/Oslo", None), frozenset())
    counted = db.session.scalar(select(func.count(MailPreference.id)))
    assert (counted, db.session.scalar(select(func.count(MailHours.id)))) == (2, 1)


def test_a_choice_is_ones_own_alone(amara: int) -> None:
    other = factories.user("other@example.org")
    choose_messages(viewer=USER(amara), wanted=[], quiet=None, digest=None)
    assert _preferences(other).unwanted == frozenset()
    assert set(mail_preferences([amara, other, 404])) == {amara, other}
    with pytest.raises(NotFound):
        choose_messages(viewer=PUBLIC, wanted=[], quiet=None, digest=None)


def test_a_topic_ends_by_its_token_as_often_as_it_is_sent(amara: int) -> None:
    token = _token(amara, Topic.ANSWERS)
    assert [end_topic(token) for _ in range(3)] == [Topic.ANSWERS] * 3
    assert _preferences(amara).unwanted == {Topic.ANSWERS}
    assert _preferences(amara).hours.quiet == QUIET


def test_a_token_of_nobody_ends_nothing(amara: int) -> None:
    for garbage in ("x", unsubscribe_path("nobody", Topic.PAGES).rpartition("/")[2]):
        with pytest.raises(NotFound):
            end_topic(garbage)
    assert _preferences(amara).unwanted == frozenset()


@pytest.mark.parametrize(
    "hours", [(60, 60, None), (60, None, None), (None, 60, None), (1440, 60, None), (1, 2, -1)]
)
def test_the_database_keeps_no_hours_that_are_none(
    amara: int, hours: tuple[int | None, int | None, int | None]
) -> None:
    begins, ends, digest = hours
    row = MailHours(
        user_id=amara,
        quiet_from_minutes=begins,
        quiet_until_minutes=ends,
        digest_minutes=digest,
    )
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.add(row)


def test_an_old_link_still_ends_a_topic_after_a_new_password(amara: int) -> None:
    token = _token(amara, Topic.PAGES)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(User, amara).link_version += 1
    assert end_topic(token) is Topic.PAGES
