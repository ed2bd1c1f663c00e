"""A person's downloaded data, opened: the files of a ZIP that was answered, and all words in them."""

import io
from zipfile import ZipFile

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.forms import token_on

PAGE, ARCHIVES = "/account/data", "/account/data/archives"


def download_export(client: FlaskClient) -> TestResponse:
    """Press the button of the page, and read the answer to its end."""
    token = token_on(client, PAGE)
    answer = client.post(ARCHIVES, data={"csrf_token": token}, buffered=True)
    answer.close()
    return answer


def files_of(answer: TestResponse) -> dict[str, str]:
    """Each file's words, by name, in their order."""
    assert answer.status_code == 200, answer.text[:500]
    with ZipFile(io.BytesIO(answer.data)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name).decode(errors="replace") for name in opened.namelist()}


def words_in(answer: TestResponse) -> str:
    """What an answer says, also one that is a ZIP; a picture shows what its page says, or what its practice sent."""
    if (answer.mimetype or "").startswith("image/"):
        return ""
    if answer.mimetype != "application/zip":
        return answer.text
    return "\n".join(files_of(answer).values())
