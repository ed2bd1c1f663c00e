"""The API's document, and the page that shows it to people. Both are the same for everybody."""

from typing import Any

from flask import Blueprint, Flask, Response, jsonify, render_template

from mentorhub.foundation.config import settings
from mentorhub.web.api.openapi import document

blueprint = Blueprint("web_api", __name__)
HEADER = "Authorization: Bearer mhp_…"
METHODS = ("get", "post", "patch", "delete")


def init_app(app: Flask) -> None:
    """Public."""
    app.register_blueprint(blueprint)


@blueprint.get("/api")
def show_api() -> str:
    """What programs can do, how, and what they are answered."""
    spec = document()
    example = f'curl -H "{HEADER}" {settings().base_url}/api/v1/people'
    return render_template(
        "web/show_api.html", groups=_groups(spec), schemas=_fields(spec), example=example
    )


@blueprint.get("/api/v1/openapi.json")
def show_openapi() -> Response:
    """The document, for programs that make clients of it."""
    answer = jsonify(document())
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _groups(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Operations by tag: method, path, words, and the names of what goes in and out."""
    found: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in spec["tags"]}
    for path, methods in spec["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = methods[method]
                found[operation["tags"][0]].append(
                    {
                        "method": method.upper(),
                        "path": path,
                        "summary": operation["summary"],
                        "description": operation["description"],
                        "query": [one for one in operation["parameters"] if one["in"] == "query"],
                        "takes": _schema_of(operation.get("requestBody", {})),
                        "gives": _schema_of(_success(operation)),
                    }
                )
    return found


def _success(operation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for status, one in operation["responses"].items() if status.startswith("2")
    )
    return found


def _schema_of(part: dict[str, Any]) -> str:
    """The name of the JSON schema, if there is one."""
    schema = part.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _fields(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """By schema: each field with its type in words, and whether it must be there."""
    return {
        name: [
            {
                "name": field,
                "type": _type(about),
                "is_required": field in schema.get("required", ()),
                "about": about.get("description", ""),
            }
            for field, about in schema["properties"].items()
        ]
        for name, schema in sorted(spec["components"]["schemas"].items())
        if "properties" in schema
    }


def _type(about: dict[str, Any]) -> str:
    """As "text", "list of Labelled", "text or nothing"."""
    if "$ref" in about:
        return str(about["$ref"]).rpartition("/")[2]
    if "anyOf" in about:
        return " or ".join(dict.fromkeys(_type(one) for one in about["anyOf"]))
    if "enum" in about:
        return " | ".join(str(one) for one in about["enum"])
    if "const" in about:
        return str(about["const"])
    if about.get("type") == "array":
        return f"list of {_type(about.get('items', {}))}"
    if "format" in about:
        return str(about["format"])
    words = {"string": "text", "integer": "number", "boolean": "true or false", "null": "null"}
    return words.get(about.get("type", ""), str(about.get("type", "anything")))
