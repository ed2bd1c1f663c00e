"""A throw-away PostgreSQL: initdb and pg_ctl, as root or not, on a unix socket, gone at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.support import tmp_dirs

OWNER = "mentorhub_owner"
APP = "mentorhub_app"


@dataclass(frozen=True)
class Cluster:
    """A running server: `url(role, database)` is how to reach it."""

    socket_dir: Path

    def url(self, role: str, database: str) -> str:
        """An address for SQLAlchemy and libpq."""
        return f"postgresql://{role}@/{database}?host={self.socket_dir}"

    def execute(self, *statements: str, role: str = "postgres", database: str = "postgres") -> None:
        """Run statements outside a transaction."""
        with psycopg.connect(self.url(role, database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def create_database(self, name: str) -> None:
        """An empty database owned by the owner role, whose tables the app role may use but not alter."""
        self.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
        self.execute(
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER}",
            f"GRANT USAGE ON SCHEMA public TO {APP}",
            database=name,
        )
        self.execute(
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP}",
            role=OWNER,
            database=name,
        )

    def copy_database(self, template: str, name: str) -> None:
        """A fresh copy of a migrated database, in some hundredths of a second."""
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy OWNER {OWNER}")

    def drop_database(self, name: str) -> None:
        """Gone, whoever is still connected."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running(*, fsync: bool = False) -> Iterator[Cluster]:
    """Start a server and stop it at the end; fails loudly where PostgreSQL is not installed."""
    binaries = _binaries()
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if fsync else tmp_dirs.folder()))
    as_user = _unprivileged(home)
    data, log = home / "data", home / "log"
    try:
        _run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"],
            as_user,
        )
        options = f"-k {home} -c listen_addresses= -c max_connections=100"
        if not fsync:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        _run([binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"], as_user)
        cluster = Cluster(home)
        cluster.execute(f"CREATE ROLE {OWNER} LOGIN", f"CREATE ROLE {APP} LOGIN NOBYPASSRLS")
        yield cluster
    finally:
        if data.exists():
            _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], as_user, check=False)
        shutil.rmtree(home, ignore_errors=True)


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise RuntimeError("PostgreSQL is not installed; `make setup-test` installs it")
    return Path(on_path).resolve().parent


def _unprivileged(home: Path) -> dict[str, Any]:
    # initdb refuses to run as root: hand the folder to an ordinary user and become it.
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(home, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("no unprivileged user to run PostgreSQL as")


def _run(command: list[Any], as_user: dict[str, Any], *, check: bool = True) -> None:
    result = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        cwd="/tmp",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        check=False,
        **as_user,
    )
    if check and result.returncode:
        raise RuntimeError(f"{command[0]}: {result.stdout}{result.stderr}")
