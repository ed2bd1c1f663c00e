"""Which pages other sites may show in a frame: one alone, the button that mentors put on their own sites."""

import re

from flask import Flask
from flask.testing import FlaskClient

from mentorhub.web.sessions import WITHOUT_COOKIES
from tests.architecture.tree import modules, named
from tests.support import factories

ANY_SITE = {"mentorhub/programs/views/embeds.py": "*"}
# Made-up mails, shown by this site inside its own pages alone:
THIS_SITE = {"mentorhub/demo/mailbox.py": "'self'", "mentorhub/operations/views/mails.py": "'self'"}
ANCESTORS = re.compile(r"frame-ancestors ([^;\"\s]+)")


def test_one_module_lets_other_sites_frame_its_page() -> None:
    found = {
        named(path): said
        for path in modules("mentorhub")
        for said in ANCESTORS.findall(path.read_text())
        if said not in {"'none'"}
    }
    headers = "mentorhub/web/security_headers.py"  # which reads what the others say
    assert {name: said for name, said in found.items() if name != headers} == ANY_SITE | THIS_SITE


def test_every_other_page_refuses_frames(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        slug = factories.scene().slug
    framed = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        path = re.sub(r"<(?:[^<>:]+:)?slug>", slug, rule.rule)
        with client.get(re.sub(r"<[^<>]+>", "1", path)) as answer:
            policy, old = answer.headers["Content-Security-Policy"], "X-Frame-Options"
            assert answer.status_code < 500, path
            if "frame-ancestors 'none'" in policy and answer.headers[old] == "DENY":
                continue
            framed.add((rule.endpoint, answer.headers.get(old)))
    assert framed == {("programs.show_embed", None)}


def test_what_has_no_cookies_is_what_other_sites_crawlers_and_programs_ask_for(app: Flask) -> None:
    without = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(tuple(WITHOUT_COOKIES))
    }
    for_programs = {name for name in app.view_functions if name.startswith("workspace_api.")}
    others = {"programs.show_embed", "programs.show_sitemap", "well_known.robots_txt"}
    assert without == others | for_programs | {"web_api.show_openapi"}
