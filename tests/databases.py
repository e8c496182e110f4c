"""The databases that tests run on: an SQLite file, and a real PostgreSQL that is started here."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

# Read while the module loads: each test hides the developer's variables from the code.
_GIVEN = os.environ.get("REPLYGUARD_TEST_POSTGRES_URL")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL: the one that was named, or Debian's, started here and stopped at the end."""
    if _GIVEN:
        yield _GIVEN
        return
    found = binaries()
    if found is None:
        missing = "no PostgreSQL: install Debian's package 'postgresql', or name one in REPLYGUARD_TEST_POSTGRES_URL"
        if os.environ.get("CI"):
            pytest.fail(missing)
        # A line of its own at the end of the run: half of these tests did not run.
        warnings.warn(missing, stacklevel=1)
        pytest.skip(missing)
    with serve(found) as address:
        yield address


def binaries() -> Path | None:
    """Debian's newest PostgreSQL; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def serve(binaries: Path) -> Iterator[str]:
    """A server of our own, and its address; it is stopped at the end, and nothing of it stays."""
    # Sockets only, in a folder with a short path, and as another user: PostgreSQL refuses to run as root.
    place = Path("/tmp") / f"rg-{uuid4().hex[:8]}"  # noqa: S108 (a socket's path has at most 107 characters)
    place.mkdir(mode=0o700)
    # A run that is killed takes its server with it.
    as_whom = ["setpriv", "--pdeathsig=INT"]
    if os.getuid() == 0:
        shutil.chown(place, "postgres")
        as_whom += ["--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def run(*words: str) -> None:
        done = subprocess.run([*as_whom, *words], cwd=place, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout

    data = str(place / "data")
    run(str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", "replyguard", "-E", "UTF8", "--locale=C")
    options = ("listen_addresses=", f"unix_socket_directories={place}", "max_connections=200")
    command = [str(binaries / "postgres"), "-D", data, *(word for one in options for word in ("-c", one))]
    with (place / "log").open("wb") as log:
        server = subprocess.Popen([*as_whom, *command], cwd=place, stdout=log, stderr=log)
    try:
        while "accepting connections" not in _state(binaries, place):
            assert server.poll() is None, (place / "log").read_text("utf-8", "replace")
            time.sleep(0.1)
        yield f"postgresql://replyguard@/postgres?host={place}"
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()
        shutil.rmtree(place, ignore_errors=True)


def _state(binaries: Path, place: Path) -> str:
    asked = [str(binaries / "pg_isready"), "-h", str(place)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cases.sqlite'}"
        return
    from sqlalchemy import create_engine, make_url

    server: str = request.getfixturevalue("postgres").replace("postgresql://", "postgresql+psycopg://")
    name = f"replyguard_{uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()
