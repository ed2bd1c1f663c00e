"""`mentorhub sign-out`: an account's devices and mailed links end, or everybody's devices."""

import pytest
from flask import Flask

from tests.accounts.test_views import is_inside
from tests.cli.conftest import Command
from tests.support import factories
from tests.support.account_emails import link_of
from tests.support.forms import submit


def test_sign_out_ends_an_accounts_devices_and_links_or_everybodys(
    app: Flask, command: Command
) -> None:
    here, other = app.test_client(), app.test_client()
    with app.app_context():
        for email in ("amara@example.org", "bryn@example.org"):
            factories.user(email)
    factories.sign_in(here, "amara@example.org")
    factories.sign_in(other, "bryn@example.org")
    submit(here, "/sign-in/links", page="/account/password", email="amara@example.org")
    link = link_of(app, "sign_in_link")
    assert command("sign-out", "Amara@example.org").output == "Signed out on 1 device.\n"
    assert (is_inside(here), is_inside(other)) == (False, True)
    assert here.get(link).status_code == 410
    factories.sign_in(here, "amara@example.org")  # the password stays
    assert command("sign-out", "--everybody").output == "Signed out on 2 devices.\n"
    assert (is_inside(here), is_inside(other)) == (False, False)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("nobody@example.org",), 1, "there is no account of this address"),
        (("nobody",), 1, "there is no account of this address"),
        ((), 2, "name one EMAIL, or --everybody"),
        (("amara@example.org", "--everybody"), 2, "name one EMAIL, or --everybody"),
    ],
)
def test_sign_out_says_what_is_wrong(
    command: Command, words: tuple[str, ...], status: int, said: str
) -> None:
    done = command("sign-out", *words)
    assert (done.exit_code, said in done.stderr) == (status, True)
