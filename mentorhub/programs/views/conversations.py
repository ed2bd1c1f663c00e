"""A visitor's own page of their inquiry, by the link in their mails: read, written on, deleted."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import RateLimitItemPerHour

from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.programs.actions import inquiries
from mentorhub.programs.forms.inquiries import FurtherWordsForm
from mentorhub.programs.guards import by_inquiry_link
from mentorhub.programs.queries.inquiries import Conversation, conversation
from mentorhub.programs.rules.inquiries import InquiryDeclined
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.web import footers, language, shared_limits
from mentorhub.web.limits import limiter

FURTHER_WORDS = RateLimitItemPerHour(10, namespace="inquiry-messages")  # per network, per inquiry


@blueprint.get("/inquiries/<token>")
@limiter.limit("60 per minute")
@by_inquiry_link
def show_conversation(inquiry_id: int, *, token: str) -> Response:
    """What was written on both sides, and a form for more."""
    return _page(_shown(inquiry_id), token, FurtherWordsForm(formdata=None))


@blueprint.post("/inquiries/<token>/messages")
@limiter.limit("60 per minute")
@by_inquiry_link
def create_message(inquiry_id: int, *, token: str) -> ResponseReturnValue:
    """Write again."""
    found, form = _shown(inquiry_id), FurtherWordsForm()
    if not form.validate():
        return _page(found, token, form, 422)
    try:
        shared_limits.count(
            shared_limits.from_here(FURTHER_WORDS), (FURTHER_WORDS, found.public_id)
        )
        inquiries.write_again(inquiry_id, message=form.message.data)
    except shared_limits.TooOften as refused:
        form.form_errors.append(shared_limits.words(refused))
        answer = _page(found, token, form, 429)
        answer.headers["Retry-After"] = str(shared_limits.seconds(refused))
        return answer
    except InquiryDeclined:
        form.message.errors = [
            _("%(name)s has ended this conversation meanwhile.", name=found.practice_name)
        ]
        return _page(_shown(inquiry_id), token, form, 422)
    flash(_("Your message has been sent to %(name)s.", name=found.practice_name))
    return redirect(url_for(".show_conversation", token=token), 303)


@blueprint.post("/inquiries/<token>/deletion")
@limiter.limit("60 per minute")
@by_inquiry_link
def delete_conversation(inquiry_id: int, *, token: str) -> ResponseReturnValue:  # noqa: ARG001
    """Delete all of it; the practice is told that there is nothing left to answer."""
    found = _shown(inquiry_id)
    inquiries.delete_inquiry(inquiry_id)
    flash(_("Deleted. Nothing of it is stored here any more but the emails, for 30 days at most."))
    return redirect(url_for(".show_program", slug=found.program_slug), 303)


def _shown(inquiry_id: int) -> Conversation:
    found = conversation(inquiry_id, viewer=PUBLIC)
    language.show_in(locale=found.locale, zone=found.timezone)
    footers.lead_to_notices_of(found.program_slug)
    return found


def _page(found: Conversation, token: str, form: FurtherWordsForm, status: int = 200) -> Response:
    page = render_template(
        "programs/show_conversation.html", conversation=found, token=token, form=form
    )
    answer = make_response(page, status)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address of this page is its key
    return answer
