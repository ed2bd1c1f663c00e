"""Replies that a practice keeps for its answers: listed, made, changed, taken away."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions import saved_replies
from mentorhub.programs.forms.inquiries import ReplyForm
from mentorhub.programs.guards import by_reply, of_an_offering_practice
from mentorhub.programs.queries.editing import OfferingPractice, offering_practices
from mentorhub.programs.queries.saved_replies import Reply, saved_reply
from mentorhub.programs.queries.saved_replies import saved_replies as kept_replies
from mentorhub.programs.rules.inquiries import REPLIES_MAX, ReplyTitleTaken, TooManyReplies
from mentorhub.programs.views.blueprint import blueprint


@blueprint.get("/practice/replies")
@of_an_offering_practice
def list_replies() -> str:
    """Those of one practice: of several, the one that `?practice=` names; and a form for one more."""
    return _list(ReplyForm(formdata=None))


@blueprint.post("/practice/replies")
@of_an_offering_practice
def create_reply() -> ResponseReturnValue:
    """Keep one more."""
    form = ReplyForm()
    practice = _practices()[0]
    if form.validate():
        try:
            saved_replies.add_reply(
                practice.id, viewer=viewer(), title=form.title.data, body=form.body.data
            )
        except ReplyTitleTaken:
            form.title.errors = [_taken()]
        except TooManyReplies:
            most = _(
                "There are %(num)s saved replies, which is as many as can be kept.", num=REPLIES_MAX
            )
            form.form_errors.append(most)
        else:
            flash(_("Saved."))
            return redirect(url_for(".list_replies", practice=practice.public_id), 303)
    return _list(form), 422


@blueprint.get("/practice/replies/<public_id>")
@by_reply
def edit_reply(reply: Reply) -> str:
    """One of them, to be changed or taken away."""
    form = ReplyForm(formdata=None, data=reply.written)
    form.read(reply.written)
    return render_template("programs/edit_reply.html", reply=reply, form=form)


@blueprint.post("/practice/replies/<public_id>")
@by_reply
def update_reply(reply: Reply) -> ResponseReturnValue:
    """Other words for it."""
    form = ReplyForm()
    if form.validate():
        try:
            saved_replies.change_reply(
                reply.public_id,
                viewer=viewer(),
                title=form.title.data,
                body=form.body.data,
                seen=form.version.data or "",
            )
        except ReplyTitleTaken:
            form.title.errors = [_taken()]
        except ChangedElsewhere:
            reply = saved_reply(reply.public_id, viewer=viewer())
            form.compare(reply.written, reply.written)
        else:
            flash(_("Saved."))
            return redirect(url_for(".list_replies", practice=_practice_of(reply).public_id), 303)
    return render_template("programs/edit_reply.html", reply=reply, form=form), 422


@blueprint.post("/practice/replies/<public_id>/removal")
@by_reply
def remove_reply(reply: Reply) -> ResponseReturnValue:
    """Take it away; what it said comes back in the form, so that it can be put back."""
    written = saved_replies.remove_reply(reply.public_id, viewer=viewer())
    form = ReplyForm(formdata=None, data=written)
    return _list(form, practice=_practice_of(reply), is_removed=True)


def _list(
    form: ReplyForm, *, practice: OfferingPractice | None = None, is_removed: bool = False
) -> str:
    mine = _practices()
    practice = practice or mine[0]
    return render_template(
        "programs/list_replies.html",
        practice=practice,
        others=[one for one in mine if one != practice],
        replies=kept_replies(practice.id, viewer=viewer()),
        form=form,
        is_removed=is_removed,
    )


def _practices() -> list[OfferingPractice]:
    """The viewer's, the one that is asked for first. Raises `NotFound` for one that is not theirs."""
    mine = offering_practices(viewer=viewer())
    wanted = request.args.get("practice", "")
    chosen = [one for one in mine if not wanted or one.public_id == wanted][:1]
    if not chosen:
        raise NotFound
    return chosen + [one for one in mine if one != chosen[0]]


def _practice_of(reply: Reply) -> OfferingPractice:
    for practice in offering_practices(viewer=viewer()):
        if practice.id == reply.practice_id:
            return practice
    raise NotFound


def _taken() -> str:
    return str(_("Another saved reply has this name. Please choose a different one."))
