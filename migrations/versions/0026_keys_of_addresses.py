"""Addresses are compared as mail is sent to them: every key is computed again from its address.

Before, local parts were casefolded (ß was ss) and domains encoded by IDNA 2003 (straße.example was strasse.example).
Where two addresses come out as one, nothing is changed and the public ids are listed.
"""

import datetime as dt
import secrets
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import idna
import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

LIVE = "state IN ('arrived', 'waiting', 'held', 'paying', 'enrolled', 'completed')"
# Table by table: within what, and among which rows, a key is given once.
UNIQUE = {
    "user_account": ("0", "1 = 1"),
    "enrolment": ("cohort_id", LIVE),
    "invitation": ("practice_id", "state = 'open'"),
    "address_change": ("user_id", "1 = 1"),
}
REFUSED, MOVED, MISTAKEN = "address_refused", "address_moved", "address_mistaken"
SMALL = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


class Row(NamedTuple):
    id: int
    public_id: str
    email: str
    email_key: str
    within: int
    counts: bool


def upgrade() -> None:
    found = {table: list(_rows(table)) for table in UNIQUE}
    keys = {table: {row.id: _new_key(row) for row in rows} for table, rows in found.items()}
    _refuse_collisions(found, keys)
    mistaken = _claimed_by_others(keys)
    for table, rows in found.items():
        _write(table, rows, keys[table])
        for row in rows:
            if not _is_known_to_idna(row.email):
                _find(REFUSED, table, row.public_id)
            if _is_sent_elsewhere(row.email):
                _end_links(table, row)
    for public_id in mistaken:
        _find(MISTAKEN, "enrolment", public_id)


def downgrade() -> None:
    found = {table: list(_rows(table)) for table in UNIQUE}
    keys = {table: {row.id: _old_key(row) for row in rows} for table, rows in found.items()}
    _refuse_collisions(found, keys)
    for table, rows in found.items():
        _write(table, rows, keys[table])
    op.execute(f"DELETE FROM finding WHERE kind IN ('{REFUSED}', '{MOVED}', '{MISTAKEN}')")


def _rows(table: str) -> Iterator[Row]:
    within, counts = UNIQUE[table]
    columns = f"id, public_id, email, email_key, {within}, CASE WHEN {counts} THEN 1 ELSE 0 END"
    for row in op.get_bind().exec_driver_sql(f"SELECT {columns} FROM {table} ORDER BY id"):
        yield Row(*row[:5], bool(row[5]))


def _refuse_collisions(found: dict[str, list[Row]], keys: dict[str, dict[int, str]]) -> None:
    met = defaultdict(list)
    for table, rows in found.items():
        for row in rows:
            if row.counts:
                met[table, row.within, keys[table][row.id]].append(row.public_id)
    same = [f"{table} {', '.join(ids)}" for (table, *_), ids in met.items() if len(ids) > 1]
    if same:
        raise CommandError(
            "addresses of several rows are one mailbox, so nothing was changed; give all but one of each another "
            f"address, or close it: {'; '.join(same)}"
        )


def _claimed_by_others(keys: dict[str, dict[int, str]]) -> list[str]:
    """Seats that the old keys gave to the account of another mailbox than the one that was written to."""
    claimed = op.get_bind().exec_driver_sql(
        "SELECT e.id, e.public_id, u.id FROM enrolment e JOIN user_account u ON u.id = e.user_id "
        "WHERE e.email_key = u.email_key ORDER BY e.id"
    )
    return [
        public_id
        for enrolment_id, public_id, user_id in claimed
        if keys["enrolment"][enrolment_id] != keys["user_account"][user_id]
    ]


def _write(table: str, rows: list[Row], keys: dict[int, str]) -> None:
    """In two steps: one row's new key may be another's old one."""
    changed = [row for row in rows if keys[row.id] != row.email_key]
    statement = sa.text(f"UPDATE {table} SET email_key = :key WHERE id = :id")
    for make in (_between, lambda row: keys[row.id]):
        for row in changed:
            op.get_bind().execute(statement, {"key": make(row), "id": row.id})


def _between(row: Row) -> str:
    return f"{row.public_id} has no key just now"


def _end_links(table: str, row: Row) -> None:
    """What was mailed went to another mailbox than the address names, whose reader must open nothing with it."""
    if table == "address_change":
        op.execute(sa.text("DELETE FROM address_change WHERE id = :id").bindparams(id=row.id))
        return
    ended = sa.text(f"UPDATE {table} SET link_version = link_version + 1 WHERE id = :id")
    op.execute(ended.bindparams(id=row.id))
    _find(MOVED, table, row.public_id)


def _find(kind: str, table: str, public_id: str) -> None:
    columns = {
        "kind": sa.String,
        "subject_type": sa.String,
        "subject_public_id": sa.String,
        "practice_id": sa.BigInteger,
        "detail": sa.String,
        "opened_at": sa.DateTime(timezone=True),
        "public_id": sa.String,
    }
    now = dt.datetime.now(dt.UTC)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    subject = {"user_account": "user"}.get(table, table)
    found = {
        "kind": kind,
        "subject_type": subject,
        "subject_public_id": public_id,
        "practice_id": None,  # an address is the whole install's concern
        "detail": "",
        "opened_at": now.replace(tzinfo=None) if is_sqlite else now,
        "public_id": secrets.token_urlsafe(16),
    }
    table_of_findings = sa.table("finding", *(sa.column(name, of) for name, of in columns.items()))
    op.bulk_insert(table_of_findings, [found])


def _new_key(row: Row) -> str:
    """An address of which none can be made keeps the one it has."""
    local, _, domain = row.email.strip().rpartition("@")
    try:
        return f"{unicodedata.normalize('NFC', local).translate(SMALL)}@{_in_ascii(domain)}"
    except ValueError:
        return row.email_key


def _old_key(row: Row) -> str:
    local, _, domain = row.email.strip().rpartition("@")
    try:
        return f"{local.casefold()}@{_by_idna_2003(domain.casefold())}"
    except ValueError:
        return row.email_key


def _is_known_to_idna(address: str) -> bool:
    return _is_made_by(_by_idna_2008, address.rpartition("@")[2].strip())


def _is_sent_elsewhere(address: str) -> bool:
    """Whether a mail to it went to another mailbox than it does now."""
    local, _, domain = address.strip().rpartition("@")
    if unicodedata.normalize("NFC", local) != local:
        return True
    if not _is_made_by(_by_idna_2003, domain) or not _is_made_by(_in_ascii, domain):
        return False
    return _by_idna_2003(domain).lower().rstrip(".") != _in_ascii(domain)


def _is_made_by(encode: Callable[[str], Any], domain: str) -> bool:
    try:
        encode(domain)
    except ValueError:
        return False
    return True


def _in_ascii(domain: str) -> str:
    try:
        return _by_idna_2008(domain)
    except UnicodeError:
        labels = idna.uts46_remap(domain, std3_rules=False).removesuffix(".").split(".")
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in labels
    )


def _by_idna_2008(domain: str) -> str:
    return idna.encode(domain, uts46=True, std3_rules=True).decode().lower().rstrip(".")


def _by_idna_2003(domain: str) -> str:
    return domain.encode("idna").decode()
