"""Each invariant of promotion codes finds its breach, also where the database forbids it."""

import re
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.invariants import promotions
from tests.support import factories
from tests.support.applicants import checkout_session, place_applicant
from tests.support.forbidden import plant_forbidden
from tests.support.postgres import OWNER, Cluster
from tests.support.promotion_codes import made_code
from tests.support.stripe_accounts import own_account
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
LIMITS = "a_code_takes_off_a_percentage_or_an_amount_within_its_limits"
ALIKE = "a_code_reads_like_no_other_that_is_there"
OWED = "a_code_is_asked_for_while_stripe_owes_its_answer"


def _commit(sql: str) -> None:
    db.session.execute(text(sql))
    db.session.commit()


def _broken() -> dict[str, int]:
    """How many offend against each sentence that somebody offends against."""
    db.session.rollback()
    found = {one.__name__: len(one(viewer=SYSTEM)) for one in promotions.INVARIANTS}
    return {name: count for name, count in found.items() if count}


def _forced(request: pytest.FixtureRequest, rule: str, breach: str) -> None:
    """The breach, with the rule that forbids it out of the way."""
    is_trigger, is_index = rule.endswith("_account"), "there_once" in rule or "of_one" in rule
    if not is_trigger and not is_index:
        plant_forbidden(request, breach, f"promotion_code.{rule}")
        return
    if db.engine.dialect.name == "postgresql":
        drop = f"ALTER TABLE promotion_code DROP CONSTRAINT {rule}"
        if is_trigger:
            drop = f"DROP TRIGGER {rule} ON promotion_code"
        elif "there_once" in rule:
            drop = f"DROP INDEX {rule}"
        cluster: Cluster = request.getfixturevalue("postgres")
        cluster.execute(drop, role=OWNER, database=str(db.engine.url.database))
        _commit(breach)
        return
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        if is_trigger:
            for event in ("insert", "update"):
                cursor.execute(f"DROP TRIGGER {rule}_{event}")
        else:
            _rebuild_without(cursor, rule)
        cursor.execute(breach)
        connection.commit()
        connection.invalidate()


def _rebuild_without(cursor: object, rule: str) -> None:
    """SQLite drops an index, but no constraint: the table's text is written without it."""
    run = cursor.execute  # type: ignore[attr-defined]
    if "there_once" in rule:
        run(f"DROP INDEX {rule}")
        return
    run("SELECT sql FROM sqlite_master WHERE name = 'promotion_code'")
    (made,) = cursor.fetchone()  # type: ignore[attr-defined]
    without = re.sub(rf",\s*CONSTRAINT {rule} UNIQUE \([^)]*\)", "", made)
    assert without != made
    run(without.replace("promotion_code", "bare_code", 1))
    run("INSERT INTO bare_code SELECT * FROM promotion_code")
    run("DROP TABLE promotion_code")
    run("ALTER TABLE bare_code RENAME TO promotion_code")


@pytest.mark.parametrize(
    ("rule", "breach", "sentence", "offenders"),
    [
        ("promotion_code_takes_off_a_percentage_or_an_amount", "percent_off = NULL", LIMITS, 2),
        ("promotion_code_an_amount_has_a_currency", "currency = 'eur'", LIMITS, 2),
        ("promotion_code_percentage_is_one", "percent_off = 101", LIMITS, 2),
        (
            "promotion_code_amount_is_positive",
            "percent_off = NULL, amount_off_minor = 0, currency = 'eur'",
            LIMITS,
            2,
        ),
        ("promotion_code_uses_are_limited_to_some", "uses_max = 0", LIMITS, 2),
        ("promotion_code_code_is_upper_case", "code = lower(code)", LIMITS, 2),
        ("promotion_code_is_asked_for_while_owed", "ending_at = created_at", OWED, 2),
        ("promotion_code_is_asked_for_while_owed", "ask_at = created_at", OWED, 2),
        ("a_code_is_there_once", "code = 'THE-SAME'", ALIKE, 2),
        ("stripe_code_is_of_one", "stripe_code = 'promo_same'", ALIKE, 2),
        (
            "promotion_code_is_on_its_practices_account",
            "stripe_account = 'acct_theirs'",
            "a_code_is_on_an_account_of_its_practice",
            2,
        ),
    ],
)
def test_a_breach_that_the_database_forbids_is_found(
    request: pytest.FixtureRequest, rule: str, breach: str, sentence: str, offenders: int
) -> None:
    scene = factories.scene()
    other, _owner = factories.practice(mentor_email="rival@example.org", name="Another")
    own_account(other, "acct_theirs")
    for code in ("SPRING-10", "AUTUMN-10"):
        made_code(scene.practice_id, code)
    assert _broken() == {}
    sql = f"UPDATE promotion_code SET {breach}"
    with pytest.raises(IntegrityError):
        _commit(sql)
    db.session.rollback()
    _forced(request, rule, sql)
    assert _broken() == {sentence: offenders}


@pytest.mark.parametrize(
    ("breach", "sentence"),
    [
        (
            "ended_at = '2001-01-01 00:00:00+00:00', ask_at = NULL",
            "a_code_that_was_ended_takes_nothing_off",
        ),
        (
            "practice_id = (SELECT max(id) FROM practice)",
            "a_code_is_used_in_its_own_practice",
        ),
        ("uses_max = 1", "a_code_is_used_at_most_as_often_as_it_may_be"),
    ],
)
def test_a_use_that_should_have_been_refused_is_found(
    stripe: StripeClient, breach: str, sentence: str
) -> None:
    scene = factories.scene(seats=2)
    factories.practice(mentor_email="rival@example.org", name="Another")
    for name in ("ada", "ben"):
        checkout_id, session_id = checkout_session(place_applicant(scene, name))
        stripe.pay(session_id)
        fulfil(checkout_id)
    made_code(scene.practice_id)
    _commit("UPDATE promotion_code SET uses_max = 2")
    _commit("UPDATE checkout SET promotion_code = 'promo_SPRING-10', discount_minor = 1")
    assert _broken() == {}
    _commit(f"UPDATE promotion_code SET {breach}")
    assert _broken() == {sentence: 1}
