"""Many chosen at once: tags put on and taken off all of a list, and how all who have a tag appear to the mentor."""

import re

import pytest

from mentorhub.workspace.rules.sharing import Visibility
from tests.support.forms import submit
from tests.support.notebook_browsers import NotebookBrowser


def names(browser: NotebookBrowser) -> list[str]:
    return [tag.name for tag in browser.page().tags]


def test_tag_people_puts_tags_on_all_of_the_list_and_untag_people_takes_them_off(
    browser: NotebookBrowser,
) -> None:
    submit(browser.client, "/people", page="/people/new", name="Zoe & Co", tags="Choir")
    page = browser.client.get("/people?q=zoe+%26+co&order=name").text
    assert 'name="which" value="q=zoe+%26+co"' in page
    assert "Tag this person" in page
    fields = {"page": "/people", "which": "q=zoe+%26+co", "tags": "Oslo, advice"}
    answer = browser.post("/people/tags", **fields)
    assert (answer.status_code, answer.location) == (303, "/people?q=zoe+%26+co")
    page = browser.client.get("/people?q=zoe").text
    assert "Tagged: 1 person." in page and "advice, Choir, Oslo" in page
    assert names(browser) == []
    answer = browser.post("/people/tags/removal", **fields)
    assert "Removed from 1 person." in browser.client.get(answer.location).text


def test_undo_tags_puts_back_what_was_before_and_the_list_is_shown_again(
    browser: NotebookBrowser,
) -> None:
    browser.post(f"{browser.url}/tags", tags="Choir")
    fields = {"page": "/people", "which": "q=tom", "tags": "Choir, Oslo"}
    for address, after in (("/people/tags", ["Choir"]), ("/people/tags/removal", ["Choir"])):
        browser.post(
            address, **(fields if address == "/people/tags" else fields | {"tags": "choir"})
        )
        page = browser.client.get("/people").text
        (moment,) = re.findall(r'name="moment" value="([^"]+)"', page)
        undone = browser.post("/people/tags/undo", moment=moment, which="q=tom")
        assert (undone.status_code, undone.location) == (303, "/people?q=tom")
        assert "Undone." in browser.client.get("/people").text
        assert names(browser) == after
    browser.post("/people/tags/undo", moment=moment)
    assert "This cannot be undone any more." in browser.client.get("/people").text
    for wrong in ("", "yesterday", "2026-01-01"):
        assert browser.post("/people/tags/undo", moment=wrong).status_code == 404


def test_several_tags_of_one_person_are_undone_by_one_button(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/tags", tags="Choir")
    browser.post(f"{browser.url}/tags", tags="Choir, Oslo, advice")
    page = browser.client.get(browser.url).text
    (moment,) = re.findall(r'name="moment" value="([^"]+)"', page)
    undone = browser.post("/people/tags/undo", moment=moment, back=browser.person_id)
    assert undone.location == f"{browser.url}#tags" and names(browser) == ["Choir"]


@pytest.mark.parametrize("address", ["/people/tags", "/people/tags/removal"])
def test_tags_for_many_are_refused_beside_their_field_above_the_same_list(
    browser: NotebookBrowser, address: str
) -> None:
    public_id = browser.tagged()
    which = f"stage=met&tag={public_id}"
    answer = browser.post(address, page="/people", which=which, tags="x" * 41)
    assert answer.status_code == 422
    assert "is too long" in answer.text and "1 person" in " ".join(answer.text.split())
    assert f'value="stage=met&amp;tag={public_id}"' in answer.text
    assert browser.post(address, page="/people", which="stage=gone", tags="x").status_code == 404
    assert names(browser) == ["Choir"]


def test_tags_for_many_say_who_has_no_room_and_which_tag_there_is_not(
    browser: NotebookBrowser,
) -> None:
    many = ", ".join(f"tag {number}" for number in range(20))
    browser.post(f"{browser.url}/tags", tags=many)
    submit(browser.client, "/people", page="/people/new", name="Zoe", tags=many)
    full = browser.post("/people/tags", page="/people", which="", tags="one more").text
    assert "A person can have 20 tags. 2 of these people cannot take that many more." in full
    unknown = browser.post("/people/tags/removal", page="/people", which="", tags="one more").text
    assert "You have no tag “one more”." in unknown


def test_set_visibilities_chooses_for_all_who_have_a_tag(browser: NotebookBrowser) -> None:
    submit(browser.client, "/people", page="/people/new", name="Zoe", tags="")
    whom = f"tag:{browser.tagged()}"
    page = browser.client.get(f"/sharing?whom={whom}").text
    assert f'<option selected value="{whom}">Tagged “Choir” (1 person)</option>' in page
    assert "also for those you had hidden" in page
    browser.post("/sharing/people", page="/sharing", visibility="hidden", whom=whom)
    page = browser.client.get("/sharing").text
    assert "Saved, for 1 person." in page and "Hidden: 1 person." in page
    assert browser.page().person.visibility is Visibility.HIDDEN


def test_set_visibilities_chooses_for_all_who_were_met_at_an_occasion(
    browser: NotebookBrowser,
) -> None:
    submit(browser.client, "/people", page="/people/new", name="Zoe", occasion="Fair: the first")
    page = browser.client.get("/sharing").text
    assert "Met at Fair: the first (1 person)" in page
    whom = "occasion:Fair: the first"
    browser.post("/sharing/people", page="/sharing", visibility="hidden", whom=whom)
    assert "Hidden: 1 person." in browser.client.get("/sharing").text
    assert browser.page().person.visibility is Visibility.INITIALS


@pytest.mark.parametrize("whom", ["tag:gone", "occasion:Nowhere", "everybody"])
def test_set_visibilities_for_nobody_known_is_refused_beside_its_field(
    browser: NotebookBrowser, whom: str
) -> None:
    answer = browser.post("/sharing/people", page="/sharing", visibility="named", whom=whom)
    assert answer.status_code == 422
    assert "Nobody is in this group any more." in answer.text
    assert browser.page().person.visibility is Visibility.INITIALS


def test_set_visibilities_without_a_choice_of_people_is_refused(browser: NotebookBrowser) -> None:
    answer = browser.post("/sharing/people", page="/sharing", visibility="named")
    assert answer.status_code == 422
    assert browser.page().person.visibility is Visibility.INITIALS
