"""A message with a way back: a form of one button, beside the words."""

from flask import Flask, render_template_string

from mentorhub.web.undo import flash_with_undo

PAGE = '{% from "shared/notices.html" import flashes %}{{ flashes() }}'


def test_an_undo_is_a_form_that_posts_its_fields_with_a_token(app: Flask) -> None:
    with app.test_request_context():
        flash_with_undo("Moved <b>", "/somewhere", back="today", day='"1"')
        shown = render_template_string(PAGE)
    assert "Moved &lt;b&gt;" in shown
    assert '<form action="/somewhere" method="post">' in shown
    assert 'name="csrf_token" value="' in shown
    assert '<input type="hidden" name="back" value="today">' in shown
    assert 'name="day" value="&#34;1&#34;"' in shown
    assert shown.count("<button") == 1
