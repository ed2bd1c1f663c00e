"""Writing people down, finding them, changing what is written, showing them to the mentor."""

import pytest

from mentorhub.workspace.rules.sharing import Visibility
from tests.support.forms import submit, version_on
from tests.support.notebook_browsers import NotebookBrowser, key_on, plain

LONG = "Maximiliane-Wilhelmine " * 8


def create(browser: NotebookBrowser, page: str = "/today", **fields: object) -> str:
    """Write somebody down; gives the new person's address."""
    response = submit(browser.client, "/people", page=page, **fields)
    assert response.status_code == 303, response.text
    return str(response.location)


def test_create_person_from_todays_few_fields_keeps_the_meeting(browser: NotebookBrowser) -> None:
    url = create(browser, name="Zeynep Aydoğan", note="Her move to Izmir", occasion="Energy Forum")
    page = browser.client.get(url).text
    assert "Zeynep Aydoğan is in your notebook. A thank-you is set for tomorrow." in page
    assert "You met at Energy Forum" in page
    assert "Her move to Izmir" in page
    assert "Say thank you for the conversation" in page
    assert '<option value="Energy Forum">' in browser.client.get("/today").text


def test_create_person_says_what_was_scheduled_and_what_not(browser: NotebookBrowser) -> None:
    said = "is in your notebook."
    yesterday = browser.client.get(create(browser, name="A", met_on=browser.day(-1))).text
    assert f"A {said} A thank-you is due today." in yesterday
    long_ago = browser.client.get(create(browser, name="B", met_on=browser.day(-90))).text
    assert f"B {said}</p>" in long_ago
    unknown = browser.client.get(create(browser, name="C", met_on="")).text
    assert f"C {said}</p>" in unknown
    assert "You met" not in unknown


def test_create_person_twice_by_a_double_submit_adds_one(browser: NotebookBrowser) -> None:
    urls = {
        create(browser, name="Jonas", key="abcdefghijklmnopqrstuv") for _submit_form in range(2)
    }
    assert len(urls) == 1
    assert browser.names() == ["Jonas", "Tomáš Dvořák"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "Please write a name."),
        ({"name": "\u200b\u3164"}, "Please write a name."),
        ({"name": "x" * 201}, "Please keep this to 200 characters at most."),
        ({"name": "Jo", "email": "jo@nowhere"}, "missing its ending"),
        ({"name": "Jo", "met_on": "2999-01-01"}, "This day is in the future."),
        ({"name": "Jo", "met_on": "1066-10-14"}, "too long ago"),
        (
            {"name": "Jo", "met_on": "last week"},
            "Please give the day as a date, such as 2026-05-07.",
        ),
        ({"name": "Jo", "tier": "always"}, "Not a valid choice."),
    ],
)
def test_create_person_keeps_what_was_typed_and_says_what_is_wrong(
    browser: NotebookBrowser, fields: dict[str, str], words: str
) -> None:
    response = submit(browser.client, "/people", page="/today", note="About <b>wood</b>", **fields)
    assert response.status_code == 422
    assert words in response.text
    assert "About &lt;b&gt;wood&lt;/b&gt;" in response.text
    assert browser.names() == ["Tomáš Dvořák"]


def test_new_person_offers_every_field(browser: NotebookBrowser) -> None:
    page = browser.client.get("/people/new").text
    for name in ("name", "note", "occasion", "met_on", "purpose", "headline", "email", "tier"):
        assert f'name="{name}"' in page


def test_show_person_bears_long_names_and_long_notes(browser: NotebookBrowser) -> None:
    page = browser.client.get(
        create(browser, name=LONG.strip(), headline=LONG, note="Long. " * 3000, phone="+420 221")
    ).text
    assert page.count("Long.") == 3000
    assert 'href="tel:+420221"' in page


def test_what_was_written_is_never_markup(browser: NotebookBrowser) -> None:
    evil = '<script>alert("1")</script>'
    url = create(browser, name=evil, note=evil, occasion=evil, purpose=evil, remember=evil)
    for address in (url, "/people", "/today", f"{url}/details"):
        assert "<script>alert" not in browser.client.get(address).text


def test_list_people_finds_by_a_word_and_says_when_nobody_matches(browser: NotebookBrowser) -> None:
    create(browser, name="Zeynep Aydoğan", note="Grid planning")
    found = browser.client.get("/people?q=grid").text
    assert "Zeynep Aydoğan" in found
    assert "Tomáš Dvořák" not in found
    nobody = browser.client.get("/people?q=<carpentre>").text
    assert "Nobody matches “&lt;carpentre&gt;”" in nobody


def test_list_people_takes_no_harm_from_strange_questions(browser: NotebookBrowser) -> None:
    for asked in ("stage=x&order=y&page=z", "page=-1", "page=9999999", "q=" + "%25" * 400):
        assert browser.client.get(f"/people?{asked}").status_code == 200


