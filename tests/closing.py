"""Accounts that are being closed, for the tests of every room: closed now, their days passed, each room's sweep run."""

from collections.abc import Callable

from sqlalchemy import select

from mentorhub.accounts.actions import closing
from mentorhub.accounts.models import User
from mentorhub.accounts.rules import GRACE
from mentorhub.accounts.sweeps import erase_accounts
from mentorhub.enrolment.sweeps import forget_places, give_up_places
from mentorhub.foundation import clock
from mentorhub.foundation.database import USER, db
from mentorhub.payments.sweeps import forget_payloads
from mentorhub.reviews.sweeps import erase_weeks
from mentorhub.workspace.sweeps import end_grants, erase_notebooks
from tests import scenes

AT_ONCE = (give_up_places, end_grants)
AFTERWARDS = (erase_weeks, erase_notebooks, forget_places, erase_accounts, forget_payloads)


def account(name: str) -> int:
    """The account of an applicant's address; what they have in line stays unclaimed."""
    return scenes.user(f"{name}@example.org", name.title())


def close(user_id: int) -> None:
    """As its owner does, without any sweep."""
    closing.close_account(viewer=USER(user_id))


def close_and_sweep(user_id: int) -> None:
    """As above, and the sweeps that follow within seconds."""
    close(user_id)
    run(*AT_ONCE)


def pass_grace() -> None:
    """To the moment at which it is over."""
    clock.advance(GRACE)


def erase(user_id: int) -> None:
    """Close, wait, and let every sweep run."""
    close_and_sweep(user_id)
    pass_grace()
    run(*AFTERWARDS)


def run(*sweeps: Callable[[], int]) -> list[int]:
    """Each once; what each says is left."""
    return [sweep() for sweep in sweeps]


def user(user_id: int) -> User:
    """The row as it is now."""
    db.session.rollback()
    return db.session.get_one(User, user_id)


def everything_said() -> str:
    """Every row of every table, as one text: for what must not be found in it any more."""
    db.session.rollback()
    tables = db.metadata.sorted_tables
    return "\n".join(str(row) for table in tables for row in db.session.execute(select(table)))
