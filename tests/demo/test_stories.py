"""The stories hold together: pages answer their questions, names are told apart, days lie on the right side."""

import datetime as dt

import pytest

from mentorhub.demo.stories import applicants, offers
from mentorhub.demo.stories.mentees import MENTEES
from mentorhub.demo.stories.plot import Mentee, Offer
from mentorhub.demo.stories.weeks import WEEKS
from mentorhub.programs import rules
from mentorhub.reviews.rules import Course

BY_NAME = pytest.mark.parametrize("mentee", MENTEES, ids=lambda one: one.applicant.name)


def test_the_course_has_twelve_weeks_and_one_before() -> None:
    starts_on = dt.date(2026, 4, 13)
    course = Course(starts_on, starts_on + dt.timedelta(weeks=12) - dt.timedelta(days=1))
    assert len(WEEKS) == course.weeks + 1


@BY_NAME
def test_a_page_answers_the_questions_of_its_week(mentee: Mentee) -> None:
    assert [len(page.answers) for page in mentee.pages] == [
        len(WEEKS[page.week].prompts) for page in mentee.pages
    ]


def test_no_two_answers_of_the_mentor_are_alike() -> None:
    bodies = [page.feedback.body for one in MENTEES for page in one.pages if page.feedback]
    assert len(set(bodies)) == len(bodies)


@BY_NAME
def test_people_of_a_notebook_are_told_apart(mentee: Mentee) -> None:
    names = [someone.name for someone in mentee.people]
    assert len(set(names)) == len(names)


def test_amara_knows_more_than_twenty_people() -> None:
    assert len(MENTEES[0].people) > 20


def test_addresses_are_nobodys() -> None:
    told = [*applicants.OPEN_CIRCLE, *applicants.FULL_CIRCLE, *applicants.WAITING]
    addresses = [each.email for each in (*told, *(one.applicant for one in MENTEES))]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith("@example.org") for address in addresses)


@pytest.mark.parametrize(
    "offer", (offers.POWER_NETWORKING, offers.LETTERS, offers.SOON), ids=lambda one: one.slug
)
def test_an_offer_can_be_made(offer: Offer) -> None:
    rules.refuse_misshapen_slug(offer.slug)
    rules.refuse_unchargeable(offer.price_minor, offer.currency)
    assert offer.texts.promise.count("*") == 2
