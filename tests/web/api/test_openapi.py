"""The document of the API: valid, whole, without a word of the inside; and the page that shows it."""

from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.personas import verbs


def test_the_document_is_valid_openapi_3_1(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    spec = answer.get_json()
    assert (answer.status_code, spec["openapi"]) == (200, "3.1.0")
    assert list(OpenAPIV31SpecValidator(spec).iter_errors()) == []
    assert "Set-Cookie" not in answer.headers


def test_every_route_of_the_api_is_in_it(app: Flask, client: FlaskClient) -> None:
    spec = client.get("/api/v1/openapi.json").get_json()
    said = {
        (path, method)
        for path, methods in spec["paths"].items()
        for method in map(str.upper, methods)
    }
    routes = {
        (rule.rule.replace("<", "{").replace(">", "}"), verb)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.endpoint.startswith("web_api.")
        for verb in verbs(rule)
    }
    assert said == routes and len(routes) > 40


def test_every_operation_says_what_it_refuses_and_who_may(client: FlaskClient) -> None:
    spec = client.get("/api/v1/openapi.json").get_json()
    assert spec["security"] == [{"token": []}]
    for methods in spec["paths"].values():
        for method, operation in methods.items():
            for status in ("401", "403", "404", "422", "429", "500"):
                assert list(operation["responses"][status]["content"]) == [
                    "application/problem+json"
                ]
            names = {one["name"] for one in operation["parameters"]}
            assert ("Idempotency-Key" in names) == (method == "post")
            assert ("If-Match" in names) == (method == "patch")
    imports = spec["paths"]["/api/v1/imports"]["post"]
    assert list(imports["requestBody"]["content"]) == ["multipart/form-data"]
