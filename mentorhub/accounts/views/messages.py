"""Which messages one gets, and when; and the unsubscribe link that every optional mail carries."""

import datetime as dt

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from mentorhub.accounts.actions import messages
from mentorhub.accounts.forms.messages import PARTS, MessagesForm
from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.accounts.queries.messages import mail_preferences, morning_of
from mentorhub.accounts.views.blueprint import Page, blueprint
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.kinds import RANKS, Topic, all_kinds
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.preferences import Preferences, unsubscription_in

TOPICS = {
    Topic.PAGES: _l("A mentee has sent you a check-in"),
    Topic.ANSWERS: _l("Your mentor has answered your check-in"),
}
ENDED = {  # what a link in an email may end: also the morning email, as a whole
    **TOPICS,
    Topic.MORNING: _l("Morning email"),
    **{Topic(value): label for value, label in PARTS},
}


@blueprint.route("/account/messages", methods=["GET", "POST"])
@signed_in
def change_messages() -> Page:
    """Topics that may be switched off, quiet hours, and one hour of the day; what is always sent is listed."""
    user_id = current_user.id
    preferences = mail_preferences([user_id])[user_id]
    morning = morning_of(user_id, viewer=viewer())
    topics = {topic.value: str(label) for topic, label in TOPICS.items()}
    form = MessagesForm.of(preferences, topics=topics, morning=morning)
    if form.validate_on_submit():
        messages.choose_messages(
            viewer=viewer(),
            wanted=form.topics,
            quiet=form.quiet,
            digest=form.digest_minutes,
            morning=form.morning,
        )
        flash(_("Saved. Emails that are waiting follow it within the hour."))
        return redirect(url_for("accounts.change_messages"), 303)
    always = [kind for kind in all_kinds().values() if kind.weight in RANKS]
    page = render_template(
        "accounts/change_messages.html",
        form=form,
        zone=preferences.hours.zone,
        always=always,
        next_morning=_next_morning(morning, preferences),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/messages/unsubscriptions/<token>", methods=["GET", "POST"])
def unsubscribe(token: str) -> Page:
    """A page with a button; its POST is also what a mail programme sends by itself (RFC 8058): no cookie, no token."""
    if request.method == "POST":
        topic, is_done = messages.end_topic(token), True
    else:
        opened = unsubscription_in(token)
        if opened is None:
            raise NotFound
        topic, is_done = opened[1], False
    return render_template(
        "accounts/unsubscribe.html", label=ENDED[topic], is_done=is_done, token=token
    )


def _next_morning(morning: MailMorning | None, preferences: Preferences) -> dt.datetime | None:
    """When the next morning email is due; None where none is wanted."""
    is_wanted = Topic.MORNING not in preferences.unwanted
    return morning.due_at if morning and is_wanted else None
