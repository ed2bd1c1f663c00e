"""How often, on a person's page, on a tag's and on Today: said with where it comes from, refused beside its field."""

import pytest

from mentorhub.workspace.rules.rhythm import Tier
from tests.support import notebooks, rhythms
from tests.support.notebook_browsers import NotebookBrowser, plain


def read(browser: NotebookBrowser, address: str = "") -> str:
    return plain(browser.client.get(address or browser.url).text)


def silent(browser: NotebookBrowser, days: int, *, tier: Tier = Tier.CLOSE) -> None:
    """Let the person have that tier, and their last conversation lie so many days back."""
    with browser.app.app_context():
        rhythms.change(browser.viewer, browser.person_id, tier=tier)
        notebooks.talked(browser.viewer, browser.person_id, days, note="About the roof")


@pytest.mark.wish(8)
def test_the_page_says_the_interval_in_force_and_where_it_comes_from(
    browser: NotebookBrowser,
) -> None:
    assert "Every three months" in read(browser)
    tag_id = browser.tagged("clients")
    answer = browser.post(f"/tags/{tag_id}/rhythm", page=f"/tags/{tag_id}", days="60")
    assert (answer.status_code, answer.location) == (303, f"/tags/{tag_id}")
    assert 'name="days" type="text" value="60"' in _ordered(browser, f"/tags/{tag_id}")
    assert "every 60 days" in read(browser, "/tags")
    assert "Every 60 days, by your tag “clients”" in read(browser)
    answer = browser.post(f"{browser.url}/rhythm", tier="inner", days="45")
    assert (answer.status_code, answer.location) == (303, f"{browser.url}#rhythm")
    assert "Every 45 days, chosen for this person" in read(browser)
    browser.post(f"{browser.url}/rhythm", tier="inner", days="")
    assert "Every 60 days, by your tag “clients”" in read(browser)
    browser.post(f"/tags/{tag_id}/rhythm", page=f"/tags/{tag_id}", days="")
    assert "Every week" in read(browser)


def _ordered(browser: NotebookBrowser, address: str) -> str:
    """The page with the attributes of the field of days in a fixed order."""
    page = browser.client.get(address).text
    field = page[page.index('id="tag-days"') :].split(">")[0]
    value = field.partition('value="')[2].partition('"')[0]
    return f'name="days" type="text" value="{value}"' if 'name="days"' in field else ""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("0", "Please give a number from 1 to 1826."),
        ("1827", "Please give a number from 1 to 1826."),
        ("often", "Please write a whole number, such as 14."),
        ("9" * 40, "Please give a number from 1 to 1826."),
    ],
)
def test_a_rhythm_that_is_none_is_refused_and_stays_as_typed(
    browser: NotebookBrowser, days: str, words: str
) -> None:
    answer = browser.post(f"{browser.url}/rhythm", tier="inner", days=days, is_muted="y")
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{days}"' in answer.text
    assert browser.page().person.tier is Tier.ACTIVE
    assert not browser.page().person.is_muted
    tag_id = browser.tagged()
    answer = browser.post(f"/tags/{tag_id}/rhythm", page=f"/tags/{tag_id}", days=days)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert browser.page().tags[0].cadence_days is None


def test_a_muted_person_is_asked_for_no_more_and_can_be_found(browser: NotebookBrowser) -> None:
    browser.post(f"{browser.url}/rhythm", tier="active", days="", is_muted="y")
    assert browser.today().reach == []
    assert "Muted: no reminders, but warmth is shown." in read(browser)
    assert "Tomáš Dvořák" in read(browser, "/people?reminders=muted")
    browser.post(f"{browser.url}/rhythm", tier="active", days="")
    assert len(browser.today().reach) == 1
    assert "Nobody is muted." in read(browser, "/people?reminders=muted")


@pytest.mark.wish(9)
@pytest.mark.parametrize(
    ("days", "word", "look"), [(30, "due", "warm"), (45, "long due", "harm"), (29, "", "")]
)
def test_due_and_long_due_are_said_in_words_and_colours(
    browser: NotebookBrowser, days: int, word: str, look: str
) -> None:
    silent(browser, days)
    chip = f'<span class="chip {look}">{word}</span>'
    for address in ("/today", browser.url, "/people"):
        assert (chip in browser.client.get(address).text) is bool(word), address
    for reminders in ("due", "late"):
        is_listed = "Tomáš Dvořák" in read(browser, f"/people?reminders={reminders}")
        assert is_listed is (word == "long due" or (word == "due" and reminders == "due"))


@pytest.mark.wish(2)
def test_on_today_one_can_wait_until_a_day_and_take_it_back(browser: NotebookBrowser) -> None:
    silent(browser, 40)
    page = browser.client.get("/today").text
    for day in (1, 7):
        assert f'name="until" value="{browser.day(day).isoformat()}"' in page
    until = browser.day(7)
    answer = browser.post(
        f"{browser.url}/snooze", page="/today", until=until.isoformat(), back="today"
    )
    assert (answer.status_code, answer.location) == (303, "/today")
    after = read(browser, "/today")
    assert "nothing asks you to write." in after
    assert "Nobody is due today" in after
    assert "Waiting until later" in after
    assert "Waiting until" in read(browser)
    assert "waits until" in read(browser, "/people?reminders=snoozed")
    answer = browser.post(f"{browser.url}/snooze/removal", page="/today", back="today")
    assert answer.location == "/today"
    assert "Waiting until later" not in read(browser, "/today")
    assert browser.today().reach != []


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("", "Please give the day as a date"),
        ("soon", "Please give the day as a date"),
        ("2001-01-01", "This day has passed."),
        ("2999-01-01", "That is more than ten years from now."),
    ],
)
def test_a_day_that_cannot_be_waited_for_is_asked_for_again(
    browser: NotebookBrowser, until: str, words: str
) -> None:
    answer = browser.post(f"{browser.url}/snooze", until=until)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert browser.page().person.snoozed_until is None


def test_after_two_tries_the_page_offers_to_wait_or_to_let_it_rest(
    browser: NotebookBrowser,
) -> None:
    with browser.app.app_context():
        for days in (20, 9):
            notebooks.talked(browser.viewer, browser.person_id, days, is_two_way=False)
    page = read(browser)
    assert "2 tries in a row had no answer" in page
    assert "Let it rest" in page
    browser.post(f"{browser.url}/snooze", until=browser.day(60).isoformat())
    assert "tries in a row" not in read(browser)
    browser.post(f"{browser.url}/snooze/removal")
    assert "2 tries in a row had no answer" in read(browser)
    browser.post(f"{browser.url}/stage-changes", stage="resting")
    assert "tries in a row" not in read(browser)
    assert browser.today().reach == []


def test_the_last_thing_said_stands_beside_who_is_due(browser: NotebookBrowser) -> None:
    silent(browser, 40)
    assert "“About the roof”" in read(browser, "/today")
    browser.planned()
    assert "Ask about the roof “About the roof”" in read(browser, "/today")


def test_anothers_person_and_tag_have_no_rhythm_here(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        other = notebooks.notebook("other@example.org", "Other")
        person_id = notebooks.person(other)
    day = browser.day(3).isoformat()
    assert browser.post(f"/people/{person_id}/rhythm", tier="inner").status_code == 404
    assert browser.post(f"/people/{person_id}/rhythm", tier="nothing").status_code == 404
    assert browser.post(f"/people/{person_id}/snooze", until=day).status_code == 404
    assert browser.post(f"/people/{person_id}/snooze/removal").status_code == 404
    assert browser.post("/tags/nothing/rhythm", days="3").status_code == 404
