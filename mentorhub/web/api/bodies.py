"""What a request sends, read into its schema, and recognised when it comes again."""

import hashlib
import json
from typing import TypeVar, get_origin

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import FileStorage

from mentorhub.web.api.problems import Problem, field_error

Sent = TypeVar("Sent", bound=BaseModel)
_OURS = "Value error, "  # which pydantic sets before words of our own
_CHUNK = 1 << 20


def read_body(schema: type[Sent]) -> Sent:
    """The JSON body. Nothing at all counts as an empty object; raises `Problem` (415, 422)."""
    data = request.get_data()
    if data and not request.is_json:
        raise Problem(415)
    try:
        return schema.model_validate_json(data or b"{}")
    except ValidationError as error:
        raise _refused(error) from error


def read_query(schema: type[Sent]) -> Sent:
    """The query; an empty value counts as none. Raises `Problem` (422)."""
    given = {
        name: values if get_origin(schema.model_fields[name].annotation) is list else values[-1]
        for name, some in request.args.lists()
        if name in schema.model_fields and (values := [one for one in some if one])
    }
    try:
        return schema.model_validate(given)
    except ValidationError as error:
        raise _refused(error) from error


def fingerprint() -> str:
    """The same for the same request: method, address and what was sent, however it was written."""
    said = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    if request.mimetype == "multipart/form-data":
        for name, value in sorted(request.form.items(multi=True)):
            said.update(json.dumps([name, value]).encode())
        for name, file in sorted(request.files.items(multi=True), key=lambda each: each[0]):
            said.update(json.dumps([name, file.filename]).encode() + _digest(file))
        return said.hexdigest()
    try:
        sent = json.dumps(json.loads(request.get_data() or b"{}"), sort_keys=True).encode()
    except ValueError:
        sent = request.get_data()
    said.update(sent)
    return said.hexdigest()


def _digest(file: FileStorage) -> bytes:
    found = hashlib.sha256()
    while chunk := file.stream.read(_CHUNK):
        found.update(chunk)
    file.stream.seek(0)
    return found.digest()


def _refused(error: ValidationError) -> Problem:
    """Each fault beside its field; what is no JSON at all is one fault."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if any(one["type"] == "json_invalid" for one in found):
        return Problem(422, "The body is not JSON.")
    return Problem(
        422,
        errors=[
            field_error(str(one["loc"][0]) if one["loc"] else "", one["loc"], _words(one["msg"]))
            for one in found
        ],
    )


def _words(message: str) -> str:
    said = message.removeprefix(_OURS)
    return said if said.endswith((".", "?", "!")) else f"{said}."
