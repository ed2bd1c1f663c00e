"""Rows of a notebook as the plain values that its morning email's templates read, with the links of each."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mentorhub.accounts.models.people import User
from mentorhub.foundation import links
from mentorhub.workspace.models.details import PersonDay
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.due import Reach
from mentorhub.workspace.queries.last_said import Said
from mentorhub.workspace.queries.reminders import Thing, reminder_token
from mentorhub.workspace.rules.details import DayKind
from mentorhub.workspace.rules.due_dates import is_late
from mentorhub.workspace.rules.mornings import comes_round
from mentorhub.workspace.rules.reminders import LINKS_LAST


@dataclass(frozen=True)
class Items:
    """Things of this owner's notebook, on this day of theirs."""

    owner: User
    today: dt.date
    now: dt.datetime

    def people(
        self, due: Iterable[FollowUp], reach: Iterable[Reach], said: Mapping[int, Said]
    ) -> list[dict[str, Any]]:
        """Whom to get in touch with: why, and the last thing said."""
        planned = [
            {
                **self._person(one.person, one, said),
                "is_planned": True,
                "reason": one.reason,
                "is_late": is_late(one.due_on, grace_days=one.kind.grace_days, today=self.today),
                "since": one.due_on,
            }
            for one in due
        ]
        by_rhythm = [
            {
                **self._person(one.person, one.person, said),
                "is_planned": False,
                "is_new": one.last_on is None,
                "since": one.last_on or one.person.added_on,
            }
            for one in reach
        ]
        return [*planned, *by_rhythm]

    def promises(self, promises: Iterable[Promise]) -> list[dict[str, Any]]:
        """What was promised to whom."""
        return [
            {
                "name": one.person.name,
                "what": one.what,
                "due_on": one.due_on,
                "is_late": bool(one.due_on and is_late(one.due_on, today=self.today)),
                **self._links(one),
            }
            for one in promises
        ]

    def days(self, days: Iterable[tuple[PersonDay, Person]]) -> list[dict[str, Any]]:
        """Days that come round; `years` since the first, 0 where that is not known."""
        return [
            {
                "name": who.name,
                "is_birthday": day.kind is DayKind.BIRTHDAY,
                "label": day.label,
                "on": (on := comes_round(day.month, day.day, today=self.today)),
                "years": max(on.year - day.year, 0) if day.year else 0,
            }
            for day, who in days
        ]

    def _person(self, who: Person, thing: Thing, said: Mapping[int, Said]) -> dict[str, Any]:
        last = said.get(who.id)
        return {
            "name": who.name,
            "said": {"line": last.line, "on": last.on} if last else {},
            **self._links(thing),
        }

    def _links(self, thing: Thing) -> dict[str, str]:
        token = reminder_token(thing, self.owner, until=self.now + LINKS_LAST)
        return {
            "done": links.absolute(f"/reminders/{token}/completion"),
            "later": links.absolute(f"/reminders/{token}/postponement"),
        }
