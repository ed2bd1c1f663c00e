"""The notebooks of the demo's mentees: people, conversations, stages, follow-ups and promises, each on its day."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from mentorhub.demo.history import History
from mentorhub.demo.stories.plot import Plan, Promised, Someone, TimelineEntry
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.workspace.actions.follow_ups import complete_follow_up, schedule_follow_up
from mentorhub.workspace.actions.history import log_interaction, move_to_stage
from mentorhub.workspace.actions.people import add_person, set_visibility
from mentorhub.workspace.actions.promises import add_promise, keep_promise
from mentorhub.workspace.queries import persons
from mentorhub.workspace.queries.persons import PersonPage
from mentorhub.workspace.rules.conversations import Conversation, Part
from mentorhub.workspace.rules.details import Affiliation, Details, Labelled
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage

THANK_YOU = "Thank them for the conversation"
REASONS = {Stage.CLOSED: "He asked for data on my clients, twice. I said no, and goodbye."}


@dataclass(frozen=True)
class Notebook:
    """One mentee's notebook, opened so many days ago."""

    history: History
    user_id: int
    zone: str
    opened_ago: int

    @property
    def viewer(self) -> Viewer:
        """Its owner, whose actions these are."""
        return USER(self.user_id)

    def write_down(self, someone: Someone) -> None:
        """Plan a person's entry on the day they met, and everything later on its own day."""
        added = someone.added if someone.added is not None else someone.met
        ago = min(self.opened_ago if added is None else added, self.opened_ago)
        self.history.at(
            self.history.time(ago, "19:00", zone=self.zone), lambda: self._add(someone, ago)
        )

    def _add(self, someone: Someone, added_ago: int) -> None:
        met_on = None if someone.met is None else self.history.day(someone.met, zone=self.zone)
        details = Details(
            name=someone.name,
            headline=someone.headline,
            affiliations=(Affiliation(someone.company),) if someone.company else (),
            emails=(Labelled(someone.email),) if someone.email else (),
            phones=(Labelled(someone.phone),) if someone.phone else (),
            occasion=someone.occasion,
            met_on=met_on,
            purpose=someone.purpose,
            remember=someone.remember,
            tier=someone.tier,
            closeness=someone.closeness,
        )
        added = add_person(
            details,
            viewer=self.viewer,
            note=someone.note,
            tags=someone.tags,
            thank_you=THANK_YOU,
        )
        if someone.shown is not Visibility.INITIALS:
            set_visibility(added.public_id, someone.shown, viewer=self.viewer)
        due_on = added.thank_you_on
        if someone.is_thanked and due_on and due_on <= self.history.day(0, zone=self.zone):
            thanked_at = self.history.on(due_on, "18:10", zone=self.zone)
            self.history.at(thanked_at, partial(self._do, added.public_id, THANK_YOU))
        self._follow(added.public_id, someone, added_ago)

    def _follow(self, person: str, someone: Someone, added_ago: int) -> None:
        """Plan the rest; what happened before the person was added is written on that evening."""
        for entry in someone.timeline:
            self._at(entry.ago, added_ago, "20:00", partial(self._log, person, entry))
        for ago, stage in someone.stages:
            self._at(ago, added_ago, "20:20", partial(self._move, person, stage))
        for plan in someone.plans:
            self._at(plan.set_ago, added_ago, "20:40", partial(self._plan, person, plan))
            if plan.done_ago is not None:
                self._at(plan.done_ago, added_ago, "21:00", partial(self._do, person, plan.reason))
        for promised in someone.promises:
            self._at(
                promised.made_ago, added_ago, "20:50", partial(self._promise, person, promised)
            )
            if promised.fulfilled_ago is not None:
                self._at(
                    promised.fulfilled_ago,
                    added_ago,
                    "21:10",
                    partial(self._fulfil, person, promised.what),
                )

    def _at(self, ago: int, added_ago: int, hour: str, action: Callable[[], None]) -> None:
        self.history.at(self.history.time(min(ago, added_ago), hour, zone=self.zone), action)

    def _log(self, person: str, entry: TimelineEntry) -> None:
        said = Conversation(
            entry.kind,
            self.history.day(entry.ago, zone=self.zone),
            is_two_way=entry.is_two_way,
            note=entry.note,
            began=entry.began,
        )
        log_interaction([Part(person)], said, viewer=self.viewer, favour=entry.favour)

    def _move(self, person: str, stage: Stage) -> None:
        move_to_stage(person, stage, viewer=self.viewer, reason=REASONS.get(stage, ""))

    def _plan(self, person: str, plan: Plan) -> None:
        due_on = self.history.day(-plan.due_in, zone=self.zone)
        schedule_follow_up(person, viewer=self.viewer, due_on=due_on, reason=plan.reason)

    def _do(self, person: str, reason: str) -> None:
        for found in self._page(person).follow_ups:
            if found.reason == reason:
                complete_follow_up(found.public_id, viewer=self.viewer)
                return

    def _promise(self, person: str, promised: Promised) -> None:
        due_on = (
            None if promised.due_in is None else self.history.day(-promised.due_in, zone=self.zone)
        )
        add_promise(person, viewer=self.viewer, what=promised.what, due_on=due_on)

    def _fulfil(self, person: str, what: str) -> None:
        for found in self._page(person).promises:
            if found.what == what:
                keep_promise(found.public_id, viewer=self.viewer)
                return

    def _page(self, person: str) -> PersonPage:
        return persons.person(person, viewer=self.viewer, now=clock.now())
