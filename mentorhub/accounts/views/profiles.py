"""The account's home: the profile, the photo, and links to every other page of the account."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from mentorhub.accounts.actions import profiles
from mentorhub.accounts.forms.profiles import PhotoForm, ProfileForm
from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.accounts.queries import profiles as profiles_queries
from mentorhub.accounts.queries.practices import OwnPractice, own_practices
from mentorhub.accounts.views.blueprint import Page, blueprint
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.web import themes


@blueprint.get("/account")
@signed_in
def show_account() -> Page:
    """One's own profile and photo, each with its form, and a list of what else there is."""
    return account_page()


@blueprint.post("/account/profile")
@signed_in
def change_profile() -> Page:
    """Store the form; after another choice of theme this browser follows it as well."""
    own = profiles_queries.profile(viewer=viewer())
    form = ProfileForm.of(own, is_sent=True, currency=_currency(own_practices(viewer=viewer())))
    if not form.validate():
        return account_page(profile=form), 422
    try:
        profiles.change_profile(
            viewer=viewer(),
            name=form.name.data,
            timezone=form.timezone.data,
            locale=form.locale.data,
            theme=form.theme.data,
            seen=form.version.data or "",
        )
    except ChangedElsewhere:
        stored = profiles_queries.profile(viewer=viewer()).chosen
        form.compare(stored, stored)
        return account_page(profile=form), 422
    flash(_("Saved."))
    answer = redirect(url_for("accounts.show_account"), 303)
    if form.theme.data != own.theme:
        themes.forget(answer)
    return answer


def account_page(*, profile: ProfileForm | None = None, photo: PhotoForm | None = None) -> str:
    """The account's home, with a refused form where there is one."""
    own = profiles_queries.profile(viewer=viewer())
    practices = own_practices(viewer=viewer())
    return render_template(
        "accounts/show_account.html",
        own=own,
        profile=profile or ProfileForm.of(own, is_sent=False, currency=_currency(practices)),
        photo=photo or PhotoForm(formdata=None),
        is_photo_public=profiles_queries.is_photo_public(viewer=viewer()),
        practices=practices,
    )


def _currency(practices: list[OwnPractice]) -> str:
    """Of the first practice one belongs to; '' for whoever belongs to none."""
    return practices[0].currency if practices else ""
