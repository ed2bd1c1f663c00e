"""Who may speak to another machine: the gateway to Stripe and the mail server's, at addresses of the settings."""

import ast
from pathlib import Path

from tests.architecture.tree import modules, named, parsed

SPEAKS = {"requests", "httpx", "urllib3", "smtplib", "socket", "ftplib", "stripe", "aiohttp"}
SPEAKS |= {"urllib.request", "http.client", "telnetlib", "paramiko", "imaplib", "poplib"}
RUNS = {"subprocess", "pickle", "marshal", "shelve", "xml", "lxml", "yaml", "ctypes"}
# Which of them each may import, and why:
KNOWN = {
    "mentorhub/mail/smtp.py": {"smtplib"},  # MENTORHUB_MAIL_URL
    "mentorhub/demo/history.py": {"requests"},  # the stand-in's clock, where there is one
    "mentorhub/web/server.py": {"socket"},  # checks that its own port is free
}
CALLS = {"eval", "exec", "compile", "__import__"}


def test_only_the_known_speak_to_the_network() -> None:
    found = {
        named(path): spoken
        for path in _ours()
        if "stripe_gateway" not in path.parts and (spoken := _imported(parsed(path)) & SPEAKS)
    }
    assert found == KNOWN


def test_nothing_runs_programs_or_reads_what_could_run_something() -> None:
    assert [named(path) for path in _ours() if _imported(parsed(path)) & RUNS] == []
    called = {
        (named(path), node.func.id)
        for path in _ours()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS
    }
    assert called == set()


def _ours() -> list[Path]:
    """The product's modules; the sandbox stands for Stripe."""
    return [path for path in modules("mentorhub") if "stripe_sandbox" not in path.parts]


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        imported: list[str] = []
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            imported = [node.module or ""]
            imported += [f"{node.module}.{alias.name}" for alias in node.names]
        names |= {name for one in imported for name in (one, one.partition(".")[0])}
    return names
