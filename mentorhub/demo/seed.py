"""Fills an empty, migrated database with the demo's data: a practice at work, and a second one just begun."""

import datetime as dt
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mentorhub.accounts.actions.factors import set_up_authenticator
from mentorhub.accounts.actions.passwords import set_password
from mentorhub.accounts.actions.practices import create_practice
from mentorhub.accounts.models.people import User
from mentorhub.accounts.security import authenticators
from mentorhub.demo import practices
from mentorhub.demo.check_ins import Course
from mentorhub.demo.history import History, StripeClient
from mentorhub.demo.notebooks import Notebook
from mentorhub.demo.opening import open_in_five_minutes
from mentorhub.demo.seats import Line
from mentorhub.demo.stories import applicants, mentees, offers, weeks
from mentorhub.demo.stories.nadia import NADIA
from mentorhub.demo.stories.plot import Mentee, Offer
from mentorhub.foundation import clock
from mentorhub.foundation.config import SettingsError, settings
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs.actions.cohorts import add_price, create_cohort, publish_cohort
from mentorhub.programs.actions.offers import create_program, publish_program
from mentorhub.programs.actions.questions import add_question
from mentorhub.reviews.actions.reviewing import create_curriculum
from mentorhub.workspace.actions.mornings import send_morning
from mentorhub.workspace.actions.notebook import open_workspace

PASSWORD = "a quiet demo passphrase"
ZONE = "Europe/Oslo"
RUNNING_WEEKS = 4  # whole weeks behind the running circle: this is its fifth
OPENED_BEFORE = dt.timedelta(days=42)
TWELVE_WEEKS = dt.timedelta(weeks=12) - dt.timedelta(days=1)
TEN_MINUTES = dt.timedelta(minutes=10)
MORNING = "07:31"
WESTERNMOST = "Africa/Lagos"  # the mentees' last zone to reach Monday


def seed() -> None:
    """Make the demo's history in the current app's database.

    Raises `SettingsError` where Stripe's address is no sandbox, or where there is a user already.
    """
    stripe_client = StripeClient(settings().stripe_api_base, key=settings().stripe_secret_key)
    if not stripe_client.is_sandbox():
        raise SettingsError(
            "the demo's data needs a Stripe sandbox at STRIPE_API_BASE; run: mentorhub sandbox"
        )
    with reading(viewer=SYSTEM) as session:
        if session.scalar(select(User.id).limit(1)) is not None:
            raise SettingsError("the database is not empty; the demo's data goes into an empty one")
    now = clock.now()
    seeding = _Seeding(History(now), stripe_client)
    try:
        seeding.history.at(now - dt.timedelta(days=150), seeding.begin)
        seeding.history.run()
    finally:
        stripe_client.set_clock(clock.now())
    open_in_five_minutes(mentor_id=seeding.mentor_id)


def mentor_id() -> int:
    """User id of the demo's mentor, once the history was made."""
    return practices.user_id(offers.MENTOR_EMAIL)


