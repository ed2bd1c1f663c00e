"""What a mentee takes away of their places: their own entries and all their money, and nothing of the others."""

import json

import pytest
from sqlalchemy import select

from mentorhub.enrolment import panels
from mentorhub.enrolment.actions import disputes, refunds
from mentorhub.enrolment.periodic.money import charge_instalments
from mentorhub.enrolment.queries import data_export
from mentorhub.enrolment.rules.states import entry_hash
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.payments.models.ledger import Payment
from tests.support import factories
from tests.support.applicants import claim, enrolment
from tests.support.paying_in_parts import Parts, parts, wait_until_due
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
EMPTY = ("stripe_customers", "checkouts", "instalments", "payments", "refunds", "disputes")


def written(viewer: Viewer) -> dict[str, str]:
    """Each file's words, by name."""
    return {
        file.name: b"".join(file.pieces()).decode("utf-8-sig")
        for file in panels.export(viewer=viewer)
    }


@pytest.fixture
def paid(stripe: StripeClient) -> Parts:
    """Ada has paid two of three parts, got something back, and disputes the second."""
    found = parts(stripe)
    wait_until_due(found)
    charge_instalments()
    refunds.refund(found.ada, amount_minor=1050, viewer=USER(found.scene.mentor_id))
    db.session.rollback()
    newest = select(Payment.payment_intent).order_by(Payment.id.desc()).limit(1)
    charge = stripe.charge_of(str(db.session.scalar(newest)))
    assert disputes.apply_dispute(stripe.control("disputes", charge=charge)["id"], account="")
    return found


def test_a_place_goes_out_with_its_entries_and_every_row_of_its_money(paid: Parts) -> None:
    files = written(claim(paid.ada))
    found = json.loads(files["programmes/places.json"])
    (place,) = found["enrolments"]
    assert (place["email"], place["state"], place["place"]) == ("ada@example.org", "enrolled", 1)
    assert (place["programme"], place["amount_minor"]) == (
        "Power Networking Personal Mentoring",
        64000,
    )
    assert [one["amount_minor"] for one in found["payments"]] == [21334, 21333]
    assert [one["state"] for one in found["instalments"]] == ["paid", "paid", "scheduled"]
    assert [one["amount_minor"] for one in found["refunds"]] == [1050]
    assert found["refunds"][0]["payment_id"] == found["payments"][1]["public_id"]
    assert [one["state"] for one in found["disputes"]] == ["open"]
    assert found["checkouts"][0]["consent"] == "I agree."
    assert found["payments"][0]["checkout_id"] == found["checkouts"][0]["public_id"]
    assert found["mentorships"][0]["mentor"] == "Ines Halvorsen"
    assert len(found["stripe_customers"]) == 1
    assert {one["enrolment_id"] for name in ("payments", "refunds") for one in found[name]} == {
        enrolment(paid.ada).public_id
    }


def test_an_entry_can_be_checked_against_the_journal(paid: Parts) -> None:
    entries = json.loads(written(claim(paid.ada))["programmes/places.json"])["journal_entries"]
    assert len(entries) >= 3
    for entry in entries:
        assert entry_hash(entry["previous_hash"], entry["text"]) == entry["hash"]


def test_the_tables_spell_amounts_out(paid: Parts) -> None:
    files = written(claim(paid.ada))
    assert files["programmes/payments.csv"].splitlines()[1].startswith('"213.34",')
    assert files["programmes/refunds.csv"].splitlines()[1].startswith('"10.50",')


def test_nobody_elses_place_goes_out(paid: Parts) -> None:
    claim(paid.ada)
    ben = claim(paid.ben)
    found = json.loads(written(ben)["programmes/places.json"])
    assert [one["email"] for one in found["enrolments"]] == ["ben@example.org"]
    assert {name: found[name] for name in EMPTY} == {name: [] for name in EMPTY}
    assert {one["enrolment_id"] for one in found["journal_entries"]} == {
        enrolment(paid.ben).public_id
    }


def test_a_place_that_is_no_accounts_yet_goes_to_nobody(paid: Parts) -> None:
    for email in ("ada@elsewhere.example", "ben@elsewhere.example"):
        assert written(USER(factories.user(email))) == {}
    assert written(USER(paid.scene.mentor_id)) == {}
    assert not data_export.has_place(viewer=USER(paid.scene.mentor_id))
