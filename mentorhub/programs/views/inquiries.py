"""A practice's inquiries: listed, read, answered, declined, reopened."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.programs.actions import answers
from mentorhub.programs.forms.inquiries import AnswerForm, DeclineForm
from mentorhub.programs.guards import by_inquiry, of_an_offering_practice
from mentorhub.programs.queries.editing import offering_practices
from mentorhub.programs.queries.inquiries import Conversation, conversation, listed_inquiries
from mentorhub.programs.queries.saved_replies import saved_replies, saved_reply
from mentorhub.programs.rules.inquiries import (
    BracketsUnfilled,
    InquiryDeclined,
    InquiryEnrolled,
    InquiryState,
    MessagesSince,
    filled,
)
from mentorhub.programs.views.blueprint import blueprint

UNSENT = (BracketsUnfilled, MessagesSince, InquiryDeclined, InquiryEnrolled)


@blueprint.get("/practice/inquiries")
@of_an_offering_practice
def list_inquiries() -> str:
    """Those to all practices of the viewer, the latest first; `state` narrows it."""
    wanted = request.args.get("state", "")
    found = listed_inquiries(
        viewer=viewer(),
        shown=InquiryState(wanted) if wanted in set(InquiryState) else None,
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "programs/list_inquiries.html",
        inquiries=found,
        states=tuple(InquiryState),
        practices=offering_practices(viewer=viewer()),
    )


@blueprint.get("/practice/inquiries/<public_id>")
@by_inquiry
def show_inquiry(inquiry_id: int) -> str:
    """The whole conversation, with a form for the answer."""
    return _page(conversation(inquiry_id, viewer=viewer()))


@blueprint.post("/practice/inquiries/<public_id>/drafts")
@by_inquiry
def create_draft(inquiry_id: int) -> str:
    """Put a saved reply below what is typed, and send nothing: the page comes back with both."""
    found, form = conversation(inquiry_id, viewer=viewer()), AnswerForm()
    try:
        reply = saved_reply(form.reply.data or "", viewer=viewer())
    except NotFound:  # taken away since the page was shown, or none was chosen
        return _page(found, form, is_filled=False)
    words = filled(reply.body, name=found.name, program=found.program_title)
    form.message.data = f"{form.message.data}\n\n{words}".strip()
    return _page(found, form, is_filled=True)


@blueprint.post("/practice/inquiries/<public_id>/answers")
@by_inquiry
def create_answer(inquiry_id: int) -> ResponseReturnValue:
    """Send an answer to the visitor."""
    form = AnswerForm()
    if form.validate():
        try:
            answers.answer_inquiry(
                inquiry_id, viewer=viewer(), message=form.message.data, seen=form.seen_count
            )
        except UNSENT as refusal:
            form.message.errors = [_why_not(refusal)]
        else:
            flash(_("Your answer has been sent."))
            return _back()
    return _page(conversation(inquiry_id, viewer=viewer()), form), 422


@blueprint.post("/practice/inquiries/<public_id>/refusal")
@by_inquiry
def decline_inquiry(inquiry_id: int) -> ResponseReturnValue:
    """End the conversation, with last words or without."""
    form = DeclineForm()
    if form.validate():
        words = form.message.data
        try:
            answers.decline_inquiry(
                inquiry_id, viewer=viewer(), message=words, seen=form.seen_count
            )
        except UNSENT as refusal:
            form.message.errors = [_why_not(refusal)]
        else:
            flash(
                _("Declined. Your words have been sent.")
                if words
                else _("Declined. No email was sent.")
            )
            return _back()
    return _page(conversation(inquiry_id, viewer=viewer()), declining=form), 422


@blueprint.post("/practice/inquiries/<public_id>/reopening")
@by_inquiry
def reopen_inquiry(inquiry_id: int) -> ResponseReturnValue:
    """A declined one waits for an answer again."""
    answers.reopen_inquiry(inquiry_id, viewer=viewer())
    flash(_("Open again. You can answer it now."))
    return _back()


def _page(
    found: Conversation,
    form: AnswerForm | None = None,
    declining: DeclineForm | None = None,
    *,
    is_filled: bool | None = None,
) -> str:
    """With both forms; whatever was typed is sent for the conversation as it stands here."""
    form = form or AnswerForm(formdata=None)
    declining = declining or DeclineForm(formdata=None)
    replies = saved_replies(found.practice_id, viewer=viewer())
    form.reply.choices = [(one.public_id, one.title) for one in replies]
    for one in (form, declining):
        one.seen.raw_data, one.seen.data = None, str(len(found.messages))
    return render_template(
        "programs/show_inquiry.html",
        inquiry=found,
        form=form,
        declining=declining,
        replies=replies,
        is_filled=is_filled,
    )


def _why_not(refusal: Refusal) -> str:
    if isinstance(refusal, BracketsUnfilled):
        brackets = ", ".join(refusal.brackets)
        return str(_("Please fill in %(brackets)s, or take it out.", brackets=brackets))
    if isinstance(refusal, MessagesSince):
        return str(
            _(
                "Something was written after you opened this page: it is above now. "
                "Your words are here and have not been sent. Read it, then send again."
            )
        )
    if isinstance(refusal, InquiryEnrolled):
        return str(_("This visitor has enrolled meanwhile. Nothing was declined or sent."))
    return str(
        _("This inquiry has been declined. Reopen it first, then send your answer.")
        + " "
        + _("Your words are here and have not been sent.")
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for(".show_inquiry", **(request.view_args or {})), 303)
