"""`mentorhub upgrade` and `mentorhub audit`: up to date, and in order or not."""

import json

from flask import Flask

from mentorhub.foundation import revisions
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.cli.conftest import Alone, Command, environment
from tests.support import factories


def test_upgrade_brings_a_database_up_to_date(command: Command, unmigrated: str) -> None:
    done = command("upgrade", MENTORHUB_DATABASE_URL=unmigrated)
    assert done.exit_code == 0
    assert revisions.newest_revision() in done.output
    assert command("audit", MENTORHUB_DATABASE_URL=unmigrated).exit_code == 0


def test_an_audit_in_order_lists_every_sentence(command: Command) -> None:
    done = command("audit")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert len(found) > 20
    assert set(map(tuple, found.values())) == {()}


def test_an_audit_with_an_offender_has_status_1(
    app: Flask, database_url: str, alone: Alone
) -> None:
    _plant_a_breach(app)
    done = alone("audit", environment=environment(database_url))
    assert done.returncode == 1
    assert any(json.loads(done.stdout).values())


def _plant_a_breach(app: Flask) -> None:
    """A cohort that counts a seat nobody has."""
    with app.app_context():
        cohort_id = factories.scene().cohort_id
        with transaction(viewer=SYSTEM) as session:
            breach = f"UPDATE cohort SET taken = 1 WHERE id = {cohort_id}"
            session.connection().exec_driver_sql(breach)
        db.session.remove()
