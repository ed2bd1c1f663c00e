"""Accounts that are being closed: closed now, their days passed, each package's periodic task run."""

from collections.abc import Callable

from sqlalchemy import select

from mentorhub.accounts.actions import closing
from mentorhub.accounts.models.people import User
from mentorhub.accounts.periodic import erase_accounts
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.enrolment.periodic.places import forget_places, give_up_places
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.payments.periodic import forget_payloads
from mentorhub.reviews.periodic import erase_weeks
from mentorhub.workspace.periodic import end_grants, erase_notebooks
from tests.support import factories

AT_ONCE = (give_up_places, end_grants)
AFTERWARDS = (erase_weeks, erase_notebooks, forget_places, erase_accounts, forget_payloads)


def account(name: str) -> int:
    """The account of an applicant's address; what they have in line stays unclaimed."""
    return factories.user(f"{name}@example.org", name.title())


def close(user_id: int) -> None:
    """As its owner does, without any periodic task."""
    closing.close_account(viewer=USER(user_id))


def close_and_run_tasks(user_id: int) -> None:
    """As above, and the periodic tasks that follow within seconds."""
    close(user_id)
    run(*AT_ONCE)


def pass_grace() -> None:
    """To the time at which it is over."""
    clock.advance(GRACE)


def erase(user_id: int) -> None:
    """Close, wait, and let every periodic task run."""
    close_and_run_tasks(user_id)
    pass_grace()
    run(*AFTERWARDS)


def run(*tasks: Callable[[], int]) -> list[int]:
    """Each once; what each says is left."""
    return [task() for task in tasks]


def user(user_id: int) -> User:
    """The row as it is now."""
    db.session.rollback()
    return db.session.get_one(User, user_id)


def everything_said() -> str:
    """Every row of every table, as one text: for what must not be found in it any more."""
    db.session.rollback()
    tables = db.metadata.sorted_tables
    return "\n".join(str(row) for table in tables for row in db.session.execute(select(table)))
