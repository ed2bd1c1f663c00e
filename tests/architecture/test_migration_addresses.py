"""Keys of addresses are made again on both databases: what was mixed up is a finding, a collision changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import alembic.command
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text, update

from mentorhub.accounts.models.people import AddressChange, User
from mentorhub.accounts.models.practices import Invitation
from mentorhub.accounts.rules.invitations import INVITATION_LIFETIME
from mentorhub.accounts.rules.practices import Role
from mentorhub.app import create_app
from mentorhub.cli import database
from mentorhub.cli.main import main
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock, schema
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, asking_for
from mentorhub.foundation.findings import Finding
from tests.conftest import dispose, settings_for
from tests.support import factories

BEFORE = "0024"
# As typed; the key of before; the key from now on.
ADDRESSES = {
    "strasseN@example.org": ("strassen@example.org", "strassen@example.org"),
    "zoe@straße.example": ("zoe@strasse.example", "zoe@xn--strae-oqa.example"),
    "ops@My_Host.example": ("ops@my_host.example", "ops@my_host.example"),
    "joy@💩.example": ("joy@xn--ls8h.example", "joy@xn--ls8h.example"),
    "ÉVA@example.org": ("éva@example.org", "Éva@example.org"),
    "e\u0301va@example.org": ("e\u0301va@example.org", "éva@example.org"),  # takes the key ÉVA had
}


@contextmanager
def _before(url: str) -> Iterator[Flask]:
    """An app on a database of before, with users of those addresses, and an applicant, invitation and change."""
    app = create_app(settings_for(url))
    with _disposed(app), app.app_context(), asking_for(SYSTEM):
        users = [factories.user(address) for address in ADDRESSES]
        scene = factories.scene()
        factories.enrolled(scene, users[1])
        mistaken, _ = factories.enrolled(scene, users[0])
        with transaction(viewer=SYSTEM) as session:
            whose = update(Enrolment).where(Enrolment.id == mistaken)
            session.execute(whose.values(email="straßeN@example.org", email_key="as ever"))
            now, new = clock.now(), {"email": "new@straße.example", "email_key": "as ever"}
            role = {"role": Role.MENTOR, "created_at": now, "expires_at": now + INVITATION_LIFETIME}
            of = {"practice_id": scene.practice_id, "sent_by": scene.mentor_id}
            session.add(Invitation(**of, **new, **role))
            session.add(AddressChange(user_id=users[0], device="", created_at=now, **new))
        schema.run(alembic.command.downgrade, BEFORE)
        db.session.rollback()
        yield app


@contextmanager
def _disposed(app: Flask) -> Iterator[None]:
    try:
        yield
    finally:
        dispose(app)


def _keys(table: str) -> dict[str, str]:
    db.session.rollback()
    return dict(db.session.execute(text(f"SELECT email, email_key FROM {table}")).all())


def test_keys_are_made_anew_and_back(owned_url: str) -> None:
    with _before(owned_url):
        users = _keys("user_account")
        assert {one: users[one] for one in ADDRESSES} == {
            one: old for one, (old, _) in ADDRESSES.items()
        }
        assert _keys("enrolment")["straßeN@example.org"] == "strassen@example.org"
        schema.run(alembic.command.upgrade, "head")
        users = _keys("user_account")
        assert {one: users[one] for one in ADDRESSES} == {
            one: new for one, (_, new) in ADDRESSES.items()
        }
        assert _keys("enrolment")["straßeN@example.org"] == "straßen@example.org"
        assert _keys("invitation") == {"new@straße.example": "new@xn--strae-oqa.example"}


def test_what_was_mixed_up_is_told_and_its_links_end(owned_url: str) -> None:
    with _before(owned_url):
        schema.run(alembic.command.upgrade, "head")
        ids = dict(db.session.execute(select(User.email, User.public_id)).all())
        places = dict(db.session.execute(select(Enrolment.email, Enrolment.public_id)).all())
        invited = db.session.scalars(select(Invitation.public_id)).one()
        findings = select(Finding.kind, Finding.subject_type, Finding.subject_public_id)
        assert set(db.session.execute(findings).all()) == {
            ("address_refused", "user", ids["ops@My_Host.example"]),
            ("address_refused", "user", ids["joy@💩.example"]),
            ("address_moved", "user", ids["zoe@straße.example"]),
            ("address_moved", "user", ids["e\u0301va@example.org"]),
            ("address_moved", "enrolment", places["zoe@straße.example"]),
            ("address_moved", "invitation", invited),
            ("address_mistaken", "enrolment", places["straßeN@example.org"]),
        }
        moved = set(db.session.scalars(select(User.email).where(User.link_version > 0)))
        assert moved == {"zoe@straße.example", "e\u0301va@example.org"}
        assert db.session.scalars(select(Invitation.link_version)).all() == [1]
        assert db.session.scalars(select(AddressChange)).all() == []
        db.session.rollback()


def test_a_collision_changes_nothing_and_lists_whom(
    owned_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _before(owned_url) as app:
        twin = {"email": "\u00e9va@example.org", "email_key": "not yet"}
        of = User.email == "strasseN@example.org"
        db.session.execute(update(User).where(of).values(**twin))
        db.session.commit()
        decomposed = User.email == "e\u0301va@example.org"
        ids = db.session.scalars(
            select(User.public_id).where((User.email == twin["email"]) | decomposed)
        ).all()
        before = [_keys(table) for table in ("user_account", "enrolment", "invitation")]
        monkeypatch.setattr(database, "opened", app.app_context)
        result = CliRunner().invoke(main, ["upgrade"])
        assert result.exit_code == 2
        assert len(result.output.splitlines()) == 1
        assert all(public_id in result.output for public_id in ids)
        assert "nothing was changed" in result.output
        assert [_keys(table) for table in ("user_account", "enrolment", "invitation")] == before
        revision = db.session.scalars(text("SELECT version_num FROM alembic_version")).one()
        assert (revision, db.session.scalars(select(Finding)).all()) == (BEFORE, [])
        db.session.rollback()
