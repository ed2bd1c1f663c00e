"""The page that shows the API to people."""

import json

from flask.testing import FlaskClient


def test_the_page_shows_every_operation_and_loads_nothing_from_elsewhere(
    client: FlaskClient,
) -> None:
    spec = client.get("/api/v1/openapi.json").get_json()
    page = client.get("/api").text
    for path, methods in spec["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in page
    assert "http" not in "".join(part for part in page.split('src="')[1:] if part[:4] == "http")
    assert len(page.encode()) < 90 * 1024 and "<script>" not in page
    assert "mentorhub." not in json.dumps(spec).replace("mentorhub.example", "")
