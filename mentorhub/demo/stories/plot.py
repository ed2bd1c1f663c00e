"""The values that the demo's stories are made of. `ago` and `in` are days from today."""

from dataclasses import dataclass, field

from mentorhub.programs.models.offers import Texts
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Direction, Visibility
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind


@dataclass(frozen=True)
class Offer:
    """A programme: its page, its questions and answers, the seats and price of each cohort."""

    slug: str
    title: str
    texts: Texts
    seats: int
    price_minor: int
    currency: str = "eur"
    questions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class BegunPractice:
    """A practice whose mentor has described it and begun a programme; nothing of it is public."""

    mentor: str
    email: str
    name: str
    place_name: str
    zone: str
    currency: str
    about_md: str
    offer: Offer


@dataclass(frozen=True)
class TimelineEntry:
    """A conversation, or an attempt."""

    ago: int
    kind: Kind
    note: str
    favour: Favour | None = None
    is_two_way: bool = True
    began: Began = Began.ME


@dataclass(frozen=True)
class Plan:
    """A follow-up; done so many days ago, or still to come."""

    set_ago: int
    due_in: int
    reason: str
    done_ago: int | None = None


@dataclass(frozen=True)
class Promised:
    """A promise, with or without a day; fulfilled so many days ago, or still open."""

    made_ago: int
    what: str
    due_in: int | None = None
    fulfilled_ago: int | None = None


@dataclass(frozen=True, kw_only=True)
class Someone:
    """A person in a mentee's notebook. Written down on the day they met, or `added` days ago."""

    name: str
    headline: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    occasion: str = ""
    met: int | None = None
    added: int | None = None
    note: str = ""
    purpose: str = ""
    remember: str = ""
    tier: Tier = Tier.ACTIVE
    closeness: int | None = None
    shown: Visibility = Visibility.INITIALS
    tags: tuple[str, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    stages: tuple[tuple[int, Stage], ...] = ()
    plans: tuple[Plan, ...] = ()
    promises: tuple[Promised, ...] = ()
    is_thanked: bool = True


@dataclass(frozen=True)
class Feedback:
    """The mentor's review of a check-in: the second morning after it, unless it says how many days ago."""

    body: str
    step: str = ""
    ago: int | None = None
    is_read: bool = True


@dataclass(frozen=True)
class WeekEntry:
    """A week's check-in, submitted on its last evening unless it says how many days ago; `is_sent` False is a draft."""

    week: int
    answers: tuple[str, ...]
    feedback: Feedback | None = None
    ago: int | None = None
    is_sent: bool = True


@dataclass(frozen=True)
class Applicant:
    """Somebody in a line: arrived so many minutes after it opened, and paid some minutes later."""

    name: str
    email: str
    zone: str = "Europe/Oslo"
    arrived_after: int = 0
    paid_after: int = 4
    has_claimed: bool = False


@dataclass(frozen=True)
class Mentee:
    """Whose seat is claimed, whose notebook is open, who writes check-ins."""

    applicant: Applicant
    people: tuple[Someone, ...] = ()
    check_ins: tuple[WeekEntry, ...] = field(default=())


def talked(
    ago: int, kind: Kind, note: str, *, began: Began = Began.ME, is_two_way: bool = True
) -> TimelineEntry:
    """They spoke or wrote."""
    return TimelineEntry(ago, kind, note, began=began, is_two_way=is_two_way)


def gave(ago: int, kind: Kind, note: str, what: str, *, effort: int = 1) -> TimelineEntry:
    """The mentee gave something."""
    return TimelineEntry(ago, kind, note, Favour(Direction.GAVE, what, effort))


def received(ago: int, kind: Kind, note: str, what: str, *, effort: int = 1) -> TimelineEntry:
    """The mentee was given something."""
    return TimelineEntry(
        ago, kind, note, Favour(Direction.RECEIVED, what, effort), began=Began.THEM
    )
