"""All that can be written about a person comes back as it was typed; a mistake in any row is said beside it."""

import re
from typing import Any

import pytest

from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Labelled,
    PartialDate,
    Precision,
)
from tests.support import notebooks
from tests.support.forms import version_on
from tests.support.notebook_browsers import NotebookBrowser

pytestmark = pytest.mark.database
TYPED: dict[str, str] = {
    "name": "Petra Nováková",
    "given_name": "Petra",
    "family_name": "Nováková",
    "pronunciation": "NO-va-ko-va",
    "affiliations-0-organization": "Dřevo",
    "affiliations-0-title": "Architect",
    "affiliations-0-since": "2019-04",
    "affiliations-1-organization": "ČVUT",
    "emails-0-value": "petra@example.org",
    "emails-0-label": "work",
    "emails-1-value": "",
    "emails-2-value": "p@home.example",
    "phones-0-value": "+420 224 000 001",
    "links-0-value": "www.linkedin.com/in/petra",
    "addresses-0-street": "Dlouhá 3",
    "addresses-0-city": "Praha",
    "birthday-day": "2",
    "birthday-month": "5",
    "events-0-label": "Opened her studio",
    "events-0-day": "29",
    "events-0-month": "2",
    "events-0-year": "2016",
    "customs-0-label": "Choir",
    "customs-0-value": "Second alto",
    "occasion": "Timber Days",
    "met_on": "2024-05-17",
    "met_precision": "month",
    "met_how": "At the coffee machine",
    "met_through": "Jonas",
    "source_note": "Her card",
    "tier": "close",
}


def send(browser: NotebookBrowser, **fields: str) -> Any:
    form = f"{browser.url}/details"
    opened = version_on(browser.client.get(form).text)
    return browser.post(form, page=form, version=opened, **fields)


@pytest.mark.wish(17)
@pytest.mark.wish(21)
def test_update_person_keeps_every_detail_as_it_was_typed(browser: NotebookBrowser) -> None:
    assert send(browser, **TYPED).status_code == 303
    found = browser.page().details
    assert found.emails == (Labelled("petra@example.org", "work"), Labelled("p@home.example"))
    assert found.phones == (Labelled("+420 224 000 001"),)
    assert found.links == (Labelled("https://www.linkedin.com/in/petra"),)
    assert found.affiliations == (
        Affiliation("Dřevo", "Architect", since="2019-04"),
        Affiliation("ČVUT"),
    )
    assert found.addresses == (Address(street="Dlouhá 3", city="Praha"),)
    assert found.birthday == PartialDate(5, 2)
    assert found.events == (DatedEvent("Opened her studio", PartialDate(2, 29, 2016)),)
    assert found.customs == (Custom("Choir", "Second alto"),)
    assert (str(found.met_on), found.met_precision) == ("2024-05-01", Precision.MONTH)
    page = browser.client.get(browser.url).text
    for words in ("May 2024", "2 May", "29 February 2016", "Second alto", "NO-va-ko-va", "2019-04"):
        assert words in page


def test_update_person_again_with_what_the_form_shows_changes_nothing(
    browser: NotebookBrowser,
) -> None:
    send(browser, **TYPED)
    before = browser.page().details
    page = browser.client.get(f"{browser.url}/details").text
    shown = dict(re.findall(r'name="([\w-]+)"[^>]*?value="([^"]*)"', page))
    shown |= {
        name: value
        for name, options in re.findall(
            r'<select[^>]*name="([\w-]+)".*?>(.*?)</select>', page, re.S
        )
        for value in re.findall(r'<option selected value="([^"]*)"', options)
    }
    for name in ("csrf_token", "version", "more"):
        shown.pop(name, None)
    assert send(browser, **shown).status_code == 303
    assert browser.page().details == before


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("emails-1-value", "no address", "does not look like an email"),
        ("links-0-value", "javascript:alert(1)", "Please give a web address"),
        ("affiliations-0-since", "last year", "a year, a month or a day"),
        ("affiliations-0-since", "2019-13", "a year, a month or a day"),
        ("affiliations-0-organization", "", "Please write where this is"),
        ("birthday-month", "", "Please give the day and the month"),
        ("birthday-day", "31", "There is no such day"),
        ("birthday-month", "February", "Not a valid choice"),
        ("events-0-label", "", "Please give the day a name"),
        ("customs-0-label", "", "Please give it a name"),
        ("phones-0-value", "1" * 61, "60 characters at most"),
    ],
)
def test_update_person_says_what_is_wrong_beside_its_row(
    browser: NotebookBrowser, field: str, value: str, said: str
) -> None:
    before = browser.page().details
    typed = TYPED | {"birthday-month": "6"} if field == "birthday-day" else TYPED
    refused = send(browser, **(typed | {field: value}))
    assert refused.status_code == 422
    assert said in refused.text
    assert re.search(r'<li><a href="#[\w-]+">', refused.text)  # the summary leads to the row
    assert 'value="Second alto"' in refused.text or field.startswith("customs")
    assert browser.page().details == before


def test_another_row_is_given_and_nothing_saved(browser: NotebookBrowser) -> None:
    before = browser.page().details
    answer = send(browser, name="Typed", **{"emails-0-value": "a@example.org", "more": "emails"})
    assert answer.status_code == 200
    assert 'name="emails-1-value"' in answer.text and 'value="a@example.org"' in answer.text
    assert browser.page().details == before
    assert send(browser, name="Typed", more="nothing").status_code == 200


def test_an_address_that_was_brought_in_stays_though_no_mail_reaches_it(
    browser: NotebookBrowser,
) -> None:
    with browser.app.app_context():
        odd = notebooks.person(browser.viewer, "Odd", email="x@localhost")
    url = f"/people/{odd}/details"
    opened = version_on(browser.client.get(url).text)
    sent = {"name": "Odd", "emails-0-value": "x@localhost", "tier": "active"}
    assert browser.post(url, page=url, version=opened, **sent).status_code == 303


@pytest.mark.wish(18)
def test_whom_one_met_through_whom_leads_to_each_other(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        jonas = notebooks.person(browser.viewer, "Jonas")
    send(browser, **TYPED)
    assert f'href="/people/{jonas}"' in browser.client.get(browser.url).text
    assert browser.url in browser.client.get(f"/people/{jonas}").text
