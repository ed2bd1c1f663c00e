"""People to take out as vCards or as a table: all, some or one."""

from collections.abc import Iterable

from flask import Response

from mentorhub.accounts.guards import with_token
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.web import shared_limits
from mentorhub.web.api.callers import caller
from mentorhub.web.api.routes import described
from mentorhub.web.downloads import whole_file
from mentorhub.workspace.api.blueprint import blueprint
from mentorhub.workspace.api.people import which_of
from mentorhub.workspace.exporters.tables import table_pieces
from mentorhub.workspace.exporters.vcards import vcard_pieces
from mentorhub.workspace.queries.cards import Asked, cards
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.rules.cards import DOWNLOADS, Card
from mentorhub.workspace.schemas.people import CardQuery, CardsQuery, PeopleFilter

TAG = "Exports"


@blueprint.get("/people.vcf")
@with_token(Scope.READ)
@described(TAG, query=CardsQuery, answers={200: None})
def download_people(query: CardsQuery) -> Response:
    """People as one file of vCards: everybody, or those that the filters leave (then all but the closed)."""
    return _file(vcard_pieces(_people(query), version=query.version), "text/vcard")


@blueprint.get("/people.csv")
@with_token(Scope.READ)
@described(TAG, query=PeopleFilter, answers={200: None})
def download_people_table(query: PeopleFilter) -> Response:
    """The same people as a table, which can be brought in again."""
    return _file(table_pieces(_people(query)), "text/csv")


@blueprint.get("/people/<person_id>.vcf")
@with_token(Scope.READ)
@described(TAG, query=CardQuery, answers={200: None})
def download_person(person_id: str, query: CardQuery) -> Response:
    """One person as a vCard."""
    found = list(cards(viewer=caller().viewer, asked=Asked(public_id=person_id)))
    if not found:
        raise NotFound
    return _file(vcard_pieces(found, version=query.version), "text/vcard")


def _people(query: PeopleFilter) -> Iterable[Card]:
    which = which_of(query)
    asked = Asked() if which == Which() else Asked(which, clock.now())
    return cards(viewer=caller().viewer, asked=asked)


def _file(pieces: Iterable[bytes], mimetype: str) -> Response:
    """Raises `TooOften`."""
    shared_limits.count((DOWNLOADS, f"token {caller().token_id}"))
    return whole_file(pieces, mimetype=mimetype)
