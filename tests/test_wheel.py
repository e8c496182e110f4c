"""What a user installs: the wheel, in an environment of its own, outside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_carries_what_runs(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for name in ("prompts/draft.md", "ui/app.py", "ui/locales/id.yaml", "languages/id/language.yaml", "py.typed"):
        assert f"replyguard/{name}" in held
    for name in ("env.py", "script.py.mako", "versions/0001_record.py"):
        assert f"replyguard/cases/migrations/{name}" in held
    for name in ("approval/roles.yaml", "approval/reasons.yaml", "cases/report.yaml"):
        assert f"replyguard/{name}" in held
    for language in ("en", "id"):
        rules = (ROOT / "replyguard" / "languages" / language / "rules").glob("*.yaml")
        assert {f"replyguard/languages/{language}/rules/{path.name}" for path in rules} <= held


def test_it_drafts_and_reviews_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    # A fresh environment with the bare library and the pinned versions it needs, and nothing of the checkout.
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", str(ROOT / "constraints.txt"), str(wheel)], check=True, capture_output=True)
    environment = {"PATH": os.environ["PATH"]}
    empty = tmp_path / "empty"
    empty.mkdir()

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(python), "-m", "replyguard.cli", *words, "--json", "--offline"]
        return subprocess.run(command, capture_output=True, text=True, cwd=empty, env=environment, check=False)

    where = [str(python), "-c", "import replyguard; print(replyguard.__file__)"]
    told = subprocess.run(where, capture_output=True, text=True, cwd=empty, env=environment, check=True).stdout
    assert told.startswith(str(home)), told
    drafted = run("draft", "Paket saya telat seminggu!", "--fact", "Paket tertahan di gudang kami")
    assert json.loads(drafted.stdout)["review"]["verdict"] == "ready", drafted.stderr
    reviewed = run("review", "We are sorry you feel that way.")
    assert json.loads(reviewed.stdout)["verdict"] != "ready", reviewed.stderr
