"""The API's own document (OpenAPI 3.1), made of its routes and schemas, and what is the same for all of them."""

import copy
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from mentorhub.web.api.problems import DETAILS, TYPE

VERSION = "1.0.0"
SCHEME = "token"
ABOUT = """\
Read and write your notebook from a program. Make a token in your account, and send it with each request as
`Authorization: Bearer mhp_…`. Lists come in pages: `next` is the cursor of the page that follows, and null at the end.
A POST with an `Idempotency-Key` acts once, however often it is sent within a day. What is wrong is answered as
`application/problem+json` (RFC 9457), with `errors` for single fields.
"""
UPLOADS: set[str] = set()  # operations that take a file
FILES = {"download_people": "text/vcard", "download_person": "text/vcard"}
REFUSALS = (401, 403, 404, 409, 413, 415, 422, 429, 500)
REPEATABLE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "Of your choice, new for each request: the same request with the same key acts once within a day.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag that was read: the change is refused (412) where something newer stands.",
}


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str
    pointer: str = Field(description="Leads to it in the body (RFC 6901).")
    detail: str


class ProblemDocument(BaseModel):
    """What is wrong (RFC 9457)."""

    model_config = ConfigDict(json_schema_extra={"required": ["type", "title", "status", "detail"]})

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = Field(default_factory=list)


openapi = SpecTree(
    "flask",
    title="MentorHub",
    version=VERSION,
    description=ABOUT,
    path="openapi-of-none",  # its document and pages are ours
    page_templates={},
    mode="strict",
    annotations=False,
    validation_error_model=ProblemDocument,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    security_schemes=[
        SecurityScheme(
            name=SCHEME,
            data=SecuritySchemeData(
                type=SecureType.HTTP, scheme="bearer", description="mhp_ and 36 characters"
            ),
        )
    ],
    security={SCHEME: []},
)


def document() -> dict[str, Any]:
    """OpenAPI 3.1, as JSON holds it; inside an app's context."""
    spec: dict[str, Any] = copy.deepcopy(openapi.spec)
    for path, methods in sorted(spec["paths"].items()):
        for method, operation in methods.items():
            _complete(operation, method)
        spec["paths"][path] = dict(sorted(methods.items()))
    spec["paths"] = dict(sorted(spec["paths"].items()))
    spec["tags"].sort(key=lambda tag: tag["name"])
    return spec


def _complete(operation: dict[str, Any], method: str) -> None:
    """What is said once for all routes: problems, keys, versions, files."""
    name = operation["operationId"]
    problem = {"schema": {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}}
    for status in REFUSALS if method != "get" else (401, 403, 404, 422, 429, 500):
        said = {"description": DETAILS.get(status, "More than may be sent.")}
        operation["responses"][str(status)] = said | {"content": {TYPE: problem}}
    if method == "post":
        operation["parameters"].append(REPEATABLE)
    if method == "patch":
        operation["parameters"].append(IF_MATCH)
    if name in FILES:
        operation["responses"]["200"]["content"] = {FILES[name]: {"schema": {"type": "string"}}}
    if name in UPLOADS:
        file = {"type": "string", "contentMediaType": "application/octet-stream"}
        schema = {"type": "object", "properties": {"file": file}, "required": ["file"]}
        operation["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": {"schema": schema}},
        }
