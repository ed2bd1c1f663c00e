"""One cohort's year on a moved clock: people, a mentor, a post office, and days on which something is out of order."""

import contextlib
import dataclasses
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from unittest.mock import patch

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from mentorhub.accounts.actions.messages import choose_messages
from mentorhub.accounts.models.people import User
from mentorhub.enrolment.actions import endings, welcomes
from mentorhub.enrolment.models.applicants import WELCOME, Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.rules.refusals import WELCOME_LIVES
from mentorhub.foundation import clock, links
from mentorhub.foundation.config import EXTENSION, settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import Refusal
from mentorhub.mail import sending
from mentorhub.mail.outbox import OutboxMail
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.reviews.actions.check_ins import start_check_in, submit_check_in
from mentorhub.reviews.actions.reviewing import review_check_in
from mentorhub.reviews.models import CheckIn
from tests.support import factories, fake_smtp
from tests.support.applicants import arrive, place_applicant
from tests.support.factories import Scene

EPOCH, DAY = dt.datetime(2027, 1, 4, 8, tzinfo=dt.UTC), dt.timedelta(days=1)
PERIODIC_TASKS = ("settle", "deadlines", "reminders", "mail")
ZONES = ("Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Europe/London")
PROMPTS, (CLOSES, STARTS, BUSY) = ("Whom did you meet?",), (50, 56, 150)  # days
# (first day, days, what is out of order); the longest of each is about a week.
OUTAGES = (
    (9, 7, "worker"),
    (21, 6, "smtp"),
    (33, 2, "database"),
    (63, 7, "smtp"),
    (80, 7, "worker"),
    (101, 3, "database"),
    (120, 4, "smtp"),
)


class Killed(BaseException):
    """A worker's process died."""


class Kept(NamedTuple):
    """What the outbox held of an email."""

    kind: str
    address: str
    user_id: int | None
    fact_key: str | None
    is_left_out: bool
    digested_in: str | None


@dataclass
class Year:
    """The year so far."""

    app: Flask
    server: fake_smtp.Server
    random: random.Random
    scene: Scene
    day: float = 0
    people: int = 0
    kills: int = 0
    broken: int = 0
    statements_left: int = -1
    mails: dict[str, Kept] = field(default_factory=dict)
    zones: dict[int, list[tuple[dt.datetime, str]]] = field(default_factory=dict)
    refusals: dict[int, dt.datetime] = field(default_factory=dict)

    def is_out(self, what: str) -> bool:
        """Whether this is out of order today."""
        return any(first <= self.day < first + days and what == one for first, days, one in OUTAGES)

    def chance(self, probability: float) -> bool:
        """Whether it happens."""
        return self.random.random() < probability

    def zone_at(self, user_id: int, at: dt.datetime) -> str:
        """Where somebody was then."""
        return [zone for since, zone in self.zones[user_id] if since <= at][-1]

    def harvest(self) -> None:
        """Note what the outbox holds, before it forgets."""
        db.session.rollback()
        for row in db.session.scalars(select(OutboxMail)):
            known = self.mails.get(row.message_id)
            address = row.to_address
            self.mails[row.message_id] = Kept(
                row.kind,
                address,
                row.user_id,
                row.fact_key,
                row.skipped_at is not None,
                row.digested_in,
            )
            assert known is None or row.kind.startswith("reviews.") or known.kind == row.kind


@contextlib.contextmanager
def begun(app: Flask, seed: int) -> Iterator[Year]:
    """A year about to begin; the database fails when it is asked to."""
    clock.advance(EPOCH - clock.now())
    scene = factories.scene(seats=4, price_minor=0, closes_in=CLOSES * DAY, starts_in_days=STARTS)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, scene.cohort_id).claim_minutes = 24 * 60
    with fake_smtp.running() as server:
        server.stamp = clock_now
        year = Year(app, server, random.Random(seed), scene)
        year.zones[scene.mentor_id] = [(EPOCH - DAY, "Europe/Oslo")]

        def fail(*_: Any) -> None:
            if year.statements_left > 0:
                year.statements_left -= 1
            if year.statements_left == 0 or year.is_out("database"):
                year.statements_left = -1
                year.broken += 1
                raise OperationalError("a statement", None, Exception("the database is away"))

        event.listen(db.engine, "before_cursor_execute", fail)
        try:
            yield year
        finally:
            event.remove(db.engine, "before_cursor_execute", fail)


def clock_now() -> dt.datetime:
    """The moved clock, for threads that have no app."""
    return dt.datetime.now(dt.UTC) + clock._offset.by


