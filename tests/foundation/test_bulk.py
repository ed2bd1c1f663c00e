"""Many rows in one statement: the same rows as one by one, on both databases."""

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock
from mentorhub.foundation.database.bulk import insert_new, insert_rows
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.links import UsedLink
from mentorhub.mail.outbox import OutboxMail

pytestmark = pytest.mark.usefixtures("in_app")

AWKWARD = 'Zoë O\'Brien "x" \\n {…} %s %(rows)s :rows \u2028 😀'


def _mail(number: int) -> dict[str, object]:
    now = clock.now()
    return {
        "kind": "test.kind",
        "to_name": AWKWARD,
        "to_address": f"{number}@example.org",
        "subject": "A subject",
        "context": {"at": now, "day": now.date(), "names": [AWKWARD], "none": None},
        "message_id": f"<{number}@example.org>",
        "created_at": now,
        "due_at": now + dt.timedelta(seconds=number),
    }


def test_rows_come_back_as_they_were_given_with_the_columns_defaults() -> None:
    rows = [_mail(number) for number in range(3)]
    with transaction(viewer=SYSTEM) as session:
        ids = insert_rows(session, OutboxMail.__table__, rows)  # type: ignore[arg-type]
    assert ids == sorted(ids)
    found = [db.session.get_one(OutboxMail, one) for one in ids]
    for mail, row in zip(found, rows, strict=True):
        assert {name: getattr(mail, name) for name in row} == row
        assert (mail.attempts, mail.locale, mail.text_body, mail.sent_at) == (0, "en_GB", "", None)
    assert len({mail.public_id for mail in found}) == 3


def test_a_fact_that_is_told_already_is_passed_by() -> None:
    context = ["seat:1", None, "seat:1", "seat:2", None]
    rows = [{**_mail(number), "fact_key": fact} for number, fact in enumerate(context)]
    with transaction(viewer=SYSTEM) as session:
        first = insert_rows(session, OutboxMail.__table__, rows, once="fact_key")  # type: ignore[arg-type]
    with transaction(viewer=SYSTEM) as session:
        again = [{**row, "message_id": f"again {row['message_id']}"} for row in rows[:2]]
        second = insert_rows(session, OutboxMail.__table__, again, once="fact_key")  # type: ignore[arg-type]
    assert (len(first), len(second)) == (4, 1)
    kept = db.session.scalars(select(OutboxMail.to_address).order_by(OutboxMail.id)).all()
    assert kept == [f"{number}@example.org" for number in (0, 1, 3, 4, 1)]


def test_no_rows_are_no_statement() -> None:
    with transaction(viewer=SYSTEM) as session:
        assert insert_rows(session, OutboxMail.__table__, []) == []  # type: ignore[arg-type]
        insert_new(session, [])


def test_new_objects_have_their_ids_and_can_be_changed_in_the_same_action() -> None:
    now = clock.now()
    links = [UsedLink(token_key=f"key {number}", used_at=now) for number in range(3)]
    with transaction(viewer=SYSTEM) as session:
        insert_new(session, links)
        assert [one.id for one in links] == sorted(one.id for one in links)
        links[1].token_key = "another"
    assert db.session.scalars(select(UsedLink.token_key).order_by(UsedLink.id)).all() == [
        "key 0",
        "another",
        "key 2",
    ]


def test_what_the_database_refuses_writes_nothing() -> None:
    now = clock.now()
    links = [UsedLink(token_key="the same", used_at=now) for _ in range(2)]
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        insert_new(session, links)
    assert db.session.scalars(select(UsedLink)).all() == []
