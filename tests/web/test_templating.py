"""Words and addresses in templates."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from jinja2 import Template

from mentorhub.web.templating import translating


@pytest.fixture
def shown(in_app: Flask) -> Iterator[Flask]:
    """An app in which a page is asked for."""
    with in_app.test_request_context():
        yield in_app


def text(app: Flask, source: str) -> Template:
    """A template of a mail's text, which escapes nothing."""
    made: Template = app.jinja_env.overlay(autoescape=False).from_string(source)
    return made


def test_a_value_is_escaped_in_a_page_and_not_in_a_text(shown: Flask) -> None:
    source = "{{ _('Dear %(name)s & all', name='<Ada>') }}"
    assert render_template_string(source) == "Dear &lt;Ada&gt; & all"
    assert text(shown, source).render() == "Dear <Ada> & all"


def test_a_percent_sign_is_written_twice_with_values_and_without(shown: Flask) -> None:
    assert render_template_string("{{ _('100 %%') }}") == "100 %"
    assert render_template_string("{{ _('%(n)s %%', n=5) }}") == "5 %"
    assert text(shown, "{{ _('100 %%') }}").render() == "100 %"


def test_a_catalogue_is_asked_where_there_is_one(in_app: Flask) -> None:
    in_app.jinja_env.globals["_"] = translating({"Hello %(name)s": "Hei %(name)s"}.__getitem__)
    with in_app.test_request_context():
        assert render_template_string("{{ _('Hello %(name)s', name='Ada') }}") == "Hei Ada"


@pytest.mark.parametrize("base", ["http://localhost", "https://other.example"])
def test_an_asset_has_an_address_without_a_host(in_app: Flask, base: str) -> None:
    for _ in range(2):
        with in_app.test_request_context(base_url=base):
            address = render_template_string("{{ asset('css/app.css') }}")
            assert re.fullmatch(r"/static/css/app\.[0-9a-f]{16}\.css", address)


def test_a_template_finds_what_the_app_gives_to_all_in_imported_ones_too(shown: Flask) -> None:
    shown.jinja_env.globals["greeting"] = "Hello"
    source = "{% from 'shared/icons.html' import wordmark %}{{ greeting }} {{ wordmark('/') }}"
    assert render_template_string(source).startswith('Hello <a class="wordmark" href="/">')