class _Seeding:
    """The planned history, and the mentor whose actions most of it is."""

    def __init__(self, history: History, stripe_client: StripeClient) -> None:
        self.history = history
        self.stripe_client = stripe_client
        self.mentor_id = 0
        self.practice_id = 0

    def begin(self) -> None:
        """The mentor, her practice and her programmes; then the lines, as they open."""
        self._found_practice()
        networking = self._offer(offers.POWER_NETWORKING)
        create_curriculum(
            networking, viewer=USER(self.mentor_id), title=weeks.TITLE, weeks=weeks.WEEKS
        )
        mails = self._offer(offers.LETTERS)
        self._offer(offers.SOON)
        monday = self._monday()
        self._running_circle(networking, monday - dt.timedelta(weeks=RUNNING_WEEKS))
        self._open_circle(networking, monday + dt.timedelta(weeks=9))
        self._full_circle(mails, monday + dt.timedelta(weeks=4))
        self._begun_practice()

    def _monday(self) -> dt.date:
        today = self.history.day(0, zone=WESTERNMOST)
        return today - dt.timedelta(days=today.weekday())

    def _found_practice(self) -> None:
        self.mentor_id = practices.sign_up(
            email=offers.MENTOR_EMAIL, name=offers.MENTOR, zone=ZONE, password=PASSWORD
        )
        self.practice_id = create_practice(
            name=offers.PRACTICE,
            email=offers.MENTOR_EMAIL,
            owner_id=self.mentor_id,
            timezone=ZONE,
            is_on_platform_account=True,
        )
        practices.describe(owner_id=self.mentor_id, about_md=offers.ABOUT_INES, place_name="Oslo")
        secret = authenticators.new_secret()  # the mailbox page plays the phone that has it
        code = authenticators.code_at(secret, clock.now())
        set_up_authenticator(secret, code=code, viewer=USER(self.mentor_id))

    def _begun_practice(self) -> None:
        """Another mentor, who opened a practice the evening before last and is half-way to going live."""
        evening = self.history.time(2, "20:10", zone=NADIA.zone)
        signed_up = partial(
            practices.sign_up,
            email=NADIA.email,
            name=NADIA.mentor,
            zone=NADIA.zone,
            password=PASSWORD,
        )
        self.history.at(evening, signed_up)
        self.history.at(evening + TEN_MINUTES, partial(practices.begin, NADIA))

    def _offer(self, offer: Offer) -> int:
        viewer = USER(self.mentor_id)
        program_id = create_program(
            self.practice_id,
            viewer=viewer,
            slug=offer.slug,
            title=offer.title,
            mentor_name=offers.MENTOR,
            texts=offer.texts,
        )
        for question, answer in offer.questions:
            add_question(program_id, viewer=viewer, question=question, answer_md=answer)
        publish_program(program_id, viewer=viewer)
        return program_id

    def _running_circle(self, program_id: int, starts_on: dt.date) -> None:
        """The circle that is under way: everybody in it has claimed a seat and keeps a notebook."""
        opened_at = self._nine(starts_on - OPENED_BEFORE)
        line = self._line(
            program_id,
            offers.POWER_NETWORKING,
            seats=len(mentees.MENTEES),
            opened_at=opened_at,
            closes_at=self._nine(starts_on - dt.timedelta(weeks=1)),
            starts_on=starts_on,
        )
        for mentee in mentees.MENTEES:
            line.take_seat(mentee.applicant, then=partial(self._begin_course, mentee, starts_on))

    def _open_circle(self, program_id: int, starts_on: dt.date) -> None:
        """The circle that takes people now: twelve seats, nine of them paid."""
        opened_at = self._nine(self.history.day(9, zone=ZONE))
        line = self._line(
            program_id,
            offers.POWER_NETWORKING,
            seats=offers.POWER_NETWORKING.seats,
            opened_at=opened_at,
            closes_at=self._nine(starts_on - dt.timedelta(weeks=1)),
            starts_on=starts_on,
        )
        for applicant in applicants.OPEN_CIRCLE:
            line.take_seat(applicant)

    def _full_circle(self, program_id: int, starts_on: dt.date) -> None:
        """The circle that is sold out, with a waiting list."""
        line = self._line(
            program_id,
            offers.LETTERS,
            seats=offers.LETTERS.seats,
            opened_at=self._nine(self.history.day(16, zone=ZONE)),
            closes_at=self._nine(starts_on - dt.timedelta(days=3)),
            starts_on=starts_on,
            lasts=dt.timedelta(weeks=6) - dt.timedelta(days=1),
        )
        for applicant in applicants.FULL_CIRCLE:
            line.take_seat(applicant)
        for applicant in applicants.WAITING:
            line.wait(applicant)

    def _line(
        self,
        program_id: int,
        offer: Offer,
        *,
        seats: int,
        opened_at: dt.datetime,
        closes_at: dt.datetime,
        starts_on: dt.date,
        lasts: dt.timedelta = TWELVE_WEEKS,
    ) -> Line:
        viewer = USER(self.mentor_id)
        cohort_id = create_cohort(
            program_id,
            viewer=viewer,
            name=f"{starts_on:%B} circle",
            seats=seats,
            opens_at=opened_at,
            closes_at=closes_at,
            starts_on=starts_on,
            ends_on=starts_on + lasts,
            mentor_id=self.mentor_id,
        )
        add_price(cohort_id, viewer=viewer, amount_minor=offer.price_minor, currency=offer.currency)
        publish_cohort(cohort_id, viewer=viewer)
        return Line(self.history, self.stripe_client, cohort_id, opened_at)

    def _begin_course(self, mentee: Mentee, starts_on: dt.date, user_id: int) -> None:
        """On the evening of the welcome link: a password, a notebook, and everything written from then on."""
        set_password(PASSWORD, viewer=USER(user_id))
        open_workspace(viewer=USER(user_id))
        zone = mentee.applicant.zone
        today, then = self.history.day(0, zone=zone), clock.now().astimezone(ZoneInfo(zone)).date()
        for ago in (1, 0):  # and from now on by the worker
            morning = self.history.time(ago, MORNING, zone=zone)
            self.history.at(morning, partial(send_morning, user_id))
        notebook = Notebook(self.history, user_id, zone, (today - then).days - 1)
        for someone in mentee.people:
            notebook.write_down(someone)
        course = Course(self.history, user_id, self.mentor_id, zone, starts_on)
        for entry in mentee.check_ins:
            course.write(entry)

    @staticmethod
    def _nine(day: dt.date) -> dt.datetime:
        """Nine in the morning in Oslo, when lines open and close."""
        return dt.datetime.combine(day, dt.time(9), ZoneInfo(ZONE)).astimezone(dt.UTC)
