"""An applicant in a cohort: the row, its constraints, and its moves over `rules.ENROLMENT`."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.rules.states import ENROLMENT, EnrolmentState, deadline_of
from mentorhub.foundation import links
from mentorhub.foundation.database.tables import HasPublicId, Model, one_of
from mentorhub.programs.models.cohorts import Cohort, Price

IS_LIVE = "enrolment.state IN ('arrived', 'waiting', 'held', 'paying', 'enrolled', 'completed')"
HAS_LAPSED = "enrolment.state = 'lapsed'"
_LIVE = IS_LIVE.removeprefix("enrolment.")
_LAPSED = HAS_LAPSED.removeprefix("enrolment.")
_SEATED = "state IN ('held', 'paying', 'enrolled', 'completed')"
LINK = "enrolment"
RETURN = "checkout-return"
WELCOME = "welcome"


class Enrolment(HasPublicId, Model):
    """One applicant in one cohort, from the submitted form to the end; no account before the seat is paid."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="enrolment_belongs_to_practice"),
        UniqueConstraint("cohort_id", "seat_number", name="seat_is_given_once"),
        UniqueConstraint("cohort_id", "place", name="place_is_given_once"),
        ForeignKeyConstraint(["practice_id", "cohort_id"], ["cohort.practice_id", "cohort.id"]),
        CheckConstraint(f"({_SEATED}) = (seat_number IS NOT NULL)", name="seated_iff_numbered"),
        CheckConstraint("(state = 'held') = (held_until IS NOT NULL)", name="held_iff_deadline"),
        CheckConstraint("(state = 'arrived') = (place IS NULL)", name="placed_iff_allocated"),
        CheckConstraint("seat_number > 0 AND place > 0", name="numbers_start_at_one"),
        CheckConstraint("(paused_at IS NULL) = (pause_reason = '')", name="paused_iff_reason"),
        CheckConstraint("amount_minor >= 0", name="amount_is_not_negative"),
        CheckConstraint("extensions BETWEEN 0 AND 2", name="hold_is_extended_twice_at_most"),
        Index(
            "one_live_place_per_cohort_and_address",
            "email_key",
            "cohort_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        Index("ix_enrolment_line", "cohort_id", "state", "place"),
        Index(
            "ix_enrolment_lapsed",
            "email_key",
            "cohort_id",
            sqlite_where=text(_LAPSED),
            postgresql_where=text(_LAPSED),
        ),
        Index(
            "ix_enrolment_deadline",
            "held_until",
            sqlite_where=text("held_until IS NOT NULL"),
            postgresql_where=text("held_until IS NOT NULL"),
        ),
        Index("ix_enrolment_browser", "browser_key"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    cohort_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("user_account.id"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    browser_key: Mapped[str] = mapped_column(String(64), default="")
    locale: Mapped[str] = mapped_column(String(20), default="en_GB")
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    price_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("price.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    terms_version: Mapped[int]
    granted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    state: Mapped[EnrolmentState] = mapped_column(
        one_of(EnrolmentState, "state_is_known"), default=ENROLMENT.initial
    )
    place: Mapped[int | None]
    seat_number: Mapped[int | None]
    held_until: Mapped[dt.datetime | None]
    offered_at: Mapped[dt.datetime | None]
    reminded_at: Mapped[dt.datetime | None]
    extensions: Mapped[int] = mapped_column(default=0)  # of this hold, by the practice
    passed_release: Mapped[int | None]
    paused_at: Mapped[dt.datetime | None]
    pause_reason: Mapped[str] = mapped_column(String(40), default="")
    end_reason: Mapped[str] = mapped_column(String(40), default="")
    link_version: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[dt.datetime]
    enrolled_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    claimed_at: Mapped[dt.datetime | None]

    practice: Mapped[Practice] = relationship()
    cohort: Mapped[Cohort] = relationship(
        primaryjoin=cohort_id == Cohort.id, foreign_keys=[cohort_id]
    )  # by the key alone: the cohort under the lock is not asked for again
    price: Mapped[Price] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])

    @property
    def token(self) -> str:
        """What opens the applicant's own page; raising `link_version` makes it worthless."""
        return links.sign(self.public_id, self.link_version, purpose=LINK)

    def return_token(self, until: dt.datetime) -> str:
        """What Stripe is given to lead back by: it opens the way back from paying and nothing else, until then."""
        return links.sign_dated(self.public_id, self.link_version, purpose=RETURN, until=until)

    def is_held_at(self, now: dt.datetime) -> bool:
        """Whether a seat is held that has not passed its deadline."""
        return self.held_until is not None and now < self.held_until

    @property
    def mailbox(self) -> tuple[str, str]:
        """Name and address that all mails about it go to; of a rehearsal, the mentor's who has begun it."""
        mentor = self.cohort.mentor if self.cohort.is_rehearsal else None
        return (mentor.name, mentor.email) if mentor else (self.name, self.email)

    @property
    def is_stopped(self) -> bool:
        """Whether it costs something and cannot be paid for now; a rehearsal asks nothing of its practice's account."""
        return bool(self.amount_minor) and not (
            self.cohort.is_rehearsal or self.practice.can_charge
        )

    @property
    def takes_codes(self) -> bool:
        """Whether a promotion code may be typed; those are the practice's own account's, which no rehearsal asks."""
        return self.practice.takes_promotion_codes and not self.cohort.is_rehearsal

    @property
    def is_cut_short(self) -> bool:
        """Whether this hold lasts less long than one that began when its practice could be paid again."""
        resumed_at = self.practice.payments_resumed_at
        if self.held_until is None or not self.amount_minor or resumed_at is None:
            return False
        return not self.cohort.is_rehearsal and self.held_until < self.deadline_from(resumed_at)

    def deadline_from(self, now: dt.datetime) -> dt.datetime:
        """When this hold would lapse if it began at `now`."""
        return deadline_of(
            now=now,
            is_offer=self.offered_at is not None,
            claim_minutes=self.cohort.claim_minutes,
            offer_hours=self.cohort.offer_hours,
            zone=self.timezone,
        )

    def number(self, place: int) -> None:
        """Give the arrival its place."""
        self._move("number")
        self.place = place

    def seat(self, number: int, *, until: dt.datetime, offered_at: dt.datetime | None) -> None:
        """Hold a seat for a waiting applicant until a deadline."""
        self._move("seat")
        self.seat_number = number
        self.held_until = until
        self.offered_at = offered_at
        self.reminded_at = None
        self.extensions = 0

    def grant(self, number: int, now: dt.datetime, *, by: int | None = None) -> None:
        """Enrol without a payment, by a member of the practice (a user's id): it costs nothing."""
        self._move("grant")
        self.seat_number = number
        self.enrolled_at = now
        self.granted_by = by
        self.amount_minor = 0

    def choose(self, price: Price) -> None:
        """Pay in this way instead: total and currency are the price's from now on."""
        self.price, self.price_id = price, price.id
        self.amount_minor, self.currency = price.amount_minor, price.currency

    def pass_on(self, release: int) -> None:
        """Decline this offer and keep the place."""
        self._move("pass_on")
        self.passed_release = release
        self._unseat()
        self.offered_at = None

    def await_money(self) -> None:
        """The checkout is done and its money on the way: no deadline any more."""
        self._move("await_money")
        self.held_until = None

    def confirm(self, now: dt.datetime) -> None:
        """The seat is paid."""
        self._move("confirm")
        self.held_until = None
        self.enrolled_at = now

    def enrol_late(self, number: int, now: dt.datetime) -> None:
        """Paid after the place had ended, while a seat was free."""
        self._move("enrol_late")
        self.seat_number = number
        self.enrolled_at = now
        self.ended_at = None
        self.end_reason = ""

    def end(self, verb: str, *, now: dt.datetime, reason: str = "") -> None:
        """Lapse, leave, decline, withdraw or remove: the seat, if any, is free again, and a pause is over."""
        self._move(verb)
        self._unseat()
        self.resume()
        self.ended_at = now
        self.end_reason = reason

    def complete(self, now: dt.datetime) -> None:
        """The programme is over for this mentee."""
        self._move("complete")
        self.ended_at = now

    def pause(self, reason: str, now: dt.datetime) -> None:
        """Stop the mentor's side; the notebook stays its owner's."""
        self.paused_at, self.pause_reason = now, reason

    def resume(self) -> None:
        """Clear a pause."""
        self.paused_at, self.pause_reason = None, ""

    def extend(self, until: dt.datetime) -> None:
        """Move the deadline of a hold, never nearer."""
        assert self.held_until is not None
        self.held_until = max(self.held_until, until)

    def _unseat(self) -> None:
        self.seat_number = None
        self.held_until = None

    def _move(self, verb: str) -> None:
        self.state = ENROLMENT.after(verb, self.state)
