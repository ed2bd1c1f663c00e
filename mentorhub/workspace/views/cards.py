"""People to take out, as vCards: those of a list as it is filtered, or one."""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import Any

from flask import Response, redirect, request, send_file, url_for
from flask_login import current_user
from werkzeug.utils import secure_filename

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.web import shared_limits
from mentorhub.workspace.exporters.vcards import vcard_pieces
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.cards import Asked, cards
from mentorhub.workspace.rules.cards import DOWNLOADS, Card, CardVersion
from mentorhub.workspace.views.blueprint import blueprint
from mentorhub.workspace.views.lists import asked_of, which_of

IN_MEMORY_BYTES = 4 * 1024 * 1024


@blueprint.get("/people.vcf")
@with_notebook
def download_people() -> Any:
    """Whom the list shows with these filters, on all its pages; without any, all but the closed.

    Where that is nobody, the list says so. Raises `TooOften`.
    """
    which = which_of(request.args, tags=request.args.getlist("tag"))
    _count()
    found = cards(viewer=viewer(), asked=Asked(which, clock.now()))
    answer = _file(found, name="people.vcf")
    if answer is None:
        return redirect(url_for("workspace.list_people", **asked_of(which)), 303)
    return answer


@blueprint.get("/people/<public_id>.vcf")
@with_notebook
def download_person(public_id: str) -> Any:
    """One person. Raises `TooOften`, `NotFound` for anybody else's."""
    _count()
    found = list(cards(viewer=viewer(), asked=Asked(public_id=public_id)))
    if not found:
        raise NotFound
    name = secure_filename(found[0].details.name) or "person"
    return _file(found, name=f"{name}.vcf")


def _count() -> None:
    shared_limits.count((DOWNLOADS, str(current_user.public_id)))


def _file(found: Iterable[Card], *, name: str) -> Response | None:
    """The file, complete before its first byte is sent, so that a failure is a page and never half a file; or None."""
    version = CardVersion(request.args["version"]) if _is_version_known() else CardVersion.THREE
    made = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - it goes out as the answer
    try:
        made.writelines(vcard_pieces(found, version=version))
        length = made.tell()
    except BaseException:
        made.close()
        raise
    if not length:
        made.close()
        return None
    made.seek(0)
    answer = send_file(made, mimetype="text/vcard", as_attachment=True, download_name=name)
    answer.content_length = length
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _is_version_known() -> bool:
    return request.args.get("version") in set(CardVersion)
