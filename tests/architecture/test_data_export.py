"""Every table is taken away or says why not; every column of one that is goes out, or says why not."""

import re
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask

from mentorhub.accounts.queries import data_export as accounts
from mentorhub.enrolment.queries import data_export as enrolment
from mentorhub.foundation.data_export import Exported, Section
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.programs.queries import data_export as programs
from mentorhub.reviews.queries import data_export as reviews
from mentorhub.web import slots
from mentorhub.workspace.queries import data_export as workspace
from tests.architecture.tree import PACKAGES, ROOT, module_of
from tests.support import notebooks
from tests.support.counting import queries_of

DOC = (ROOT / "docs" / "my-data.md").read_text()
NOT_TAKEN = {
    "rate_limit_hit": "counted under keyed hashes that name nobody",
    "repeated_request": "what a program was answered, for a day; of what is taken away itself",
    "used_link": "keyed by a hash of the link; names nobody",
    "finding": "what an operator has to check; names things by their public id, no person",
    "task_run": "how the app itself runs",
    "stripe_cursor": "how the app itself runs",
    "stripe_event": "as Stripe sent it, for us to apply; the payments made of it are taken away",
    "security_role": "Flask-Security wants the table; it stays empty",
    "roles_users": "Flask-Security wants the table; it stays empty",
    "practice": "a practice's, not a person's",
    "stripe_connection": "a practice's account at Stripe",
    "promotion_code": "a practice's, for all who pay it",
    "practice_slug": "a practice's, on its public page",
    "program": "a practice's, on its public page",
    "practice_notices": "a practice's, on a public page",
    "program_slug": "a practice's, on its public page",
    "program_question": "a practice's, on its public page",
    "program_terms": "a practice's; which version was agreed to stands in each place",
    "share_image": "a practice's, beside links to its public page",
    "cohort": "a practice's; its name and dates stand beside each place",
    "price": "a practice's; amount and currency stand in each place",
    "contact_import": "a file of their own, for thirty days; what came in is in the notebook",
    "import_row": "read of a file of their own, for thirty days; what came in is in the notebook",
    "removed_identity": "keyed hashes that name nobody; who asked to be removed is not written down",
    "search_word": "the words of the notebook once more, for finding people",
    "search_posting": "who is found by which of their own words",
    "tombstone": "that an account was erased, under a keyed hash",
    "invitation": "a practice's; written to an address before it accepts",
    "curriculum": "a practice's own work; each question asked stands with its answer",
    "curriculum_week": "a practice's own work; each check-in has its title",
    "curriculum_prompt": "a practice's own work; each question asked stands with its answer",
    "intake_question": "a practice's own words; each that was answered stands with its answer",
    "saved_reply": "a practice's own words; each answer made of one stands in its conversation",
}


def taken() -> list[Exported]:
    """What the packages say they export."""
    return [
        exported
        for package in PACKAGES
        for module in module_of(package, "queries")
        for exported in getattr(module, "EXPORTED", ())
    ]


def forgotten(tables: Iterable[str]) -> list[str]:
    """Tables that are neither taken away nor excused."""
    known = {one.table.__tablename__ for one in taken()} | set(NOT_TAKEN)
    return sorted(set(tables) - known)


def test_every_table_is_taken_away_or_says_why_not() -> None:
    assert forgotten(db.metadata.tables) == []


def test_a_new_table_is_seen() -> None:
    assert forgotten([*db.metadata.tables, "user_photo_of_tomorrow"]) == ["user_photo_of_tomorrow"]


def test_no_table_is_both_and_none_is_taken_twice() -> None:
    names = [one.table.__tablename__ for one in taken()]
    assert len(names) == len(set(names)) >= 31
    assert set(names) & set(NOT_TAKEN) == set()
    assert set(NOT_TAKEN) <= set(db.metadata.tables)


@pytest.mark.parametrize("exported", taken(), ids=lambda one: one.table.__tablename__)
def test_a_column_that_stays_here_exists_and_says_why(exported: Exported) -> None:
    columns = {column.name for column in exported.table.__table__.c}
    assert set(exported.out) <= columns
    assert all(len(why) >= 8 for why in exported.out.values())
    if exported.only:  # of a table with secrets each column is spoken of, so that a new one is seen
        assert set(exported.only) | set(exported.out) == columns
        assert set(exported.only) & set(exported.out) == set()


def test_every_column_that_goes_out_is_asked_for(in_app: Flask) -> None:
    mentee = notebooks.notebook()
    with queries_of() as asked:
        for file in slots.exported(viewer=mentee):
            assert b"".join(file.pieces())
    statements = "\n".join(asked)
    missing = [
        f"{exported.table.__tablename__}.{name}"
        for exported in taken()
        for name in _columns(exported)
        if not re.search(rf"\b{exported.table.__tablename__}\.{name}\b", statements)
    ]
    assert missing == []
    assert not re.search(r"user_account\.(password|tf_totp_secret|mf_recovery_codes)", statements)


def test_the_page_of_docs_names_every_section_and_column() -> None:
    said = {
        name: re.findall(r"`(\w+)`", columns)
        for name, columns in re.findall(r"^\| `(\w+)` \|.*\| (`.*`) \|$", DOC, re.MULTILINE)
    }
    exported = {section.name: list(section.columns) for section in _sections()}
    exported["account"] = [str(column.key) for column in accounts.PERSON.columns()]
    exported["notebook"] = [str(column.key) for column in workspace.WORKSPACE.columns()]
    assert said == exported


def _columns(exported: Exported) -> Iterator[str]:
    """By their names in the database."""
    if exported.only:
        yield from exported.only
    else:
        yield from (column.key for column in exported.columns() if column.key)


def _sections() -> Iterator[Section]:
    for found in (
        accounts.account_sections,
        programs.inquiry_sections,
        programs.opening_sections,
        enrolment.place_sections,
        workspace.notebook_sections,
        reviews.week_sections,
    ):
        yield from found(viewer=USER(1)).values()


def test_one_module_writes_tables() -> None:
    writing = re.compile(r"csv\.(?:writer|DictWriter)|from csv import")
    modules = (ROOT / "mentorhub").rglob("*.py")
    writers = [path.name for path in modules if writing.search(path.read_text())]
    assert writers == ["data_export.py"]
