"""`mentorhub erased`: when an account of an address was erased, also where its key was made differently then."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import insert

from mentorhub.accounts.models.people import Tombstone
from mentorhub.accounts.queries.closing import erasures_of
from mentorhub.accounts.rules.closing import tombstone
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM
from mentorhub.foundation.errors import NotFound
from tests.cli.conftest import Command

AT = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
# The address, and the key that its hash was made of: of before, and of today.
BURIED = {
    "zoe@straße.example": "zoe@strasse.example",
    "Straße@example.org": "strasse@example.org",
    "amara@example.org": "amara@example.org",
    "ſara@example.org": "ſara@example.org",
}


@pytest.fixture(autouse=True)
def _buried(app: Flask) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        for number, key in enumerate(BURIED.values()):
            hashed = tombstone(key, secret=settings().secret_key)
            stone = {"user_public_id": f"gone-{number}", "address_hash": hashed}
            session.execute(insert(Tombstone).values(**stone, closing_at=AT, erased_at=AT))


@pytest.mark.parametrize("address", BURIED)
def test_an_address_is_found_by_its_old_key_and_by_its_new_one(
    command: Command, address: str
) -> None:
    assert command("erased", address).output == "Erased on 2026-03-01 at 09:30 UTC.\n"


def test_another_address_is_not(command: Command) -> None:
    said = "No account of this address was erased here.\n"
    assert command("erased", "nobody@example.org").output == said
    wrong = command("erased", "nobody")
    assert (wrong.exit_code, "this is no address" in wrong.output) == (1, True)


def test_nobody_else_may_ask(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        erasures_of("amara@example.org", viewer=PUBLIC)
