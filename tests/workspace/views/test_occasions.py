"""An occasion, through the page's own forms."""

from tests.support.forms import version_on
from tests.support.notebook_browsers import NotebookBrowser, undo


def test_show_occasion_names_who_was_met_there_and_is_led_to_from_them(
    browser: NotebookBrowser,
) -> None:
    url = f"/occasions/{browser.met('The fair')}"
    page = browser.client.get(url).text
    assert "Whom you met there" in page and "Aylin" in page
    person = page.partition('class="who-link name" href="')[2].partition('"')[0]
    assert f'href="{url}"' in browser.client.get(person).text


def test_update_occasion_corrects_it_and_says_why_not(browser: NotebookBrowser) -> None:
    fair, lunch = browser.met("The fair"), browser.met("Lunch")
    url = f"/occasions/{fair}"
    old = version_on(browser.client.get(url).text)
    refusals = {
        "": "Please write a name.",
        "lunch": "You have another occasion of this name.",
    }
    for name, words in refusals.items():
        refused = browser.post(url, page=url, name=name)
        assert (refused.status_code, words in refused.text) == (422, True)
    browser.post(f"/occasions/{lunch}/deletion", page=url)
    assert "is in the bin" in browser.post(url, page=url, name="Lunch").text
    answer = browser.post(url, page=url, name="Supper", on_date=browser.day(-1))
    assert (answer.status_code, answer.location) == (303, url)
    refused = browser.post(url, page=url, name="Breakfast", version=old)
    assert refused.status_code == 422
    assert "Supper" in refused.text and 'value="Breakfast"' in refused.text


def test_delete_occasion_leaves_the_people_and_is_undone_by_one_button(
    browser: NotebookBrowser,
) -> None:
    fair = browser.met()
    answer = browser.post(f"/occasions/{fair}/deletion", page=f"/occasions/{fair}")
    assert answer.location == "/people"
    assert browser.names() == ["Aylin", "Tomáš Dvořák"]
    assert undo(browser, "/people") == f"/occasions/{fair}"
    assert browser.client.get(f"/occasions/{fair}").status_code == 200
