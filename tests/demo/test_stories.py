"""The stories hold together: check-ins answer their questions, names differ, dates are on the right side of today."""

import datetime as dt

import pytest

from mentorhub.demo.stories import applicants, offers
from mentorhub.demo.stories.mentees import MENTEES
from mentorhub.demo.stories.plot import Mentee, Offer
from mentorhub.demo.stories.weeks import WEEKS
from mentorhub.foundation.slugs import refuse_misshapen_slug
from mentorhub.programs.rules.offers import refuse_unchargeable
from mentorhub.reviews.rules import Course

BY_NAME = pytest.mark.parametrize("mentee", MENTEES, ids=lambda one: one.applicant.name)


def test_the_course_has_twelve_weeks_and_one_before() -> None:
    starts_on = dt.date(2026, 4, 13)
    course = Course(starts_on, starts_on + dt.timedelta(weeks=12) - dt.timedelta(days=1))
    assert len(WEEKS) == course.weeks + 1


@BY_NAME
def test_a_check_in_answers_the_questions_of_its_week(mentee: Mentee) -> None:
    assert [len(entry.answers) for entry in mentee.check_ins] == [
        len(WEEKS[entry.week].prompts) for entry in mentee.check_ins
    ]


def test_no_two_answers_of_the_mentor_are_alike() -> None:
    bodies = [entry.feedback.body for one in MENTEES for entry in one.check_ins if entry.feedback]
    assert len(set(bodies)) == len(bodies)


@BY_NAME
def test_people_of_a_notebook_have_different_names(mentee: Mentee) -> None:
    names = [someone.name for someone in mentee.people]
    assert len(set(names)) == len(names)


def test_amara_knows_more_than_twenty_people() -> None:
    assert len(MENTEES[0].people) > 20


def test_addresses_are_nobodys() -> None:
    everybody = [*applicants.OPEN_CIRCLE, *applicants.FULL_CIRCLE, *applicants.WAITING]
    addresses = [each.email for each in (*everybody, *(one.applicant for one in MENTEES))]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith("@example.org") for address in addresses)


@pytest.mark.parametrize(
    "offer", (offers.POWER_NETWORKING, offers.LETTERS, offers.SOON), ids=lambda one: one.slug
)
def test_an_offer_can_be_made(offer: Offer) -> None:
    refuse_misshapen_slug(offer.slug)
    refuse_unchargeable(offer.price_minor, offer.currency)
    assert offer.texts.promise.count("*") == 2
