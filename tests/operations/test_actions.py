"""Closing a finding, sending an email again: by an owner of its practice, once."""

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.config import EXTENSION
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.findings import Finding
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import send_due
from mentorhub.operations import actions
from tests.support import factories, operator_install


def _closed() -> tuple[dt.datetime | None, int | None]:
    with reading(viewer=SYSTEM) as session:
        finding = session.scalars(select(Finding).execution_options(populate_existing=True)).one()
        return finding.closed_at, finding.closed_by_id


def test_a_finding_is_closed_once_by_the_first_owner(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    second = factories.user("second@example.org", "Second Owner")
    operator_install.member(practice_id, second, Role.OWNER)
    public_id = operator_install.finding(practice_id)
    actions.close_finding(public_id, viewer=USER(owner_id))
    first = _closed()
    assert first[0] is not None
    assert first[1] == owner_id
    with clock.moved(dt.timedelta(hours=1)):
        actions.close_finding(public_id, viewer=USER(second))
    assert _closed() == first


def test_the_same_thing_is_found_again_after_closing(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    first = operator_install.finding(practice_id)
    assert operator_install.finding(practice_id) == first
    actions.close_finding(first, viewer=USER(owner_id))
    assert operator_install.finding(practice_id) != first


def test_nobody_else_closes_it(in_app: Flask) -> None:
    practice_id, _ = factories.practice()
    _, other_owner = factories.practice(mentor_email="other@example.org", name="Elsewhere")
    mentor_id = factories.user("mentor@example.org", "A Mentor")
    operator_install.member(practice_id, mentor_id, Role.MENTOR)
    public_id = operator_install.finding(practice_id)
    for viewer in (USER(other_owner), USER(mentor_id), PUBLIC):
        with pytest.raises(NotFound):
            actions.close_finding(public_id, viewer=viewer)
    with pytest.raises(NotFound):
        actions.close_finding("nothing", viewer=USER(other_owner))
    assert _closed() == (None, None)


def test_what_is_about_the_whole_install_is_closed_by_the_operator_alone(in_app: Flask) -> None:
    _, owner_id = factories.practice()
    _, other_owner = factories.practice(mentor_email="other@example.org", name="Elsewhere")
    public_id = operator_install.finding(None, kind="events_missed", subject="platform")
    mail_id = operator_install.given_up(None)
    for viewer in (USER(owner_id), USER(other_owner), PUBLIC):
        with pytest.raises(NotFound):
            actions.close_finding(public_id, viewer=viewer)
        with pytest.raises(NotFound):
            actions.try_mail_again(mail_id, viewer=viewer)
    key = EXTENSION + "settings"
    in_app.extensions[key] = replace(in_app.extensions[key], operators=("other@example.org",))
    with pytest.raises(NotFound):
        actions.close_finding(public_id, viewer=USER(owner_id))
    actions.close_finding(public_id, viewer=USER(other_owner))
    actions.try_mail_again(mail_id, viewer=USER(other_owner))
    with reading(viewer=SYSTEM) as session:
        assert set(session.scalars(select(Finding.closed_by_id))) == {other_owner}


def test_an_email_that_was_given_up_goes_out_again(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    public_id = operator_install.given_up(practice_id)
    actions.try_mail_again(public_id, viewer=USER(owner_id))
    assert _closed()[1] == owner_id
    assert _mail() == (None, 0)
    send_due()
    with reading(viewer=SYSTEM) as session:
        assert session.scalars(select(OutboxMail.sent_at)).one() is not None
    actions.try_mail_again(public_id, viewer=USER(owner_id))
    assert send_due() == 0
    assert _mail() == (None, 1)


def test_an_email_that_is_gone_is_not_sent_again_but_its_finding_closes(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    operator_install.finding(practice_id, "mail_given_up", "gone")
    actions.try_mail_again("gone", viewer=USER(owner_id))
    assert _closed()[1] == owner_id


def test_nobody_else_sends_it_again(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    _, other_owner = factories.practice(mentor_email="other@example.org", name="Elsewhere")
    public_id = operator_install.given_up(practice_id)
    for viewer, name in (
        (USER(other_owner), public_id),
        (PUBLIC, public_id),
        (USER(owner_id), "nothing"),
    ):
        with pytest.raises(NotFound):
            actions.try_mail_again(name, viewer=viewer)
    assert _mail()[0] is not None


def _mail() -> tuple[dt.datetime | None, int]:
    with reading(viewer=SYSTEM) as session:
        columns = OutboxMail.failed_at, OutboxMail.attempts
        failed_at, attempts = session.execute(select(*columns)).one()
        return failed_at, attempts
