"""What accounts answer, and to which viewer: credentials of an address, a link's reader, memberships."""

import datetime as dt

from flask import Flask

from mentorhub.accounts.queries.practices import is_member
from mentorhub.accounts.queries.users import Self, credentials, own, reader_of
from mentorhub.accounts.rules.links import LinkKind
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.viewers import PUBLIC, USER
from tests.support import factories


def test_credentials_are_found_however_the_address_is_typed(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    found = credentials(" AMARA@example.ORG", viewer=PUBLIC)
    assert found and found.user_id == user_id
    assert found.password_hash and found.password_hash.startswith("$argon2id$")


def test_credentials_of_nobody(in_app: Flask) -> None:
    assert credentials("nobody@example.org", viewer=PUBLIC) is None
    assert credentials("no address", viewer=PUBLIC) is None


def test_own_is_the_viewers(in_app: Flask) -> None:
    factories.user("ines@example.org", "Ines Halvorsen")
    amara = factories.user("amara@example.org", "Amara Nwosu")
    found = own(viewer=USER(amara))
    assert (found.name, found.email) == ("Amara Nwosu", "amara@example.org")


def test_reader_of_a_link_until_it_ends(in_app: Flask) -> None:
    now = clock.now()
    factories.user("amara@example.org", public_id="amaras-public-id")
    token = links.sign_dated(
        "amaras-public-id", 0, purpose=LinkKind.SIGN_IN, until=now + dt.timedelta(minutes=20)
    )

    def reader(kind: LinkKind = LinkKind.SIGN_IN, minutes: int = 0) -> Self | None:
        at = now + dt.timedelta(minutes=minutes)
        return reader_of(token, kind=kind, viewer=PUBLIC, now=at)

    found = reader()
    assert found and found.email == "amara@example.org"
    assert reader(minutes=19)
    assert reader(minutes=20) is None
    assert reader(LinkKind.RESET) is None


def test_is_member_only_of_a_practice(in_app: Flask) -> None:
    _, mentor_id = factories.practice()
    assert is_member(viewer=USER(mentor_id))
    assert not is_member(viewer=USER(factories.user("amara@example.org")))
    assert not is_member(viewer=PUBLIC)
