"""Due work of accounts, on a moved clock: who never confirmed goes, and nobody else."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts import actions, rules, sweeps
from mentorhub.accounts.models import User
from mentorhub.foundation import clock
from mentorhub.foundation.database import USER, db
from tests import scenes

WEEK = dt.timedelta(days=7, minutes=1)


def left() -> list[str]:
    """Whose addresses are still known."""
    found = list(db.session.scalars(select(User.email).order_by(User.email)))
    db.session.rollback()
    return found


def test_who_never_confirmed_goes_after_a_week(in_app: Flask) -> None:
    actions.sign_up(name="Tuva", email="tuva@example.org", password="seven calm wooden boats")
    scenes.user("amara@example.org")
    with clock.moved(dt.timedelta(days=6, hours=23)):
        assert sweeps.remove_stale_sign_ups() == 0
    assert left() == ["amara@example.org", "tuva@example.org"]
    with clock.moved(WEEK):
        assert sweeps.remove_stale_sign_ups() == 0
    assert left() == ["amara@example.org"]


def test_signing_up_anew_begins_the_week_anew(in_app: Flask) -> None:
    for days in (0, 5):
        with clock.moved(dt.timedelta(days=days)):
            actions.sign_up(name="T", email="tuva@example.org", password="seven calm wooden boats")
    with clock.moved(WEEK):
        sweeps.remove_stale_sign_ups()
    assert left() == ["tuva@example.org"]


def test_who_has_a_role_a_seat_or_came_in_stays(in_app: Flask) -> None:
    scene = scenes.scene()
    for email in ("member@example.org", "seated@example.org", "came@example.org"):
        scenes.user(email, confirmed_at=None, login_count=1 if "came" in email else None)
    ids = dict(db.session.execute(select(User.email, User.id)).all())
    db.session.rollback()
    actions.add_member(
        scene.practice_id,
        user_id=ids["member@example.org"],
        role=rules.Role.ASSISTANT,
        viewer=USER(scene.mentor_id),
    )
    scenes.enrolled(scene, ids["seated@example.org"])
    with clock.moved(WEEK):
        assert sweeps.remove_stale_sign_ups() == 0
    assert len(left()) == 4


def test_more_than_one_batch_is_said_to_be_left(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "BATCH", 1)
    for number in range(2):
        scenes.user(f"nobody{number}@example.org", confirmed_at=None)
    with clock.moved(WEEK):
        assert sweeps.remove_stale_sign_ups() == 1
        assert sweeps.remove_stale_sign_ups() == 1
        assert sweeps.remove_stale_sign_ups() == 0
    assert left() == []


def test_who_confirmed_meanwhile_stays(in_app: Flask) -> None:
    user_id = scenes.user("amara@example.org")
    with clock.moved(WEEK):
        assert not actions.remove_stale_sign_up(user_id)
    assert left() == ["amara@example.org"]
