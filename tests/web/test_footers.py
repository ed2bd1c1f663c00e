"""Whose notices a page's foot leads to: of the programme it is about, else the operator's."""

from flask import Flask

from mentorhub.web.footers import footer_program, lead_to_notices_of


def test_a_page_is_about_no_programme_until_it_says_so(app: Flask) -> None:
    with app.test_request_context():
        assert footer_program() == ""
        lead_to_notices_of("a-quiet-year")
        assert footer_program() == "a-quiet-year"
    with app.test_request_context():
        assert footer_program() == ""
