"""A mentee signed in, in a browser without scripts, with one person in the notebook."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.models.people import Occasion
from mentorhub.workspace.queries import today as today_queries
from mentorhub.workspace.queries.consent import what_is_shared
from mentorhub.workspace.queries.lists import Order, people
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.queries.today import Today
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.warmth import Kind
from tests.support import factories, notebooks
from tests.support.forms import submit


@dataclass(frozen=True)
class NotebookBrowser:
    """The mentee's browser and the one person it is about."""

    app: Flask
    client: FlaskClient
    viewer: Viewer
    person_id: str

    @property
    def url(self) -> str:
        """The person's address."""
        return f"/people/{self.person_id}"

    def post(self, action: str, *, page: str | None = None, **fields: Any) -> TestResponse:
        """Send a form from the person's page, or from another."""
        return submit(self.client, action, page=page or self.url, **fields)

    def page(self) -> PersonPage:
        """The person as the database has them now."""
        with self.app.app_context():
            return person(self.person_id, viewer=self.viewer, now=clock.now())

    def today(self) -> Today:
        """Today as the database has it now."""
        with self.app.app_context():
            return today_queries.today(viewer=self.viewer, now=clock.now())

    def names(self) -> list[str]:
        """Everybody in the notebook, by name."""
        with self.app.app_context():
            found = people(viewer=self.viewer, now=clock.now(), order=Order.NAME)
            return [row.person.name for row in found.rows]

    def planned(self) -> str:
        """The public id of a new follow-up for today."""
        with self.app.app_context():
            schedule_follow_up(
                self.person_id, viewer=self.viewer, due_on=self.day(), reason="Ask about the roof"
            )
        return self.page().follow_ups[-1].public_id

    def promised(self) -> str:
        """The public id of a new promise for today."""
        with self.app.app_context():
            add_promise(
                self.person_id, viewer=self.viewer, what="Send the paper", due_on=self.day()
            )
        return self.page().promises[-1].public_id

    def noted(self, note: str = "She knows the mill") -> str:
        """The public id of a new conversation with a note."""
        with self.app.app_context():
            return notebooks.talked(self.viewer, self.person_id, 0, kind=Kind.CALL, note=note)

    def tagged(self, *names: str) -> str:
        """The public id of the last of these tags, or of "Choir", which the person has now."""
        with self.app.app_context():
            tag_person(self.person_id, names or ["Choir"], viewer=self.viewer)
        name = names[-1] if names else "Choir"
        return next(tag.public_id for tag in self.page().tags if tag.name == name)

    def gave(self, what: str = "A recipe") -> str:
        """The public id of something given in a new conversation."""
        with self.app.app_context():
            favour = Favour(Direction.GAVE, what)
            notebooks.talked(self.viewer, self.person_id, 0, favour=favour)
        return next(give.public_id for m in self.page().timeline for give in m.gives)

    def met(self, name: str = "The fair") -> str:
        """The public id of a new occasion, where somebody else was met."""
        with self.app.app_context():
            notebooks.person(self.viewer, "Aylin", occasion=name)
            return next(one.public_id for one in notebooks.stored(Occasion) if one.name == name)

    def binned(self) -> str:
        """The public id of a promise in the bin."""
        with self.app.app_context():
            promise = add_promise(self.person_id, viewer=self.viewer, what="Forget it")
            delete_thing(Thing.PROMISE, promise, viewer=self.viewer)
            return promise

    def mentorship(self) -> str:
        """The public id of the mentorship of this notebook's owner."""
        with self.app.app_context():
            found = what_is_shared(viewer=self.viewer, now=clock.now())
            return found.mentors[0].mentorship_id

    def day(self, days: int = 0) -> dt.date:
        """Today, or so many days from now, in UTC."""
        with self.app.app_context():
            return clock.now().date() + dt.timedelta(days=days)


def plain(page: str) -> str:
    """A page's words, as they follow each other."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).replace(" ,", ",").split()).replace(" ,", ",")


def undo(browser: NotebookBrowser, page: str) -> str:
    """Press "Undo" on this page, where the last act has led; returns where that leads."""
    shown = browser.client.get(page).text
    notice = re.search(r'<div class="flashes.*?</form>', shown, re.DOTALL)
    assert notice is not None and "Undo" in notice.group()
    action = re.search(r'action="([^"]+)"', notice.group())
    assert action is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', notice.group()))
    answer = browser.client.post(action.group(1), data=fields)
    assert answer.status_code == 303
    return str(answer.location)


def key_on(page: str, after: str) -> str:
    """The key of the first form that stands after an element of this id."""
    found = re.search(r'name="key" value="([^"]+)"', page[page.index(f'id="{after}"') :])
    assert found is not None
    return found.group(1)


def used_form(
    browser: NotebookBrowser, action: str, first: dict[str, str], second: dict[str, str]
) -> None:
    """Send a form twice with the same key, then with other words: refused with them, and saved by its new key."""
    sent: dict[str, Any] = {"key": "abcdefghijklmnopqrstuv", "due_on": browser.day(3)}
    for _submit_form in range(2):
        assert browser.post(f"{browser.url}/{action}", **sent, **first).location == browser.url
    refused = browser.post(f"{browser.url}/{action}", **sent, **second)
    assert refused.status_code == 422
    assert "This form was saved before, with other words" in refused.text
    (words,) = second.values()
    assert f'value="{words}"' in refused.text
    keys = set(re.findall(r'name="key" value="([^"]+)"', refused.text))
    assert sent["key"] not in keys
    again = browser.post(f"{browser.url}/{action}", **sent | {"key": min(keys)}, **second)
    assert again.status_code == 303


def browser(app: Flask, client: FlaskClient) -> NotebookBrowser:
    """Amara, signed in, who wrote down Tomáš without saying when they met."""
    with app.app_context():
        viewer = notebooks.notebook()
        person_id = notebooks.person(viewer)
    factories.sign_in(client, notebooks.EMAIL)
    return NotebookBrowser(app, client, viewer, person_id)
