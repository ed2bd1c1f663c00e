"""Migrations equal models: what each database reports is held against one made from the models alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import alembic.command
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from mentorhub.app import create_app
from mentorhub.foundation import revisions, schema
from mentorhub.foundation.database.tables import db
from tests.architecture.reports import (
    Report,
    differences,
    exclusions,
    report,
    triggers,
)
from tests.conftest import dispose, settings_for
from tests.support.postgres import APP, OWNER, Cluster

# What SQLAlchemy cannot say and migrations add by hand, by database:
BY_HAND = {
    "sqlite": {
        "access_read_is_immutable",
        "stage_change_is_immutable",
        "cohort_windows_never_overlap_insert",
        "cohort_windows_never_overlap_update",
        "line_entry_is_immutable_delete",
        "line_entry_is_immutable_update",
        "membership_keeps_an_owner_delete",
        "membership_keeps_an_owner_update",
        "inquiry_message_is_kept_delete",
        "inquiry_message_is_kept_update",
        "program_terms_are_kept_delete",
        "program_terms_are_kept_update",
        "promotion_code_is_on_its_practices_account_insert",
        "promotion_code_is_on_its_practices_account_update",
        "promised_prices_are_kept_delete",
        "promised_prices_are_kept_update",
        "published_terms_are_a_version",
        "pauses_of_a_notebook_never_overlap_insert",
        "pauses_of_a_notebook_never_overlap_update",
        "nobody_merged_has_participant_insert",
        "nobody_merged_has_participant_update",
        "nobody_merged_has_give_insert",
        "nobody_merged_has_give_update",
        "nobody_merged_has_follow_up_insert",
        "nobody_merged_has_follow_up_update",
        "nobody_merged_has_promise_insert",
        "nobody_merged_has_promise_update",
    },
    "postgresql": {
        "access_read_is_immutable",
        "stage_change_is_immutable",
        "cohort_windows_never_overlap",
        "line_entry_is_immutable",
        "line_entry_is_never_emptied",
        "membership_keeps_an_owner",
        "practice_keeps_an_owner",
        "inquiry_message_is_kept",
        "program_terms_are_kept",
        "promotion_code_is_on_its_practices_account",
        "promised_prices_are_kept",
        "published_terms_are_a_version",
        "pauses_of_a_notebook_never_overlap",
        "nobody_merged_has_participant",
        "nobody_merged_has_give",
        "nobody_merged_has_follow_up",
        "nobody_merged_has_promise",
    },
}


@pytest.fixture(params=["sqlite", "postgresql"])
def two_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Addresses of two empty databases of one kind, as the role that owns the schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'one.db'}", f"sqlite:///{tmp_path / 'other.db'}"
        return
    postgres: Cluster = request.getfixturevalue("postgres")
    for name in ("migrated_once", "from_models"):
        postgres.create_database(name)
    yield postgres.url(OWNER, "migrated_once"), postgres.url(OWNER, "from_models")
    for name in ("migrated_once", "from_models"):
        postgres.drop_database(name)


def test_migrations_make_what_the_models_say(two_empty: tuple[str, str]) -> None:
    migrated, from_models = two_empty
    with _app_on(migrated):
        schema.upgrade(settings_for(migrated))
        found = report(db.engine)
        by_hand = triggers(db.engine) | exclusions(db.engine)
        assert by_hand == BY_HAND[db.engine.dialect.name]
    assert differences(found, _made_from_models(from_models)) == []


def test_a_rule_that_only_one_side_has_is_seen(tmp_path: Path) -> None:
    made = _made_from_models(f"sqlite:///{tmp_path / 'one.db'}")
    other = {name: dict(table) for name, table in made.items()}
    other["cohort"]["checks"] = made["cohort"]["checks"][1:]
    assert [line.split(":")[0] for line in differences(made, other)] == ["cohort checks"]


def test_autogenerate_finds_nothing_to_do(owned_url: str) -> None:
    with _app_on(owned_url):
        schema.run(alembic.command.check)


def test_down_and_up_again_ends_at_the_same(two_empty: tuple[str, str]) -> None:
    with _app_on(two_empty[0]):
        schema.upgrade(settings_for(two_empty[0]))
        before = report(db.engine), triggers(db.engine)
        schema.run(alembic.command.downgrade, "base")
        assert (report(db.engine), triggers(db.engine)) == ({}, set())
        schema.upgrade(settings_for(two_empty[0]))
        assert (report(db.engine), triggers(db.engine)) == before


def test_an_unmigrated_database_names_the_command(two_empty: tuple[str, str]) -> None:
    with _app_on(two_empty[0]):
        assert revisions.current_revision() is None
        with pytest.raises(Exception, match="run: mentorhub upgrade"):
            revisions.refuse_unmigrated()
        schema.upgrade(settings_for(two_empty[0]))
        revisions.refuse_unmigrated()
        assert revisions.current_revision() == revisions.newest_revision()


def test_migrations_are_one_numbered_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(revisions.MIGRATIONS))
    directory = ScriptDirectory.from_config(config)
    files = sorted((revisions.MIGRATIONS / "versions").glob("*.py"))
    numbers = [f"{number:04}" for number in range(1, len(files) + 1)]
    assert [path.name[:4] for path in files] == numbers
    assert [script.revision for script in directory.walk_revisions()] == numbers[::-1]
    assert directory.get_heads() == [numbers[-1]] == [revisions.newest_revision()]


def test_migrations_import_nothing_of_the_app() -> None:
    versions = sorted((revisions.MIGRATIONS / "versions").glob("*.py"))
    assert [p.name for p in versions if re.search(r"\bmentorhub\.", p.read_text())] == []


def test_the_app_role_may_use_but_not_alter_the_schema(postgres: Cluster) -> None:
    engine = create_engine(postgres.url(APP, "migrated"))
    for forbidden in ("CREATE TABLE mine (id int)", "DROP TABLE finding", "TRUNCATE finding"):
        with engine.connect() as connection, pytest.raises(ProgrammingError):
            connection.execute(text(forbidden))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM finding")).scalar() == 0
        bypass = text("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user")
        assert connection.execute(bypass).scalar() is False
    engine.dispose()


def _made_from_models(url: str) -> Report:
    with _app_on(url):
        db.metadata.create_all(db.engine)
        return report(db.engine)


@contextmanager
def _app_on(url: str) -> Iterator[Flask]:
    app = create_app(settings_for(url))
    try:
        with app.app_context():
            yield app
    finally:
        dispose(app)
