"""The migration to standard names keeps every row, trigger, function and policy, and what is under way goes on."""

import re
from collections.abc import Iterator
from typing import Any

import alembic.command
import pytest
from flask import Flask
from sqlalchemy import Engine, inspect, select, text

from mentorhub import audit
from mentorhub.accounts.actions.links import mail_sign_in_link
from mentorhub.app import create_app
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock, schema
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, asking_for
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import send_due
from mentorhub.payments.queries.ledger import due_refunds
from mentorhub.workspace.models.history import StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules.stages import Stage
from tests.architecture.reports import NOT_OURS, report
from tests.conftest import dispose, settings_for
from tests.isolation import full_practice, money
from tests.isolation.notebook import PERSON
from tests.support import factories
from tests.support.account_emails import link_of
from tests.support.forms import submit

_SEAT = select(Enrolment.id).where(Enrolment.email == "enrolled@applicants.example")
LANDED = "0024"  # what installs of before stand at
BEFORE = "0030"  # what stood before this migration
LATER = re.compile(  # of migrations since, or changed by them
    r"program_terms_|published_terms_|refuse_terms_|stripe_connection_|inquiry_|refuse_message_|saved_reply_"
    r"|promised_prices_|refuse_price_|promotion_code_|refuse_promotion_|intake_|opening_notice_"
    r"|organization_|participant_|contact_import_|import_row_|person_(address|affiliation|day|detail|photo)_"
    r"|removed_identity_|workspace_pause_|pauses_of_|person_(pair|merge)_|nobody_merged_|refuse_merged_"
    r"|api_token_|repeated_request_|search_(word|posting)_|saved_search_"
)
NEW_TABLES = {
    "api_token",
    "repeated_request",
    "contact_import",
    "import_row",
    "mail_morning",
    "saved_reply",
    "saved_search",
    "search_posting",
    "search_word",
    "stripe_connection",
    "promotion_code",
    "intake_question",
    "intake_answer",
    "opening_notice",
    "organization",
    "participant",
    "person_address",
    "person_affiliation",
    "person_day",
    "person_detail",
    "person_merge",
    "person_pair",
    "person_photo",
    "removed_identity",
    "workspace_pause",
}  # of migrations since: empty after a step back, or made anew of what stood there before
NEW_COLUMNS = {  # of migrations since, made anew or empty after a step back
    "give": {"public_id"},
    "occasion": {"public_id"},
    "workspace": {"removal_key", "indexed_to", "pairs_stale_at", "pairs_found_at"},
    "person": {"met_how", "met_through", "given_name", "family_name"},
}
OLD_NAMES = {
    "cohort": {"settle_number", "settled_at"},
    "program": {"letter_md"},
    "outbox_mail": {"facts", "told_in", "left_out_at", "gave_up_at", "lease", "lease_until"},
}
DEFINED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
    "UNION ALL SELECT proname, pg_get_functiondef(p.oid) FROM pg_proc p "
    "JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND prokind = 'f' "
    "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') "
    "UNION ALL SELECT policyname, concat(tablename, cmd, qual, with_check) FROM pg_policies",
}


@pytest.fixture
def install(owned_url: str) -> Iterator[Flask]:
    """A practice with everything in it, on the newest schema, as the role that owns it."""
    app = create_app(settings_for(owned_url))
    try:
        with asking_for(SYSTEM):
            full_practice.everybody(app, has_bin=False)
            with app.app_context(), transaction(viewer=SYSTEM) as session:
                money.fill(session, session.scalars(_SEAT).one())
            yield app
    finally:
        dispose(app)


def _run(*command: Any) -> None:
    db.session.remove()
    schema.run(*command)
    db.session.remove()


def _rows(engine: Engine) -> dict[str, list[Any]]:
    """Every row of every table, as the database holds it."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('app.viewer', 'system', false)"))
        found = {}
        for table in inspect(engine).get_table_names():
            if not NOT_OURS.match(table) and table not in NEW_TABLES:
                stored = {one["name"] for one in inspect(engine).get_columns(table)}
                columns = sorted(stored - NEW_COLUMNS.get(table, set()))
                listed = ", ".join(f'"{name}"' for name in columns)
                rows = connection.execute(text(f'SELECT {listed} FROM "{table}"'))
                found[table] = sorted(repr(tuple(row)) for row in rows)
        return found


def _defined(engine: Engine) -> set[tuple[str, str]]:
    """Triggers, and on PostgreSQL functions and policies, each with its whole definition."""
    with engine.connect() as connection:
        found = connection.execute(text(DEFINED[engine.dialect.name]))
        return {(name, re.sub(r'[\s"]+', " ", definition)) for name, definition in found}


def test_one_step_back_and_on_again_loses_no_row_trigger_function_or_policy(install: Flask) -> None:
    with install.app_context():
        before = _rows(db.engine), _defined(db.engine), report(db.engine)
        assert len(before[1]) >= 8 and sum(map(len, before[0].values())) > 100
        _run(alembic.command.downgrade, BEFORE)
        old = report(db.engine)
        assert {"attempt", "sweep_run"} <= set(old)
        for table, names in OLD_NAMES.items():
            assert names <= {column[0] for column in old[table]["columns"]}
        stages = set(db.session.scalars(text("SELECT DISTINCT to_stage FROM stage_change")))
        assert "captured" in stages and not stages & {"met", "in_touch", "mutual"}
        kept = {one for one in _defined(db.engine) if not LATER.match(one[0])}
        assert kept == {one for one in before[1] if not LATER.match(one[0])}
        _run(alembic.command.upgrade, "head")
        assert (_rows(db.engine), _defined(db.engine), report(db.engine)) == before


def test_the_history_stays_closed_to_every_other_change(install: Flask) -> None:
    with install.app_context():
        _run(alembic.command.downgrade, BEFORE)
        _run(alembic.command.upgrade, "head")
        with pytest.raises(Exception, match="immutable"):
            db.session.execute(text("UPDATE stage_change SET reason = 'another'"))
        db.session.rollback()
        changes = set(db.session.scalars(select(StageChange.to_stage)))
        assert Stage.MET in changes and changes <= set(Stage)
        assert set(db.session.scalars(select(Person.stage))) <= set(Stage)
        db.session.rollback()


def test_mails_links_and_refunds_that_are_under_way_outlive_the_upgrade(install: Flask) -> None:
    with install.app_context():
        mail_sign_in_link("bo@example.org")
        refunds = due_refunds(viewer=SYSTEM, now=clock.now(), limit=10)
        assert refunds
        offences = audit.run(viewer=SYSTEM)  # of what is planted here, without an action
        _run(alembic.command.downgrade, LANDED)
        _run(alembic.command.upgrade, "head")
        assert due_refunds(viewer=SYSTEM, now=clock.now(), limit=10) == refunds
        assert audit.run(viewer=SYSTEM) == offences
    link = link_of(install, "sign_in_link")
    browser = install.test_client()
    assert submit(browser, link, page=link).status_code == 303
    assert browser.get("/account").status_code == 200
    with install.app_context():
        send_due()
        db.session.remove()
        kinds = select(OutboxMail.kind).where(OutboxMail.sent_at.is_not(None))
        assert "accounts.sign_in_link" in set(db.session.scalars(kinds))
        db.session.rollback()


def test_a_notebook_of_before_is_read_as_before(install: Flask) -> None:
    with install.app_context():
        _run(alembic.command.downgrade, LANDED)
        _run(alembic.command.upgrade, "head")
    mentee = install.test_client()
    factories.sign_in(mentee, "bo@example.org")
    assert PERSON in mentee.get("/people").text
