"""The overview counts the viewer's own practices and opens no email."""

import dataclasses
import datetime as dt

from flask import Flask

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import Role, StripeState
from mentorhub.foundation.config import EXTENSION
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.operations import actions
from mentorhub.operations.queries import overview, owns_a_practice
from tests.support import factories, operator_install


def test_only_owners_have_access(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    mentor_id = factories.user("mentor@example.org", "A Mentor")
    operator_install.member(practice_id, mentor_id, Role.MENTOR)
    assert owns_a_practice(viewer=USER(owner_id))
    assert not owns_a_practice(viewer=USER(mentor_id))
    assert not owns_a_practice(viewer=PUBLIC)


def test_findings_are_the_owners_own_and_open(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    elsewhere, _ = factories.practice(mentor_email="other@example.org", name="Elsewhere")
    _has_an_account_of_its_own(practice_id)
    viewer = USER(owner_id)
    closed = operator_install.finding(practice_id, subject="re_0")
    actions.close_finding(closed, viewer=viewer)
    mine = [operator_install.finding(practice_id, subject=f"re_{number}") for number in (1, 2)]
    operator_install.finding(elsewhere)
    operator_install.finding(None, subject="re_9")
    found = overview(viewer=viewer)
    assert [finding.public_id for finding in found.findings] == mine
    assert found.findings_count == 2


def test_the_outbox_is_counted(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    elsewhere, _ = factories.practice(mentor_email="other@example.org", name="Elsewhere")
    operator_install.mail(practice_id)
    operator_install.mail(practice_id, attempts=2)
    operator_install.mail(practice_id, attempts=12, is_given_up=True)
    operator_install.mail(practice_id, claimed_for=dt.timedelta(minutes=1))
    operator_install.mail(practice_id, is_left_out=True)
    operator_install.mail(elsewhere)
    operator_install.mail(None)
    outbox = overview(viewer=USER(owner_id)).outbox
    assert (outbox.waiting, outbox.retried, outbox.given_up) == (3, 1, 1)
    assert (outbox.due, outbox.claimed) == (3, 1)
    assert outbox.oldest_due_at is not None


def test_an_empty_outbox_has_no_oldest_email(in_app: Flask) -> None:
    _, owner_id = factories.practice()
    outbox = overview(viewer=USER(owner_id)).outbox
    assert (outbox.waiting, outbox.oldest_due_at) == (0, None)


def test_a_late_periodic_task_is_marked(in_app: Flask) -> None:
    _, owner_id = factories.practice()
    operator_install.task("mail", succeeded_ago=dt.timedelta(seconds=1))
    operator_install.task("refunds", succeeded_ago=dt.timedelta(hours=1))
    operator_install.task("settle", succeeded_ago=None)
    tasks = overview(viewer=USER(owner_id)).tasks
    assert [(task.run.name, task.is_late) for task in tasks] == [
        ("mail", False),
        ("refunds", True),
        ("settle", True),
    ]


def test_a_finding_of_no_practice_is_for_the_owner_of_the_only_one_on_the_platforms_account(
    in_app: Flask,
) -> None:
    _, owner_id = factories.practice()
    operator_install.finding(None, kind="events_missed", subject="platform")
    assert overview(viewer=USER(owner_id)).findings_count == 1
    second, other_owner = factories.practice(mentor_email="other@example.org", name="Elsewhere")
    assert overview(viewer=USER(owner_id)).findings_count == 0
    assert overview(viewer=USER(other_owner)).findings_count == 0
    _has_an_account_of_its_own(second)
    assert overview(viewer=USER(owner_id)).findings_count == 1
    assert overview(viewer=USER(other_owner)).findings_count == 0


def test_a_finding_of_no_practice_is_for_the_operator_once_named(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    _, other_owner = factories.practice(mentor_email="other@example.org", name="Elsewhere")
    mentor_id = factories.user("mentor@example.org", "A Mentor")
    operator_install.member(practice_id, mentor_id, Role.MENTOR)
    operator_install.finding(None, kind="events_missed", subject="platform")
    _operated_by(in_app, "Ines@Example.org", "mentor@example.org")
    assert overview(viewer=USER(owner_id)).findings_count == 1
    for stranger in (USER(other_owner), USER(mentor_id), PUBLIC):
        assert overview(viewer=stranger).findings_count == 0


def test_who_is_named_and_owns_nothing_stays_outside(in_app: Flask) -> None:
    factories.practice()
    named = factories.user("named@example.org", "Named")
    _operated_by(in_app, "named@example.org")
    assert not owns_a_practice(viewer=USER(named))
    operator_install.finding(None, subject="platform")
    assert overview(viewer=USER(named)).findings_count == 0


def _operated_by(app: Flask, *addresses: str) -> None:
    key = EXTENSION + "settings"
    app.extensions[key] = dataclasses.replace(app.extensions[key], operators=addresses)


def _has_an_account_of_its_own(practice_id: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        paid = session.get_one(Practice, practice_id)
        paid.stripe_account, paid.stripe_state = "acct_own", StripeState.READY
