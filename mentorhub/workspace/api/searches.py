"""Saved searches: listed, saved, renamed, deleted. They are run where people are."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response
from werkzeug.datastructures import MultiDict

from mentorhub.accounts.guards import with_token
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation.versions import version_of
from mentorhub.web.api.callers import caller
from mentorhub.web.api.problems import invalid
from mentorhub.web.api.routes import answer, described, nothing, seen
from mentorhub.workspace.actions import searches as actions
from mentorhub.workspace.api.blueprint import blueprint, refusals
from mentorhub.workspace.api.people import which_of
from mentorhub.workspace.forms import filters
from mentorhub.workspace.forms.searches import why_not_saved
from mentorhub.workspace.models.search import SavedSearch
from mentorhub.workspace.queries.searches import saved_search, saved_searches
from mentorhub.workspace.rules.searches import UNSAVED
from mentorhub.workspace.schemas.searches import NewSearch, Search, SearchChange, Searches

TAG = "Searches"


@blueprint.get("/searches")
@with_token(Scope.READ)
@described(TAG, answers={200: Searches})
def list_searches() -> Response:
    """Every saved search, by name; there are 50 at most."""
    found = saved_searches(viewer=caller().viewer)
    return answer(Searches(searches=[_out(one) for one in found]))


@blueprint.post("/searches")
@with_token(Scope.WRITE)
@described(TAG, body=NewSearch, answers={201: Search})
def create_search(body: NewSearch) -> Response:
    """Keep words and filters under a name."""
    asked = filters.query_of(which_of(body))
    with _names():
        made = actions.save_search(body.name, asked, viewer=caller().viewer)
    return _search(made, 201)


@blueprint.get("/searches/<search_id>")
@with_token(Scope.READ)
@described(TAG, answers={200: Search})
def show_search(search_id: str) -> Response:
    """One saved search."""
    return _search(search_id)


@blueprint.patch("/searches/<search_id>")
@with_token(Scope.WRITE)
@described(TAG, body=SearchChange, answers={200: Search})
def update_search(search_id: str, body: SearchChange) -> Response:
    """Give it another name."""
    viewer = caller().viewer
    version = seen(version_of(saved_search(search_id, viewer=viewer).name))
    with _names():
        actions.rename_search(search_id, body.name, viewer=viewer, seen=version)
    return _search(search_id)


@blueprint.delete("/searches/<search_id>")
@with_token(Scope.WRITE)
@described(TAG, answers={204: None})
def delete_search(search_id: str) -> Response:
    """Forget it; whom it finds stays."""
    actions.delete_search(search_id, viewer=caller().viewer)
    return nothing()


@contextmanager
def _names() -> Iterator[None]:
    """What an action refuses about a name stands beside it."""
    try:
        with refusals():
            yield
    except UNSAVED as refusal:
        raise invalid(name=why_not_saved(refusal)) from None


def _search(search_id: str, status: int = 200) -> Response:
    found = saved_search(search_id, viewer=caller().viewer)
    return answer(
        _out(found),
        status,
        version=version_of(found.name),
        at="workspace_api.show_search",
        search_id=search_id,
    )


def _out(saved: SavedSearch) -> Search:
    """What is unknown of it by now counts as not asked."""
    asked = MultiDict(filters.pairs_of(saved.asked))
    which = filters.which_of(asked, tags=asked.getlist("tag"))
    return Search(
        id=saved.public_id,
        name=saved.name,
        q=which.search or None,
        stage=which.stage,
        tag=list(which.tags),
        reminders=which.reminders,
        tier=which.tier,
        occasion=which.occasion,
        organization=which.organization,
    )
