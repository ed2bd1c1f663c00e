"""Forms about tags: some put on a person, one renamed; and a person written down with some."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, ValidationError
from wtforms.validators import DataRequired

from mentorhub.foundation.errors import Refusal
from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import ManyField, line
from mentorhub.workspace.forms.people import PersonForm
from mentorhub.workspace.rules import tags

PUBLIC_ID = 22  # characters
TYPED_MAX = 1000  # as many as a person may have, and what stands between them
NO_TAG = _l("Please write a tag.")


def why_not(refusal: Refusal) -> str:
    """What is wrong with a tag, in plain words, to stand beside its field."""
    if isinstance(refusal, tags.TagTooLong):
        name = f"{refusal.name[: tags.NAME_MAX]}…"
        most = tags.NAME_MAX
        return str(_("“%(name)s” is too long; %(most)d characters at most.", name=name, most=most))
    if isinstance(refusal, tags.TooManyTags):
        full = _("A person can have %(most)d tags.", most=tags.PER_PERSON)
        if refusal.people > 1:
            return f"{full} " + _(
                "%(num)d of these people cannot take that many more.", num=refusal.people
            )
        return f"{full} {_left(refusal.left)}"
    if isinstance(refusal, tags.NotebookFull):
        full = _("A notebook can have %(most)d different tags.", most=tags.PER_NOTEBOOK)
        return f"{full} {_left(refusal.left)}"
    if isinstance(refusal, tags.TagUnknown):
        return str(_("You have no tag “%(name)s”.", name=refusal.name))
    return str(_("A tag needs at least one visible character, and no comma."))


class TagsForm(FlaskForm):
    """Tags to put on a person, one or several with commas between."""

    tags = line(_l("Add a tag"), "tags-more", TYPED_MAX, DataRequired(NO_TAG))

    def validate_tags(self, field: Field) -> None:
        """Refuse what is no tag, and text that is only commas."""
        if not _read(field):
            raise ValidationError(NO_TAG)


class ManyTagsForm(TagsForm):
    """Tags for everybody in a list; `which` is the list's query string."""

    tags = line(_l("Tags, with commas between"), "tags-many", TYPED_MAX, DataRequired(NO_TAG))
    which = HiddenField()


class TagForm(VersionedForm):
    """A tag's new name; `joins` says that it may become one with another of that name."""

    name = line(_l("Name"), "tag-name", TYPED_MAX, DataRequired(_l("A tag needs a name.")))
    joins = BooleanField()

    def validate_name(self, field: Field) -> None:
        """Refuse what is not the name of one tag."""
        try:
            tags.tag_name(field.data or "")
        except Refusal as refusal:
            raise ValidationError(why_not(refusal)) from refusal


class NewPersonForm(PersonForm):
    """Somebody new, who may be tagged at once; `another` says that they are none of `unlike`, public ids of people."""

    tags = line(_l("Tags"), "person-tags", TYPED_MAX)
    unlike = ManyField(_l("Somebody else than"), "unlike", PUBLIC_ID)
    another = BooleanField()

    def validate_tags(self, field: Field) -> None:
        """Refuse what is no tag."""
        _read(field)


def _read(field: Field) -> list[str]:
    try:
        return tags.tags_in(field.data or "")
    except Refusal as refusal:
        raise ValidationError(why_not(refusal)) from refusal


def _left(left: int) -> str:
    if not left:
        return str(_("No more can be added here."))
    return str(ngettext("%(num)d more can be added here.", "%(num)d more can be added here.", left))
