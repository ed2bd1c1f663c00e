"""`mentorhub token`: an operator makes a token for an account, and it is printed once."""

import pytest
from flask import Flask

from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.tokens import hash_of
from tests.cli.conftest import Command
from tests.support import factories, notebooks
from tests.support.account_emails import mails


def test_a_token_is_printed_and_its_owner_is_told(app: Flask, command: Command) -> None:
    with app.app_context():
        factories.user("amara@example.org")
    made = command("token", "Amara@example.org", "--scopes", "people:read,people:write")
    with app.app_context():
        (stored,) = notebooks.stored(ApiToken)
    assert hash_of(made.output.strip()) == stored.token_hash
    assert (stored.scopes, stored.name) == ("people:read people:write", "Command line")
    assert len(mails(app, "token_made")) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody@example.org",), "there is no account of this address"),
        (("amara@example.org", "--scopes", "all"), "'all' is none"),
        (("amara@example.org", "--name", " "), "1 to 100 characters"),
        (("amara@example.org", "--days", "366"), "366 is not in the range"),
    ],
)
def test_what_is_wrong_is_said_and_makes_none(
    app: Flask, command: Command, words: tuple[str, ...], said: str
) -> None:
    with app.app_context():
        factories.user("amara@example.org")
    done = command("token", *words)
    assert done.exit_code != 0 and said in done.stderr and "mhp_" not in done.output
    with app.app_context():
        assert notebooks.stored(ApiToken) == []
