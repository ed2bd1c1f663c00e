"""Every kind of mail against its golden files: text and HTML, word for word."""

import re
from html.parser import HTMLParser

import pytest
from flask import Flask

from mentorhub.app import MAIL_KINDS
from mentorhub.operations import emails
from tests.golden.files import MAILS, golden

TRACKING = re.compile(r"<img|utm_|<script|<link|src=|url\(", re.IGNORECASE)


def test_every_kind_has_its_sample_and_its_golden_files() -> None:
    assert set(emails.CONTEXTS) == set(MAIL_KINDS)
    stored = {path.name for path in MAILS.iterdir()}
    assert stored == {f"{kind}.{form}" for kind in MAIL_KINDS for form in ("txt", "html")}


@pytest.mark.parametrize("kind", sorted(MAIL_KINDS))
def test_a_mail_reads_as_it_was_last_looked_at(in_app: Flask, kind: str) -> None:
    """Meant to change? `python -m tests.golden`, and look at the difference."""
    for path, text in golden(kind).items():
        assert path.read_text() == text, path.name


@pytest.mark.parametrize("kind", sorted(MAIL_KINDS))
def test_a_mail_tracks_nobody_and_says_the_same_twice(in_app: Flask, kind: str) -> None:
    _subject, text, html = emails.written(kind)
    assert not TRACKING.search(html)
    links = {*re.findall(r'href="([^"]+)"', html)}
    assert {link for link in links if link.replace("&amp;", "&") not in text} == set()
    has_way_out = "/messages/unsubscriptions/" in text
    assert has_way_out == bool(MAIL_KINDS[kind].topic)
    assert "\n\n\n" not in text.strip()


class AsWordDraws(HTMLParser):
    """Outlook for Windows: what is in [if mso] counts; max-width and a link's own padding do not."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.widths: list[str] = []  # of the tables around the heading, without those of 100%
        self.paddings: list[str] = []  # of the cells around buttons
        self.feed(re.sub(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", r"\1", html, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"meta", "br"}:
            return
        if tag == "h1":
            said = (table.get("width", "") for name, table in self.open if name == "table")
            self.widths = [width for width in said if width != "100%"]
        if tag == "a" and ";padding:" in (dict(attrs)["style"] or ""):
            style = dict(self.open)["td"]["style"]
            self.paddings += re.findall("mso-padding-alt:([^;]+)", style)
        self.open.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag


@pytest.mark.parametrize("kind", sorted(MAIL_KINDS))
def test_a_mail_keeps_its_width_and_its_buttons_in_outlook(in_app: Flask, kind: str) -> None:
    html = emails.written(kind)[2]
    drawn = AsWordDraws(html)
    assert drawn.open == []  # every tag is closed in this reading, too
    assert drawn.widths == ["560"]
    assert drawn.paddings == ["15px 28px"] * html.count('class="bt"')
