"""Tags: listed, renamed or put together, deleted. They are put on people where people are."""

from flask import Response

from mentorhub.accounts.guards import with_token
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation.versions import version_of
from mentorhub.web.api.callers import caller
from mentorhub.web.api.routes import answer, described, nothing, seen
from mentorhub.workspace.actions.tags import delete_tag as delete
from mentorhub.workspace.actions.tags import rename_tag
from mentorhub.workspace.api.blueprint import blueprint, refusals
from mentorhub.workspace.queries import tags as queries
from mentorhub.workspace.schemas.tags import Tag, TagChange, Tags

TAG = "Tags"


@blueprint.get("/tags")
@with_token(Scope.READ)
@described(TAG, answers={200: Tags})
def list_tags() -> Response:
    """Every tag, by name; there are 200 at most."""
    return answer(Tags(tags=[_out(one) for one in queries.tags(viewer=caller().viewer)]))


@blueprint.get("/tags/<tag_id>")
@with_token(Scope.READ)
@described(TAG, answers={200: Tag})
def show_tag(tag_id: str) -> Response:
    """One tag."""
    return _tag(tag_id)


@blueprint.patch("/tags/<tag_id>")
@with_token(Scope.WRITE)
@described(TAG, body=TagChange, answers={200: Tag})
def update_tag(tag_id: str, body: TagChange) -> Response:
    """Rename a tag; with `joins` it may become one with another, which then answers here."""
    viewer = caller().viewer
    version = seen(version_of(queries.tag(tag_id, viewer=viewer).name))
    with refusals(tags="name"):
        has_joined = rename_tag(tag_id, body.name, viewer=viewer, seen=version, joins=body.joins)
    return _tag(queries.tag_named(body.name, viewer=viewer) if has_joined else tag_id)


@blueprint.delete("/tags/<tag_id>")
@with_token(Scope.WRITE)
@described(TAG, answers={204: None})
def delete_tag(tag_id: str) -> Response:
    """Delete a tag for good; the people who had it stay."""
    delete(tag_id, viewer=caller().viewer)
    return nothing()


def _tag(tag_id: str) -> Response:
    found = queries.tag(tag_id, viewer=caller().viewer)
    return answer(_out(found), version=version_of(found.name))


def _out(one: queries.TagCount) -> Tag:
    return Tag(
        id=one.public_id,
        name=one.name,
        people=one.people,
        closed=one.closed,
        cadence_days=one.cadence_days,
    )
