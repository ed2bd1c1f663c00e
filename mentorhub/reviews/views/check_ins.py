"""The mentee's pages: this week's check-in, the earlier ones, the mentor's answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.reviews import rules
from mentorhub.reviews.actions import check_ins as check_ins_actions
from mentorhub.reviews.actions.check_ins import mark_review_read, start_check_in
from mentorhub.reviews.forms import DEFAULT_PROMPTS, CheckInForm
from mentorhub.reviews.queries import check_ins

REFUSED: Mapping[type[Refusal], Any] = {
    rules.NothingWritten: _l("Your check-in is still empty. One honest line is enough."),
    rules.ChangedElsewhere: _l(
        "This check-in was saved in another window after you opened it here. Below is what is saved "
        "now, then what you wrote here. Save again to replace the saved text with yours."
    ),
    rules.AlreadySent: _l(
        "This check-in was already sent, so it cannot be changed. What you wrote here is below."
    ),
    rules.EnrolmentPaused: _l(
        "Your place is paused, so nothing was saved. What you wrote here is below; please copy it."
    ),
    rules.MentorshipOver: _l(
        "This mentorship has ended, so nothing was saved. What you wrote here is below; please copy it."
    ),
    rules.WeekClosed: _l(
        "This week's check-in can no longer be started. What you wrote here is below; please copy it."
    ),
}


@signed_in
def show_week() -> Response:
    """This week's check-in, or another that may still be written."""
    page = check_ins.check_in_page(
        viewer=viewer(),
        mentorship_id=request.args.get("mentorship", ""),
        week=request.args.get("week", type=int),
    )
    return _week(page, _form_of(page))


@signed_in
def create_check_in() -> BaseResponse:
    """Start a check-in with its first words; with `send`, submit it at once."""
    form = CheckInForm()
    page = check_ins.check_in_page(
        viewer=viewer(), mentorship_id=form.mentorship.data or "", week=form.week.data
    )
    if page is None:
        raise NotFound
    prompts, title = _prompts(page), page.plan.title if page.plan else ""
    back = _url_of(page)

    def start() -> None:
        check_in_id = start_check_in(
            form.mentorship.data,
            viewer=viewer(),
            week=form.week.data,
            title=title,
            prompts=prompts,
            answers=form.words,
        )
        if "send" in request.form:
            check_ins_actions.submit_check_in(
                check_in_id, viewer=viewer(), version=1, answers=form.words
            )

    form.ask(prompts)
    return _written(form, page, start, back=back)


@signed_in
def save_check_in(check_in_id: str) -> BaseResponse:
    """Save a check-in's answers."""
    return _rewritten(check_in_id, check_ins_actions.save_check_in)


@signed_in
def submit_check_in(check_in_id: str) -> BaseResponse:
    """Save a check-in's last answers and submit it."""
    return _rewritten(check_in_id, check_ins_actions.submit_check_in)


@signed_in
def show_past_week(check_in_id: str) -> BaseResponse:
    """A submitted check-in and its answer; a draft is written on the week's own page."""
    past = check_ins.past_week(check_in_id, viewer=viewer())
    check_in = past.check_in
    if check_in.is_draft:
        mentorship_id = check_in.mentorship.public_id
        return redirect(
            url_for("reviews.show_week", mentorship=mentorship_id, week=check_in.week), 303
        )
    return make_response(render_template("reviews/show_past_week.html", past=past))


@signed_in
def read_review(review_id: str) -> BaseResponse:
    """The mentee has read the answer; Today no longer shows it."""
    check_in_id = mark_review_read(review_id, viewer=viewer())
    return redirect(url_for("reviews.show_past_week", check_in_id=check_in_id), 303)


def _rewritten(check_in_id: str, action: Callable[..., None]) -> BaseResponse:
    form = CheckInForm()
    past = check_ins.past_week(check_in_id, viewer=viewer())
    page = check_ins.check_in_page(
        viewer=viewer(),
        mentorship_id=past.check_in.mentorship.public_id,
        week=past.check_in.week,
    )
    assert page is not None
    form.ask(_prompts(page))

    def rewrite() -> None:
        action(check_in_id, viewer=viewer(), version=form.version.data, answers=form.words)

    return _written(form, page, rewrite, back=_url_of(page))


def _written(
    form: CheckInForm, page: check_ins.CheckInPage, action: Callable[[], None], *, back: str
) -> BaseResponse:
    """Do the action with what was typed; a refusal shows the form again with every word still in it."""
    mentorship_id, week = page.mentorship.public_id, page.week
    if form.validate():
        try:
            action()
        except tuple(REFUSED) as refusal:
            found = check_ins.check_in_page(viewer=viewer(), mentorship_id=mentorship_id, week=week)
            assert found is not None
            page = found
            if isinstance(refusal, rules.AlreadySent) and _is_as_sent(page, form):
                return redirect(back, 303)  # submitted twice
            form.form_errors.append(str(REFUSED[type(refusal)]))
            form.write_over(page.check_in.version if page.check_in else 0)
            if isinstance(refusal, rules.ChangedElsewhere) and page.check_in is not None:
                form.compare(page.check_in.words)
        else:
            return redirect(back, 303)
    response = _week(page, form)
    response.status_code = 422
    return response


def _is_as_sent(page: check_ins.CheckInPage, form: CheckInForm) -> bool:
    return page.check_in is not None and page.check_in.words == form.words


def _week(page: check_ins.CheckInPage | None, form: CheckInForm) -> Response:
    return make_response(render_template("reviews/show_week.html", page=page, form=form))


def _form_of(page: check_ins.CheckInPage | None) -> CheckInForm:
    form = CheckInForm(formdata=None)
    if page is not None:
        form.mentorship.data, form.week.data = page.mentorship.public_id, page.week
        form.ask(_prompts(page))
        if page.check_in is not None:
            form.write_over(page.check_in.version)
            for field, words in zip(form.answers, page.check_in.words, strict=True):
                field.data = words
    return form


def _prompts(page: check_ins.CheckInPage) -> Sequence[str]:
    """The questions as first asked in this check-in, else the curriculum's, else the defaults."""
    if page.check_in is not None:
        return [row.prompt for row in page.check_in.answers]
    if page.plan is not None and page.plan.prompts:
        return [prompt.text for prompt in page.plan.prompts]
    return [str(prompt) for prompt in DEFAULT_PROMPTS]


def _url_of(page: check_ins.CheckInPage) -> str:
    more: dict[str, Any] = {}
    if page.others:
        more["mentorship"] = page.mentorship.public_id
    if page.week != page.current:
        more["week"] = page.week
    return url_for("reviews.show_week", **more)
