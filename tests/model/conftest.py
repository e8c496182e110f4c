"""A real, small model behind a real server on loopback. `make test-model` installs it and runs these tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PYTHON = Path(__file__).parents[2] / "build" / "model" / "venv" / "bin" / "python"
_SERVE = Path(__file__).parent / "serve.py"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The base URL of the server, with SmolLM2-135M in it."""
    if not PYTHON.exists():
        pytest.fail("the model's server is not installed: run `make test-model`")
    # A thread that spins while it waits for the other one takes the core that the other one needs.
    patient = {**os.environ, "OMP_WAIT_POLICY": "passive"}
    command = [str(PYTHON), str(_SERVE)]
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True, env=patient) as server,
    ):
        try:
            url = server.stdout.readline().strip() if server.stdout else ""
            assert url, "the server ended before it answered: see build/model/server.log"
            yield f"{url}/v1"
        finally:
            server.kill()
            said.seek(0)
            shutil.copyfileobj(said, (PYTHON.parents[2] / "server.log").open("w"))
