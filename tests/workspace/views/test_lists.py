"""The list's address, chips and empty states, and why somebody was found, as the page says it."""

import pytest

from tests.support import notebooks
from tests.support.notebook_browsers import NotebookBrowser, plain


def page(browser: NotebookBrowser, query: str) -> str:
    return plain(browser.client.get(f"/people?{query}").text)


def test_list_people_says_why_somebody_was_found_with_the_words_marked(
    browser: NotebookBrowser,
) -> None:
    browser.noted("She knows the <mill>")
    text = browser.client.get("/people?q=mill").text
    assert "She knows the &lt;<mark>mill</mark>&gt;" in text
    assert "<mark>Dvořák</mark>" in browser.client.get("/people?q=dvorak").text
    assert "written otherwise than “dvorrak”" in page(browser, "q=dvorrak")


def test_list_people_has_a_chip_for_each_filter_that_takes_it_away(
    browser: NotebookBrowser,
) -> None:
    tag = browser.tagged("Choir")
    query = f"q=dvorak&tag={tag}&tier=active&stage=met&occasion=fair&organization=mill"
    text = browser.client.get(f"/people?{query}&order=name").text
    words = plain(text)
    for chip in ("Choir", "Every three months", "Met", "Met: fair", "mill"):
        assert f"{chip}, leave this out" in words
    assert text.count("leave this out") == 5
    without = (
        f"q=dvorak&amp;stage=met&amp;tier=active&amp;tag={tag}&amp;organization=mill&amp;order=name"
    )
    assert f'href="/people?{without}"' in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=zebra", "Nobody matches “zebra”"),
        ("q=zebra", "Try fewer words, or the beginning of one."),
        ("q=zebra&tier=close", "Only among the people you chose above."),
        ("organization=nowhere", "Nobody is all of what you chose above."),
        ("q=%25", "Nobody matches “%”"),
    ],
)
def test_list_people_says_what_was_looked_for_where_nobody_is_found(
    browser: NotebookBrowser, query: str, words: str
) -> None:
    assert words in page(browser, query)


def test_list_people_finds_and_takes_out_whom_it_shows(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        notebooks.person(browser.viewer, "Aylin", company="Mill")
    assert "Aylin" in page(browser, "organization=mill")
    assert "Tomáš" not in page(browser, "organization=mill")
    assert (
        'href="/people.vcf?organization=mill"'
        in browser.client.get("/people?organization=mill").text
    )
    assert b"Aylin" in browser.client.get("/people.vcf?q=mill", buffered=True).data
