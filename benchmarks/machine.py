"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.node import tools
from benchmarks.tables import Table
from benchmarks.texts import ROOT

_PACKAGES = (
    "google-re2",
    "pydantic",
    "onnxruntime",
    "tokenizers",
    "numpy",
    "vaderSentiment",
    "alt-profanity-check",
    "scikit-learn",
)


def machine(*, one_core: bool) -> Table:
    """Processor, system and versions."""
    found = {name: _version(name) for name in _PACKAGES}
    rows = [
        ("processor", f"{_processor()}, {os.cpu_count()} cores, {'one' if one_core else 'all'} used"),
        ("system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        ("load before the run", f"{os.getloadavg()[0]:.2f}"),
        ("ReplyGuard", f"{version('replyguard')}, commit {_commit()}"),
        ("Python packages", ", ".join(f"{name} {number}" for name, number in found.items() if number)),
        ("Node packages", ", ".join(tools.versions()) or "none: Node could not be had"),
    ]
    return Table(title="Machine and versions", head=("what", "which"), rows=tuple(rows))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _commit() -> str:
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 (our own checkout)
    return done.stdout.strip() or "unknown"
