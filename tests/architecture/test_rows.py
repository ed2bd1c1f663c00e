"""Every table of a practice's or a notebook's is held to its rows by PostgreSQL, or says why it is not."""

from collections.abc import Iterable

from sqlalchemy import Column, Integer, MetaData, Table

from mentorhub.foundation.database.tables import Model
from tests.isolation.test_isolation_rows import SECURED

TENANTS = {"practice_id", "workspace_id"}
NOT_HELD = {
    "practice_slug": "addresses of public pages",
    "program": "its public page is for everybody",
    "program_question": "stands on the programme's public page",
    "program_terms": "agreed to in public; each version is a page for everybody",
    "share_image": "stands beside every link to the programme",
    "cohort": "seats, dates and counters stand on the programme's public page; the line locks it in a rush",
    "price": "stands on the programme's public page",
    "practice_notices": "written to be read by everybody, at the foot of a practice's pages",
    "line_entry": "the journal is published, place by place, and names nobody",
    "outbox_mail": "written for whoever the mail is about, in a rush by nobody; read by periodic tasks alone",
}


def forgotten(tables: Iterable[Table]) -> list[str]:
    """Tables with a practice's or a notebook's key that are neither secured nor excused."""
    keyed = {table.name for table in tables if TENANTS & set(table.columns.keys())}
    return sorted(keyed - SECURED - set(NOT_HELD))


def test_every_table_of_a_practice_or_a_notebook_is_held_to_its_rows_or_says_why_not() -> None:
    assert forgotten(Model.metadata.sorted_tables) == []


def test_an_excuse_is_for_a_table_there_is_that_is_not_held() -> None:
    assert set(NOT_HELD) <= set(Model.metadata.tables)
    assert not set(NOT_HELD) & SECURED


def test_a_new_table_of_a_practice_would_be_missed() -> None:
    new = Table("made_up", MetaData(), Column("practice_id", Integer))
    assert forgotten([*Model.metadata.sorted_tables, new]) == ["made_up"]
