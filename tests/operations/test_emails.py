"""Every kind of mail against its golden files: text and HTML, word for word."""

import re

import pytest
from flask import Flask

from mentorhub.foundation.mail_kinds import KINDS
from mentorhub.operations import emails
from tests.golden import MAILS, golden

TRACKING = re.compile(r"<img|utm_|<script|<link|src=|url\(", re.IGNORECASE)


def test_every_kind_has_its_sample_and_its_golden_files() -> None:
    assert set(emails.FACTS) == set(KINDS)
    kept = {path.name for path in MAILS.iterdir()}
    assert kept == {f"{kind}.{form}" for kind in KINDS for form in ("txt", "html")}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_mail_reads_as_it_was_last_looked_at(in_app: Flask, kind: str) -> None:
    """Meant to change? `python -m tests.golden`, and look at the difference."""
    for path, text in golden(kind).items():
        assert path.read_text() == text, path.name


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_mail_tracks_nobody_and_says_the_same_twice(in_app: Flask, kind: str) -> None:
    _subject, text, html = emails.written(kind)
    assert not TRACKING.search(html)
    links = {*re.findall(r'href="([^"]+)"', html)}
    assert {link for link in links if link.replace("&amp;", "&") not in text} == set()
    has_way_out = "/messages/unsubscriptions/" in text
    assert has_way_out == bool(KINDS[kind].topic)
    assert "\n\n\n" not in text.strip()
