"""Two people compared and merged without scripts: what is proposed, what is refused with all that was chosen, undo."""

import re

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.people import set_visibility
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.details import Custom, Labelled
from mentorhub.workspace.rules.sharing import Visibility
from tests.support import factories, merging, notebooks
from tests.support.forms import submit
from tests.support.notebook_browsers import NotebookBrowser, undo


@pytest.fixture
def double(browser: NotebookBrowser) -> str:
    """A second Tomáš with more of everything; his public id."""
    with browser.app.app_context():
        public_id = notebooks.person(
            browser.viewer,
            "Tomas Dvorak",
            **{
                name: notebooks.RICH[name] for name in ("emails", "addresses", "birthday", "events")
            },
            customs=(Custom("Choir", "Second alto"),),
            remember="Two cats",
        )
        tag_person(public_id, ["Cats"], viewer=browser.viewer)
        set_visibility(public_id, Visibility.HIDDEN, viewer=browser.viewer)
        return public_id


def page_of(browser: NotebookBrowser, double: str) -> tuple[str, dict[str, object]]:
    """The page that compares the two, and what its form sends unless somebody chooses otherwise."""
    page = browser.client.get(f"{browser.url}/merge/{double}").text
    radios = re.findall(r"<input[^>]*checked[^>]*>", page)
    sent: dict[str, object] = {}
    for radio in (one for one in radios if 'type="radio"' in one):
        name, value = (re.findall(rf'{part}="([^"]*)"', radio)[0] for part in ("name", "value"))
        sent[name] = value
    keys = re.findall(r'name="shown" value="([^"]+)"', page)
    version = re.findall(r'name="version" value="([^"]+)"', page)[0]
    return page, sent | {"shown": keys, "stays": keys, "version": version}


def test_merge_people_makes_one_of_two_as_proposed_and_undoes_it(
    browser: NotebookBrowser, double: str
) -> None:
    page, sent = page_of(browser, double)
    assert "A mentor sees no more of them together" in page
    assert "Nothing of this person" in page
    url = f"{browser.url}/merge/{double}"
    for _pressed_twice in range(2):
        answer = browser.post(url, page=browser.url, **sent)
        assert (answer.status_code, answer.location) == (303, browser.url)
    one = browser.page()
    assert (one.person.name, [tag.name for tag in one.tags]) == ("Tomáš Dvořák", ["Cats"])
    assert {email.value for email in one.details.emails} >= {"petra@example.org", "p@home.example"}
    undo(browser, page=browser.url)
    assert browser.client.get(f"/people/{double}").status_code == 200
    answer = browser.post(f"{browser.url}/merges/{double}/undo")
    assert "They are two people already." in browser.client.get(answer.location).text


def test_what_is_chosen_and_left_out_is_what_stands(browser: NotebookBrowser, double: str) -> None:
    page, sent = page_of(browser, double)
    key = re.findall(r'value="([^"]+)"[^>]*><span>p@home.example', page)[0]
    stays = [one for one in sent["stays"] if one != key]  # type: ignore[attr-defined]
    chosen = sent | {"side_name": "other", "stays": stays}
    browser.post(f"{browser.url}/merge/{double}", page=browser.url, **chosen)
    assert browser.client.get(f"/people/{double}").status_code == 404
    assert "With Tomas Dvorak" in browser.client.get(browser.url).text
    assert "Merged in the last 30 days" in browser.client.get("/people/doubles").text
    one = browser.page()
    assert one.person.name == "Tomas Dvorak"
    assert "p@home.example" not in {email.value for email in one.details.emails}


def test_an_answer_that_is_missing_or_made_up_is_refused_beside_its_field(
    browser: NotebookBrowser, double: str
) -> None:
    _page, sent = page_of(browser, double)
    for wrong in ("", "both"):
        typed = sent | {"side_name": wrong, "stays": []}
        answer = browser.post(f"{browser.url}/merge/{double}", page=browser.url, **typed)
        assert answer.status_code == 422
        assert 'id="side-name-error"' in answer.text
    assert len(browser.names()) == 2


def test_what_changed_meanwhile_is_shown_before_anything_is_merged(
    browser: NotebookBrowser, double: str
) -> None:
    _page, sent = page_of(browser, double)
    with browser.app.app_context():
        tag_person(double, ["Rye"], viewer=browser.viewer)
    typed = sent | {"side_name": "other"}
    answer = browser.post(f"{browser.url}/merge/{double}", page=browser.url, **typed)
    assert answer.status_code == 422
    assert "was changed meanwhile" in answer.text
    assert "Rye" in answer.text
    assert re.search(r'<input checked[^>]*name="side_name"[^>]*value="other"', answer.text)
    assert len(browser.names()) == 2


def test_too_many_of_one_kind_are_refused_with_the_number(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        many = [
            notebooks.person(
                browser.viewer,
                f"Jana {n}",
                emails=tuple(Labelled(f"{n}{m}@example.org") for m in range(20)),
            )
            for n in range(2)
        ]
    page = browser.client.get(f"/people/{many[0]}/merge/{many[1]}").text
    keys = re.findall(r'name="shown" value="([^"]+)"', page)
    version = re.findall(r'name="version" value="([^"]+)"', page)[0]
    answer = browser.post(
        f"/people/{many[0]}/merge/{many[1]}",
        side_name="kept",
        shown=keys,
        stays=keys,
        version=version,
    )
    assert answer.status_code == 422
    assert "Email addresses: one person can have 30 at most. Leave some out." in answer.text


def test_choose_double_finds_by_name_whom_nobody_compared(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        zeynep = notebooks.person(browser.viewer, "Zeynep Aydoğan")
    page = browser.client.get(f"{browser.url}/merge").text
    assert "Nobody in your notebook has a similar name." in page
    page = browser.client.get(f"{browser.url}/merge?q=aydogan").text
    assert f"{browser.url}/merge/{zeynep}" in page


def test_undo_merge_says_what_is_to_be_done_first(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        two, three = (notebooks.person(browser.viewer, name) for name in ("Bo", "Cy"))
        merging.merge(browser.viewer, browser.person_id, two)
        merging.merge(browser.viewer, browser.person_id, three)
    answer = browser.post(f"{browser.url}/merges/{two}/undo")
    assert "Cy was merged with them later." in browser.client.get(answer.location).text
    with browser.app.app_context():
        delete_thing(Thing.PERSON, browser.person_id, viewer=browser.viewer)
    answer = browser.post(f"{browser.url}/merges/{three}/undo", page="/people/doubles")
    assert "is in the bin. Restore them first." in browser.client.get(answer.location).text


def test_a_stranger_compares_and_merges_nobody(
    app: Flask, browser: NotebookBrowser, double: str
) -> None:
    with app.app_context():
        notebooks.notebook("other@example.org", "Other")
    other = app.test_client()
    factories.sign_in(other, "other@example.org")
    url = f"{browser.url}/merge/{double}"
    assert other.get(url).status_code == other.get(f"{browser.url}/merge").status_code == 404
    for address in (url, f"{browser.url}/merges/{double}/undo"):
        assert submit(other, address, page="/people/doubles").status_code == 404
    with app.app_context():
        assert person(double, viewer=browser.viewer, now=clock.now())
