"""Each kind of mail with made-up contents, as plain words and as HTML in a frame of its own."""

from flask import Response, make_response, render_template

from mentorhub.foundation.errors import NotFound
from mentorhub.mail.kinds import Kind, all_kinds
from mentorhub.operations import emails
from mentorhub.operations.guards import of_the_operator
from mentorhub.operations.views.blueprint import blueprint
from mentorhub.web.security_headers import nonce


@blueprint.get("/operations/mails")
@of_the_operator
def list_mail_kinds() -> str:
    """Every kind, with why it is sent."""
    return render_template("operations/list_mail_kinds.html", kinds=all_kinds().values())


@blueprint.get("/operations/mails/<name>")
@of_the_operator
def show_mail_kind(name: str) -> Response:
    """One kind: its words, and beside them the email that mail programmes show."""
    kind = _known(name)
    subject, words, _html = emails.written(kind.name)
    page = render_template(
        "operations/show_mail_kind.html", kind=kind, subject=subject, words=words
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'nonce-{nonce()}' 'strict-dynamic'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return response


@blueprint.get("/operations/mails/<name>/letter")
@of_the_operator
def show_mail_sample(name: str) -> Response:
    """The HTML of a kind, for the frame: its own styles, no scripts, no forms, links that lead nowhere."""
    _subject, _words, html = emails.written(_known(name).name)
    response = make_response(html)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox"
    )
    return response


def _known(name: str) -> Kind:
    """The kind of this name that has a sample; else 404."""
    if name not in all_kinds() or name not in emails.CONTEXTS:
        raise NotFound
    return all_kinds()[name]
