"""Due work of accounts, on a moved clock: users who never confirmed are removed, and nobody else."""

import datetime as dt

from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts import periodic
from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.actions.sign_ups import remove_stale_sign_up, sign_up
from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.factors import challenge_key
from mentorhub.accounts.rules.links import LINK_LIFETIMES, use_key
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock, due_work, links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.links import UsedLink
from tests.support import factories

WEEK = dt.timedelta(days=7, minutes=1)


def left() -> list[str]:
    """Whose addresses are still known."""
    found = list(db.session.scalars(select(User.email).order_by(User.email)))
    db.session.rollback()
    return found


def test_who_never_confirmed_goes_after_a_week(in_app: Flask) -> None:
    sign_up(name="Tuva", email="tuva@example.org", password="seven calm wooden boats")
    factories.user("amara@example.org")
    with clock.moved(dt.timedelta(days=6, hours=23)):
        assert periodic.remove_stale_sign_ups() == 0
    assert left() == ["amara@example.org", "tuva@example.org"]
    with clock.moved(WEEK):
        assert periodic.remove_stale_sign_ups() == 0
    assert left() == ["amara@example.org"]


def test_signing_up_anew_begins_the_week_anew(in_app: Flask) -> None:
    for days in (0, 5):
        with clock.moved(dt.timedelta(days=days)):
            sign_up(name="T", email="tuva@example.org", password="seven calm wooden boats")
    with clock.moved(WEEK):
        periodic.remove_stale_sign_ups()
    assert left() == ["tuva@example.org"]


def test_who_has_a_role_a_seat_or_came_in_stays(in_app: Flask) -> None:
    scene = factories.scene()
    for email in ("member@example.org", "seated@example.org", "came@example.org"):
        factories.user(email, confirmed_at=None, login_count=1 if "came" in email else None)
    ids = dict(db.session.execute(select(User.email, User.id)).all())
    db.session.rollback()
    add_member(
        scene.practice_id,
        user_id=ids["member@example.org"],
        role=Role.ASSISTANT,
        viewer=USER(scene.mentor_id),
    )
    factories.enrolled(scene, ids["seated@example.org"])
    with clock.moved(WEEK):
        assert periodic.remove_stale_sign_ups() == 0
    assert len(left()) == 4


def test_a_used_link_is_forgotten_once_its_own_date_refuses_it(in_app: Flask) -> None:
    factories.user("amara@example.org")
    user = db.session.scalars(select(User)).one()
    now, lifetimes = clock.now(), LINK_LIFETIMES
    with transaction(viewer=SYSTEM) as session:
        for kind, lifetime in lifetimes.items():
            token = links.sign_dated(user.public_id, 0, purpose=kind, until=now + lifetime)
            assert links.use_once(session, use_key(token, kind=kind), now=now)
            assert links.opened_dated(token, purpose=kind, now=now + lifetime) is None
        links.use_once(session, challenge_key("challenge"), now=now)
        links.use_once(session, "welcome:somebody", now=now)
    for after, left_over in (
        (dt.timedelta(minutes=4), 6),
        (dt.timedelta(minutes=19), 5),
        (dt.timedelta(minutes=59), 4),
        (dt.timedelta(hours=23), 2),
        (dt.timedelta(days=400), 1),  # a welcome's, for good
    ):
        with clock.moved(after):
            assert periodic.forget_used_links() == 0
        assert db.session.scalar(select(func.count()).select_from(UsedLink)) == left_over
        db.session.rollback()


def test_a_link_of_another_kind_whose_name_begins_alike_is_stored(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM) as session:
        for key in ("sign-in-link:a", "sign-in-links:b", "sign_in-link:c"):
            links.use_once(session, key, now=clock.now())
        links.forget_used(session, "sign-in-link", before=clock.now())
        links.forget_used(session, "sign_in_link", before=clock.now())
    stored = select(UsedLink.token_key).order_by(UsedLink.token_key)
    assert db.session.scalars(stored).all() == ["sign-in-links:b", "sign_in-link:c"]


def test_what_a_run_had_no_time_for_is_counted_and_comes_next(in_app: Flask) -> None:
    for number in range(3):
        factories.user(f"nobody{number}@example.org", confirmed_at=None)
    with clock.moved(WEEK):
        with due_work.within(due_work.Run(seconds=0)):
            assert periodic.remove_stale_sign_ups() == 2
        assert periodic.remove_stale_sign_ups() == 0
    assert left() == []


def test_who_confirmed_meanwhile_stays(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    with clock.moved(WEEK):
        assert not remove_stale_sign_up(user_id)
    assert left() == ["amara@example.org"]