def test_list_people_of_an_empty_stage_says_so(browser: NotebookBrowser) -> None:
    for asked in ("lasting", "trusted"):  # by its name, and by the one it had before
        page = browser.client.get(f"/people?stage={asked}").text
        assert "Nobody is at this stage at the moment." in page


def test_list_people_pages_keep_the_question(browser: NotebookBrowser) -> None:
    names = "\n".join(f"Person {number:02}" for number in range(25))
    submit(browser.client, "/people/names", page="/people/new", names=names)
    first = browser.client.get("/people?q=person&order=name").text
    assert "/people?q=person&amp;order=name&amp;page=2" in first
    second = browser.client.get("/people?q=person&order=name&page=2").text
    assert "21 to 25 of 25" in second
    assert "Person 24" in second


def test_edit_person_shows_and_update_person_keeps_what_is_written(
    browser: NotebookBrowser,
) -> None:
    form = f"{browser.url}/details"
    response = browser.post(
        form,
        page=form,
        name="Tomáš D.",
        headline="Timber engineer",
        remember="Daughter Ema\nLikes paper",
        tier="inner",
        closeness="5",
        met_on=browser.day(-400),
    )
    assert (response.status_code, response.location) == (303, browser.url)
    page = browser.client.get(browser.url).text
    for words in ("Tomáš D.", "Timber engineer", "<li>Daughter Ema</li>", "Closeness 5 of 7"):
        assert words in page
    again = browser.client.get(form).text
    assert 'value="Timber engineer"' in again
    assert '<option selected value="inner">' in again


def test_update_person_over_a_newer_text_shows_both_and_replaces_it_only_knowingly(
    browser: NotebookBrowser,
) -> None:
    form = f"{browser.url}/details"
    opened = version_on(browser.client.get(form).text)
    browser.post(form, page=form, name="Tomáš", remember="Daughter Ema\n<b>Paper</b>", tier="inner")
    typed = {"name": "Tomáš D.", "remember": "Likes oak", "tier": "active"}
    refused = browser.post(form, page=form, version=opened, **typed)
    assert refused.status_code == 422
    shown = plain(refused.text)
    assert "changed in another window or on another device" in shown
    assert "Worth remembering Daughter Ema &lt;b&gt;Paper&lt;/b&gt;" in shown
    assert "How often you would like to be in touch Every week" in shown
    assert "Likes oak</textarea>" in refused.text
    assert 'value="Tomáš D."' in refused.text
    assert browser.page().person.remember == "Daughter Ema\n<b>Paper</b>"
    again = browser.post(form, page=form, version=version_on(refused.text), **typed)
    assert (again.status_code, again.location) == (303, browser.url)
    assert (browser.page().person.name, browser.page().person.remember) == ("Tomáš D.", "Likes oak")


def test_update_person_without_a_version_replaces_nothing_and_the_same_words_are_no_change(
    browser: NotebookBrowser,
) -> None:
    form = f"{browser.url}/details"
    opened = version_on(browser.client.get(form).text)
    assert browser.post(form, page=form, version="", name="Tomáš").status_code == 422
    for _submit_form in range(2):
        answer = browser.post(form, page=form, version=opened, name="Tomáš", tier="active")
        assert answer.status_code == 303
    assert browser.names() == ["Tomáš"]


def test_create_person_with_a_used_form_and_another_name_keeps_both(
    browser: NotebookBrowser,
) -> None:
    sent = {"key": "abcdefghijklmnopqrstuv", "note": "About looms"}
    first = submit(browser.client, "/people", page="/today", name="Ada", **sent)
    assert (
        submit(browser.client, "/people", page="/today", name="Ada", **sent).location
        == first.location
    )
    refused = submit(browser.client, "/people", page="/today", name="Grace", **sent)
    assert refused.status_code == 422
    assert "This form was saved before, with other words" in refused.text
    assert f'href="{first.location}"' in refused.text
    assert 'value="Grace"' in refused.text
    assert browser.names() == ["Ada", "Tomáš Dvořák"]
    key = key_on(refused.text, "main")
    again = submit(
        browser.client, "/people", page="/today", name="Grace", note="About looms", key=key
    )
    assert again.status_code == 303
    assert browser.names() == ["Ada", "Grace", "Tomáš Dvořák"]


def test_update_person_refuses_an_empty_name_and_keeps_the_rest(browser: NotebookBrowser) -> None:
    form = f"{browser.url}/details"
    response = browser.post(form, page=form, name="", headline="Typed")
    assert response.status_code == 422
    assert 'value="Typed"' in response.text
    assert browser.names() == ["Tomáš Dvořák"]


def test_set_visibility_decides_what_the_mentor_sees(browser: NotebookBrowser) -> None:
    response = browser.post(f"{browser.url}/visibility", visibility="hidden")
    assert (response.status_code, response.location) == (303, browser.url)
    assert browser.page().person.visibility is Visibility.HIDDEN
    assert browser.post(f"{browser.url}/visibility", visibility="everything").status_code == 422
    assert browser.page().person.visibility is Visibility.HIDDEN
