"""The wheel, built and installed without a network: it holds all that runs, and serves from an empty folder."""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.architecture.tree import ROOT
from tests.support.shop import open_checkout, sdk

INSIDE = {
    "mentorhub": "mentorhub",
    "templates": "mentorhub/_templates",
    "migrations": "mentorhub/_migrations",
}
ONE_OF_EACH = {
    "mentorhub/enrolment/rules/states.py",
    "mentorhub/static/css/app.css",
    "mentorhub/stripe_sandbox/static/sandbox.css",
    "mentorhub/_templates/layouts/base.html",
    "mentorhub/_templates/accounts/emails/account_gone.txt",
    "mentorhub/_templates/stripe_sandbox/show_pay_page.html",
    "mentorhub/_migrations/env.py",
    "mentorhub/_migrations/script.py.mako",
    "mentorhub/_migrations/versions/0001_foundation.py",
}
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
WITHIN_SECONDS = 150  # of a machine that has other things to do; each step needs a few


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to build from, so that nothing of an earlier build is in the way and the tree stays as it is."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in INSIDE:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the locked setuptools."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    _run([*PIP, "wheel", *options, str(checkout)])
    (built,) = folder.glob("mentorhub-*.whl")
    return built


@pytest.fixture
def environment(wheel: Path, tmp_path: Path) -> Path:
    """A virtual environment with the wheel alone, which finds what it needs among the locked packages."""
    made = tmp_path / "environment"
    _run([sys.executable, "-m", "venv", "--without-pip", str(made)])
    python = str(made / "bin" / "python")
    _run([*PIP, "--python", python, "install", "--no-index", "--no-deps", str(wheel)])
    locked = sysconfig.get_path("purelib")  # its own .pth files, of the editable install, count not
    (_packages(made) / "locked.pth").write_text(f"{locked}\n")
    return made


def test_the_wheel_holds_the_three_folders_and_nothing_else(checkout: Path, wheel: Path) -> None:
    expected = {
        f"{inside}/{path.relative_to(checkout / name).as_posix()}"
        for name, inside in INSIDE.items()
        for path in (checkout / name).rglob("*")
        if path.is_file()
    }
    with zipfile.ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert names >= ONE_OF_EACH
    assert (names - expected, expected - names) == (set(), set())


def test_an_installed_wheel_serves_and_leaves_itself_as_it_was(
    environment: Path, tmp_path: Path
) -> None:
    package, empty = _packages(environment) / "mentorhub", tmp_path / "empty"
    empty.mkdir()
    before = _state(package)
    command = str(environment / "bin" / "mentorhub")
    assert _found_by(environment, empty) == [package / "_templates", package / "_migrations"]
    settings = _settings(empty)
    home, stripe = settings["MENTORHUB_BASE_URL"], settings["STRIPE_API_BASE"]
    with _running([command, "sandbox", "--port", _port(stripe)], empty, settings):
        _run([command, "upgrade"], empty, settings)
        with _running([command, "serve", "--port", _port(home)], empty, settings):
            assert "</html>" in _answer(f"{home}/")
            assert _answer(f"{home}/health/ready")
            assert "@layer" in _answer(f"{home}/static/css/app.css")
        assert "4242" in _answer(open_checkout(sdk(stripe)).url or "")
        assert _answer(f"{stripe}/static/sandbox.css")
    assert _state(package) == before


def _found_by(environment: Path, folder: Path) -> list[Path]:
    code = "from mentorhub.folders import folder; print(folder('templates'), folder('migrations'))"
    said = _run([str(environment / "bin" / "python"), "-c", code], folder)
    return [Path(word) for word in said.split()]


def _settings(folder: Path) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "MENTORHUB_DATABASE_URL": f"sqlite:///{folder / 'mentorhub.db'}",
        "MENTORHUB_SECRET_KEY": "a secret of thirty-two characters",
        "MENTORHUB_BASE_URL": f"http://localhost:{_free_port()}",
        "MENTORHUB_MAIL_URL": "smtp://127.0.0.1:9",
        "STRIPE_SECRET_KEY": "sk_test_wheel",
        "STRIPE_WEBHOOK_SECRET": "whsec_wheel",
        "STRIPE_API_BASE": f"http://127.0.0.1:{_free_port()}",
    }


def _run(command: list[str], folder: Path = ROOT, settings: dict[str, str] | None = None) -> str:
    environment = {"PATH": os.environ["PATH"], **(settings or {})}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def _running(command: list[str], folder: Path, settings: dict[str, str]) -> Iterator[None]:
    environment = {"PATH": os.environ["PATH"], **settings}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _answer(url: str) -> str:
    """What is answered with 200, once the server is up."""
    until = time.monotonic() + WITHIN_SECONDS
    while True:
        try:
            answer = requests.get(url, timeout=10)
        except requests.ConnectionError:
            assert time.monotonic() < until, f"{url} did not answer"
            time.sleep(0.05)
        else:
            assert answer.status_code == 200, url
            return answer.text


def _packages(environment: Path) -> Path:
    (folder,) = environment.glob("lib/python*/site-packages")
    return folder


def _state(package: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in package.rglob("*")}


def _port(url: str) -> str:
    return url.rpartition(":")[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