def run(year: Year) -> None:
    """All of it, a few hours at a time while there is something to do, then day by day."""
    while year.day < 365:
        # A step never passes a night over, so that a quiet hour is always looked at.
        hours = year.random.uniform(4, 9) if year.day < BUSY else 24
        clock.advance(dt.timedelta(hours=hours))
        before, year.day = year.day, year.day + hours / 24
        if not year.is_out("database") and year.day < BUSY:
            _people(year)
        if not year.is_out("worker"):
            _work(year, is_new_day=int(before) != int(year.day))
        if int(before) // 7 != int(year.day) // 7 and not year.is_out("database"):
            year.harvest()


def _people(year: Year) -> None:
    """What people do; what the install refuses, and what fails under their hands, they leave."""
    if year.day < CLOSES and year.chance(0.25):
        year.people += 1
        _try(place_applicant if year.chance(0.5) else arrive, year.scene, f"p{year.people}")
    db.session.rollback()
    for one in db.session.scalars(select(Enrolment).order_by(Enrolment.id)).all():
        number, state, is_offer = one.id, one.state.value, one.offered_at is not None
        if state == "held" and year.chance(0.05):
            _try(welcomes.confirm_free_seat, number)
        elif state == "held" and is_offer and year.chance(0.02):
            _try(endings.pass_offer, number)
        elif state in {"waiting", "held"} and year.chance(0.005):
            _try(endings.leave, number)
        elif state == "enrolled":
            _mentee(year, one.id)
    _mentor(year)


def _mentee(year: Year, enrolment_id: int) -> None:
    db.session.rollback()
    seat = db.session.get_one(Enrolment, enrolment_id)
    if seat.user_id is None:
        until = clock.now() + WELCOME_LIVES
        token = links.sign_dated(seat.public_id, seat.link_version, purpose=WELCOME, until=until)
        claimed = welcomes.claim_enrolment(token)
        _move(year, claimed.user_id, year.random.choice(ZONES))
        return
    user_id = seat.user_id
    if year.chance(0.01):
        _move(year, user_id, year.random.choice(ZONES))
    if user_id not in year.refusals and year.day > 100 and year.chance(0.002):
        choose_messages(viewer=USER(user_id), wanted=[], quiet=(1320, 420), digest=None)
        year.refusals[user_id] = clock.now()
    week = int((year.day - STARTS) // 7) + 1
    if 1 <= week <= 12 and year.chance(0.08):
        mentorship = db.session.scalars(
            select(Mentorship.public_id).where(Mentorship.enrolment_id == enrolment_id)
        ).one()
        _try(_send_page, mentorship, user_id, week)


def _send_page(mentorship: str, user_id: int, week: int) -> None:
    viewer, words = USER(user_id), ["Marta, at last."]
    page = start_check_in(
        mentorship, viewer=viewer, week=week, title="", prompts=PROMPTS, answers=words
    )
    submit_check_in(page, viewer=viewer, version=1, answers=words)


def _mentor(year: Year) -> None:
    db.session.rollback()
    waiting = select(CheckIn.public_id).where(CheckIn.submitted_at.is_not(None))
    for page in db.session.scalars(waiting.where(CheckIn.reviewed_at.is_(None))).all():
        if year.chance(0.1):
            viewer = USER(year.scene.mentor_id)
            _try(review_check_in, page, viewer=viewer, body="Well done.")


def _move(year: Year, user_id: int, zone: str) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.get_one(User, user_id).timezone = zone
    year.zones.setdefault(user_id, [(EPOCH - DAY, zone)]).append((clock.now(), zone))


def _try(action: Any, *arguments: Any, **named: Any) -> None:
    with contextlib.suppress(Refusal):
        action(*arguments, **named)


def _work(year: Year, *, is_new_day: bool) -> None:
    """One run of the worker, which may die, or lose its database in the middle."""
    url = "smtp://127.0.0.1:9" if year.is_out("smtp") else year.server.url
    changed = dataclasses.replace(settings(), mail_url=url)
    year.app.extensions[EXTENSION + "settings"] = changed
    year.server.answer = "451 later" if year.chance(0.03) else "250 taken"
    if year.chance(0.02):
        year.statements_left = year.random.randint(1, 40)
    dies = patch.object(sending, "mark_sent", side_effect=Killed)
    for name in (*PERIODIC_TASKS, *(["mail-pruning"] if is_new_day else [])):
        with dies if year.chance(0.15) else contextlib.nullcontext():
            try:
                year.app.extensions[EXTENSION + "jobs"].run(name)
            except Killed:
                year.kills += 1
            except SQLAlchemyError:
                continue  # as the worker's timer does: it goes on with the next second
    year.statements_left = -1
