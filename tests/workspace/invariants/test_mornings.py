"""Each law of morning emails holds after ordinary use, and sees each breach."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.invariants import mornings
from mentorhub.workspace.periodic import send_mornings
from tests.support import notebooks
from tests.support.mornings import at, mails

pytestmark = pytest.mark.database
EMAILS = mornings.every_morning_email_is_the_one_of_its_readers_day
NOTEBOOKS = mornings.every_notebook_has_the_time_of_its_morning_email


@pytest.mark.parametrize(
    ("law", "breach"),
    [
        (EMAILS, "UPDATE outbox_mail SET fact_key = NULL"),
        (EMAILS, "UPDATE outbox_mail SET fact_key = 'morning someone-else 2026-11-29'"),
        (EMAILS, "UPDATE outbox_mail SET fact_key = fact_key || ' again'"),
        (NOTEBOOKS, "DELETE FROM mail_morning"),
    ],
)
def test_each_law_holds_and_sees_its_breach(
    in_app: Flask, law: Callable[..., list[str]], breach: str
) -> None:
    viewer = notebooks.notebook()
    add_promise(notebooks.person(viewer), viewer=viewer, what="Write", due_on=notebooks.today())
    at(8)
    send_mornings()
    assert len(mails()) == 1
    assert [one(viewer=SYSTEM) for one in mornings.INVARIANTS] == [[], []]
    with transaction(viewer=SYSTEM) as session:
        session.execute(text(breach))
    assert len(law(viewer=SYSTEM)) == 1
