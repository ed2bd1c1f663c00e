"""People to take out, as vCards or as a table: those of a list as it is filtered, or one."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, redirect, request, url_for
from flask_login import current_user
from werkzeug.utils import secure_filename

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.web import shared_limits
from mentorhub.web.downloads import whole_file
from mentorhub.workspace.exporters.tables import table_pieces
from mentorhub.workspace.exporters.vcards import vcard_pieces
from mentorhub.workspace.forms.filters import asked_of, which_of
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.cards import Asked, cards
from mentorhub.workspace.rules.cards import DOWNLOADS, Card, CardVersion
from mentorhub.workspace.views.blueprint import blueprint

KINDS = {"vcf": "text/vcard", "csv": "text/csv"}
Write = Callable[[Iterable[Card]], Iterable[bytes]]


@blueprint.get("/people.vcf")
@with_notebook
def download_people() -> Any:
    """Whom the list shows with these filters, on all its pages; without any, all but the closed.

    Where that is nobody, the list says so. Raises `TooOften`.
    """
    return _of_list(_cards, name="people.vcf")


@blueprint.get("/people.csv")
@with_notebook
def download_people_table() -> Any:
    """The same as a table. Raises `TooOften`."""
    return _of_list(table_pieces, name="people.csv")


@blueprint.get("/people/<public_id>.vcf")
@with_notebook
def download_person(public_id: str) -> Any:
    """One person. Raises `TooOften`, `NotFound` for anybody else's."""
    return _of_one(public_id, _cards, suffix="vcf")


@blueprint.get("/people/<public_id>.csv")
@with_notebook
def download_person_table(public_id: str) -> Any:
    """One person as a table of one row. Raises `TooOften`, `NotFound` for anybody else's."""
    return _of_one(public_id, table_pieces, suffix="csv")


def _of_list(write: Write, *, name: str) -> Any:
    which = which_of(request.args, tags=request.args.getlist("tag"))
    _count()
    found = cards(viewer=viewer(), asked=Asked(which, clock.now(), has_photos=_has_photos()))
    answer = _file(write(found), name=name)
    if not answer.content_length:
        answer.close()
        return redirect(url_for("workspace.list_people", **asked_of(which)), 303)
    return answer


def _of_one(public_id: str, write: Write, *, suffix: str) -> Any:
    _count()
    found = list(cards(viewer=viewer(), asked=Asked(public_id=public_id, has_photos=_has_photos())))
    if not found:
        raise NotFound
    name = secure_filename(found[0].details.name) or "person"
    return _file(write(found), name=f"{name}.{suffix}")


def _cards(found: Iterable[Card]) -> Iterable[bytes]:
    version = CardVersion(request.args["version"]) if _is_version_known() else CardVersion.THREE
    return vcard_pieces(found, version=version)


def _count() -> None:
    shared_limits.count((DOWNLOADS, str(current_user.public_id)))


def _file(pieces: Iterable[bytes], *, name: str) -> Response:
    return whole_file(pieces, mimetype=KINDS[name.rpartition(".")[2]], name=name)


def _has_photos() -> bool:
    """Whether pictures are asked for, which make a file many times as large."""
    return request.args.get("photos") == "1"


def _is_version_known() -> bool:
    return request.args.get("version") in set(CardVersion)
