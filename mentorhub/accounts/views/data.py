"""My data: the page that says what can be downloaded, and the file."""

import datetime as dt

from flask import Response, render_template, send_file
from flask_babel import get_timezone
from flask_login import current_user

from mentorhub.accounts.actions import data
from mentorhub.accounts.exporters.archive import archive
from mentorhub.accounts.exporters.readme import left_out, readme
from mentorhub.accounts.guards import fresh, signed_in, this_device, viewer
from mentorhub.accounts.queries.users import own
from mentorhub.accounts.rules.links import EXPORTS
from mentorhub.accounts.views.blueprint import blueprint
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import snapshot
from mentorhub.web import filters, shared_limits, slots


@blueprint.get("/account/data")
@signed_in
def show_data() -> str:
    """What is in the file, what is not and why; the button that makes it."""
    return render_template("accounts/show_data.html", left_out=left_out())


@blueprint.post("/account/data/archives")
@fresh
def download_data() -> Response:
    """A ZIP of all that is the viewer's, read as of one time. Nothing of it is stored here. Raises `TooOften`.

    It is complete before its first byte is sent, so that a failure is a page that says so and never half a file;
    its owner is notified by mail before that, so that no file is sent without notice.
    """
    asking = viewer()
    shared_limits.count((EXPORTS, str(current_user.public_id)))
    now = clock.now()
    with snapshot(viewer=asking):
        reader = own(viewer=asking)
        files = slots.exported(viewer=asking)
        first = readme(files, name=reader.name, email=reader.email, made=filters.moment(now))
        made = archive([first, *files], at=now)
    try:
        data.notify_of_download(viewer=asking, device=this_device())
    except BaseException:
        made.close()
        raise
    day = now.astimezone(get_timezone() or dt.UTC).date()
    length = made.tell()
    made.seek(0)
    answer = send_file(
        made,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"mentorhub-{day.isoformat()}.zip",
    )
    answer.content_length = length
    answer.headers["Cache-Control"] = "no-store"
    return answer
