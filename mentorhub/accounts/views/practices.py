"""Opening a practice from the web, and what a practice says of itself."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mentorhub.accounts.actions import practices
from mentorhub.accounts.forms.practices import OpeningForm, PracticeForm
from mentorhub.accounts.guards import signed_in, signed_up, viewer
from mentorhub.accounts.queries.practices import (
    PracticeProfile,
    free_address,
    own_practices,
    owned_profiles,
)
from mentorhub.accounts.queries.profiles import is_photo_public
from mentorhub.accounts.rules.practices import NameUnaddressed, TooManyPractices
from mentorhub.accounts.views.blueprint import Page, blueprint
from mentorhub.foundation import links
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.foundation.money import usual_currency
from mentorhub.foundation.slugs import SlugMisshapen, SlugReserved, SlugTaken, slug_from
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.web.limits import limiter

ADDRESS_REFUSALS = (SlugMisshapen, SlugReserved, SlugTaken, NameUnaddressed)


@blueprint.route("/practices/new", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@signed_up
def open_practice() -> Page:
    """Open a practice of one's own; then to the list that leads to its first published programme."""
    likely = {
        "timezone": current_user.timezone,
        "locale": current_user.locale,
        "currency": usual_currency(zone=current_user.timezone, locale=current_user.locale),
    }
    form = OpeningForm(data=likely)
    form.offer(**likely)
    if form.validate_on_submit() and (practice_id := _opened(form)):
        flash(
            _("Your practice is open. Nobody sees anything of it before you publish a programme.")
        )
        opened = next(one for one in owned_profiles(viewer=viewer()) if one.id == practice_id)
        return redirect(url_for("programs.show_setup", practice=opened.public_id), 303)
    page = render_template(
        "accounts/open_practice.html",
        form=form,
        address=""
        if form.slug.errors
        else _address_words(form.slug.data or "", name=form.name.data or ""),
        own=own_practices(viewer=viewer()),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/practices/address")
@limiter.limit("120 per minute")
@signed_in
def preview_address() -> Page:
    """What the address would be, as a line of text, for a form that is being filled in."""
    asked = request.args.get("slug", "")[:200].strip()
    answer = make_response(_address_words(asked, name=request.args.get("name", "")[:200]))
    answer.mimetype = "text/plain"
    return answer


@blueprint.route("/practice/profile", methods=["GET", "POST"])
@signed_in
def change_practice() -> Page:
    """What the viewer's practice says of itself; of several, the one that `?practice=` names. Others: 404."""
    practice = _owned(request.args.get("practice", ""))
    form = PracticeForm.of(practice, is_sent=request.method == "POST")
    if form.validate_on_submit():
        try:
            _change(practice, form)
        except ADDRESS_REFUSALS as refused:
            form.slug.errors = [_why_not(refused, typed=form.slug.data)]
        except ChangedElsewhere:
            practice = _owned(practice.public_id)
            form.compare(practice.chosen, practice.chosen)
        else:
            flash(_("Saved."))
            return redirect(url_for("accounts.change_practice", practice=practice.public_id), 303)
    others = [one for one in owned_profiles(viewer=viewer()) if one.id != practice.id]
    page = render_template(
        "accounts/change_practice.html",
        form=form,
        practice=practice,
        others=others,
        is_photo_public=is_photo_public(viewer=viewer()),
    )
    return page, 422 if form.errors or form.stored else 200


def _owned(wanted: str) -> PracticeProfile:
    owned = owned_profiles(viewer=viewer())
    practice = next((one for one in owned if not wanted or one.public_id == wanted), None)
    if practice is None:
        raise NotFound
    return practice


def _opened(form: OpeningForm) -> int | None:
    """The new practice's id; None where it was refused, which the form then says."""
    try:
        return practices.create_practice(
            name=form.name.data,
            email=current_user.email,
            owner_id=current_user.id,
            slug=form.slug.data,
            currency=form.currency.data,
            locale=form.locale.data,
            timezone=form.timezone.data,
        )
    except TooManyPractices:
        form.form_errors.append(
            _(
                "You own as many practices as one person can open. Please write to us if you need more."
            )
        )
    except ADDRESS_REFUSALS as refused:
        form.slug.errors = [_why_not(refused, typed=form.slug.data)]
    return None


def _change(practice: PracticeProfile, form: PracticeForm) -> None:
    practices.change_practice(
        practice.id,
        viewer=viewer(),
        seen=form.version.data or "",
        **{name: form[name].data for name in practice.chosen},
    )


def _address_words(slug: str, *, name: str) -> str:
    """A line about the address that these would give; '' while nothing is typed."""
    if not slug and not name.strip():
        return ""
    try:
        free, is_wanted = free_address(slug, name=name, viewer=viewer())
    except (SlugMisshapen, NameUnaddressed) as refused:
        return _why_not(refused, typed=slug)
    address = links.absolute(f"/practices/{free}")
    if is_wanted or not slug:
        return str(_("Your address: %(address)s", address=address))
    return str(_("This one is taken. Free is: %(address)s", address=address))


def _why_not(refused: Refusal, *, typed: str) -> str:
    if isinstance(refused, SlugTaken):
        return str(_("This address is taken. “%(slug)s” is free.", slug=refused.suggestion))
    if isinstance(refused, SlugReserved):
        return str(
            _("This address is one of our own. “%(slug)s” is free.", slug=refused.suggestion)
        )
    if isinstance(refused, NameUnaddressed):
        return str(_("No address can be made of this name. Please choose one here."))
    usable = slug_from(typed)
    if not usable:
        return str(_("Please use lower-case Latin letters, digits and hyphens."))
    return str(
        _(
            "Please use lower-case Latin letters, digits and hyphens, such as “%(slug)s”.",
            slug=usable,
        )
    )
