"""What docs/cases.md shows runs as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from replyguard.approval.roles import Right, roles
from replyguard.domain.case import Role

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
COLUMNS = (Right.DRAFT, Right.EDIT, Right.DISMISS, Right.SECOND_READ, Right.APPROVE)


def test_the_examples_run_one_after_the_other(tmp_path: Path) -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL))
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("REPLYGUARD", "OPENAI"))}
    environment = clean | {"REPLYGUARD_DATA_FOLDER": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cases.sqlite").exists()


def test_the_table_of_rights_says_what_is_enforced() -> None:
    for role in Role:
        line = next(line for line in TEXT.splitlines() if line.startswith(f"| {role.value} |"))
        cells = [cell.strip() for cell in line.strip("|").split("|")][1:]
        said = {right for right, cell in zip(COLUMNS, cells, strict=False) if cell}
        assert said == roles().rights[role] & set(COLUMNS), role
