"""A year of one cohort, with outages of worker, database and mail server: each promise kept exactly once."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub import audit
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.foundation.jobs import late_tasks
from mentorhub.mail.kinds import topic_of
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.quiet_hours import Hours, is_quiet
from mentorhub.reviews.models import CheckIn
from tests.simulation.year import DAY, Year, begun, run

NOTIFIED = {"held": "held", "offered": "offered", "lapsed": "lapsed", "enrolled": "enrolled"}
SEVERAL = {"reviews.check_ins_submitted", "reviews.reviews_written"}


@pytest.mark.parametrize("seed", [1])
def test_a_year_with_outages_keeps_each_promise_once(
    in_app: Flask, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")  # the outages are meant, and each would print its trace
    with begun(in_app, seed) as year:
        run(year)
        year.harvest()
        _something_happened(year)
        _every_mail_arrived(year)
        _each_entry_of_the_line_was_mailed_once(year)
        _each_check_in_and_answer_was_mailed_once(year)
        _nobody_was_woken(year)
        _the_install_is_tidy()
        _planted_faults_are_noticed(year)


def _something_happened(year: Year) -> None:
    taken = Counter(year.server.message_ids)
    assert year.kills > 3
    assert year.broken > 20
    assert max(taken.values()) >= 2  # a killed worker's email, under its one id
    kinds = Counter(mail.kind for mail in year.mails.values())
    for kind in ("held", "offered", "reminder", "lapsed", "enrolled", "waiting"):
        assert kinds[f"enrolment.{kind}"] >= 2, kinds
    assert min(kinds["reviews.check_in_submitted"], kinds["reviews.review_written"]) > 10, kinds
    assert any(len(moves) > 3 for moves in year.zones.values())


def _every_mail_arrived(year: Year) -> None:
    """None is lost, none is on its way still, none came that nobody wrote."""
    promised = {one for one, mail in year.mails.items() if not mail.is_left_out}
    assert set(year.server.message_ids) == promised
    for mail in year.mails.values():
        is_accounted_for = mail.digested_in in promised or mail.user_id in year.refusals
        assert not mail.is_left_out or is_accounted_for
    several = Counter(mail.digested_in for mail in year.mails.values() if mail.digested_in)
    assert {year.mails[one].kind for one in several} == SEVERAL


def _each_entry_of_the_line_was_mailed_once(year: Year) -> None:
    rows = db.session.execute(
        select(LineEntry.kind, Enrolment.email).join(
            Enrolment, Enrolment.id == LineEntry.enrolment_id
        )
    )
    happened = Counter((NOTIFIED[kind], email) for kind, email in rows if kind in NOTIFIED)
    assert happened == _mails(year, *(f"enrolment.{name}" for name in NOTIFIED.values()))
    reminded = select(Enrolment.email).where(Enrolment.reminded_at.is_not(None))
    reminders = _mails(year, "enrolment.reminder")
    assert {email for _, email in reminders} >= set(db.session.scalars(reminded))
    arrived = Counter(
        email for (_, email) in db.session.execute(select(Enrolment.id, Enrolment.email))
    )
    first = _mails(year, "enrolment.waiting", "enrolment.held")
    assert {email for _, email in first} == set(arrived)


def _each_check_in_and_answer_was_mailed_once(year: Year) -> None:
    pages = db.session.scalars(select(CheckIn)).all()
    submitted = {f"check-in {page.public_id} submitted {page.submitted_at}" for page in pages}
    answered = {
        f"check-in {page.public_id} reviewed {page.reviewed_at}"
        for page in pages
        if page.reviewed_at
    }
    keys = [mail.fact_key for mail in year.mails.values() if mail.fact_key]
    assert len(keys) == len(set(keys))
    assert {key for key in keys if " submitted " in key} == submitted
    assert {key for key in keys if " reviewed " in key} == answered


def _nobody_was_woken(year: Year) -> None:
    optional = 0
    for message_id, at in zip(year.server.message_ids, year.server.taken_at, strict=True):
        mail = year.mails[message_id]
        if topic_of(mail.kind) is None:
            continue
        assert mail.user_id is not None
        zone = year.zone_at(mail.user_id, at)
        assert not is_quiet(at, Hours(zone)), (mail, at, zone)
        refused_at = year.refusals.get(mail.user_id)
        assert refused_at is None or at <= refused_at + dt.timedelta(seconds=5)
        optional += 1
    assert optional > 20


def _planted_faults_are_noticed(year: Year) -> None:
    """An email lost, one that nobody wrote, an entry mailed twice, one sent at night: the checks above see each."""
    ids, at = year.server.message_ids, list(year.server.taken_at)
    sent = [year.mails[one] for one in ids]
    seat = next(n for n, mail in enumerate(sent) if mail.kind == "enrolment.enrolled")
    optional = next(n for n, mail in enumerate(sent) if topic_of(mail.kind))
    at_night = list(at)
    midnight = at[optional].replace(hour=0, minute=0)
    at_night[optional] = midnight - ZoneInfo("Europe/Oslo").utcoffset(midnight)  # type: ignore[operator]
    year.zones = {one: [(at[0] - 99 * DAY, "Europe/Oslo")] for one in year.zones}
    twice = {**year.mails, "<again>": sent[seat]}
    for check, mails, taken, times in (
        (_every_mail_arrived, year.mails, [one for one in ids if one != ids[seat]], at),
        (_every_mail_arrived, year.mails, [*ids, "<nobody>"], at),
        (_each_entry_of_the_line_was_mailed_once, twice, ids, at),
        (_nobody_was_woken, year.mails, ids, at_night),
    ):
        server = SimpleNamespace(message_ids=taken, taken_at=times)
        with pytest.raises(AssertionError):
            check(replace(year, mails=mails, server=server))  # type: ignore[arg-type]


def _the_install_is_tidy() -> None:
    db.session.rollback()
    assert {name: found for name, found in audit.run().items() if found} == {}
    now = clock.now()
    old = select(OutboxMail.id).where(OutboxMail.created_at < now - 100 * DAY)
    assert db.session.scalars(old).all() == []
    assert db.session.scalars(select(Finding.kind).where(Finding.closed_at.is_(None))).all() == []
    assert late_tasks(now=now) == []


def _mails(year: Year, *kinds: str) -> Counter[Any]:
    return Counter(
        (mail.kind.partition(".")[2], mail.address)
        for mail in year.mails.values()
        if mail.kind in kinds
    )
