"""The house itself: its public names, what importing it costs, and what a fresh process loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import replyguard

ROOT = Path(__file__).parent.parent
HEAVY = ("langchain", "langchain_core", "langchain_openai", "openai", "streamlit", "sqlalchemy", "onnxruntime", "numpy")


def _fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout


def test_every_public_name_can_be_had() -> None:
    for name in replyguard.__all__:
        assert getattr(replyguard, name) is not None
    assert set(replyguard.__all__) <= set(dir(replyguard))


def test_importing_loads_nothing_heavy() -> None:
    loaded = json.loads(_fresh("import sys, json, replyguard; print(json.dumps(sorted(sys.modules)))"))
    assert [name for name in HEAVY if name in loaded] == []


def test_an_offline_review_loads_the_small_network_and_nothing_else_that_is_heavy() -> None:
    code = (
        "import sys, json; from replyguard import ReplyGuard; "
        "ReplyGuard(offline=True).review('We are sorry that we sent you the wrong size, and thank you.');"
        "print(json.dumps(sorted(sys.modules)))"
    )
    loaded = json.loads(_fresh(code))
    assert [name for name in HEAVY if name in loaded] == ["onnxruntime", "numpy"]
    unused = ("replyguard.models.door", "replyguard.models.prompts", "replyguard.drafting", "replyguard.triage")
    assert [name for name in (*unused, "replyguard.team", "pydantic_settings", "py3langid") if name in loaded] == []


def test_no_code_of_ours_posts_anything() -> None:
    for path in (ROOT / "replyguard").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "requests.post" not in text and "urlopen(" not in text, path.name


def test_importing_is_quick_against_the_interpreter_itself() -> None:
    # A ratio, not a time: a slow machine starts the interpreter slowly too.
    code = (
        "import subprocess, sys, time\n"
        "def best(words):\n"
        "    times = []\n"
        "    for _ in range(3):\n"
        "        start = time.perf_counter()\n"
        "        subprocess.run([sys.executable, '-c', words], check=True)\n"
        "        times.append(time.perf_counter() - start)\n"
        "    return min(times)\n"
        "print(best('import replyguard') / best('import json'))"
    )
    assert float(_fresh(code)) < 4


def test_the_documents_show_what_the_program_prints() -> None:
    documents = ["README.md", *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("*.md")))]
    check = [sys.executable, "-m", "cogapp", "--check", *documents]
    done = subprocess.run(check, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, f"run `make docs`: {done.stdout}"


def test_the_example_of_the_readme_runs_as_it_stands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code = text.split("```python\n", 1)[1].split("```", 1)[0]
    told = _fresh(code + "\nprint(reply.review.verdict, review.verdict)")
    assert told.split() == ["ready", "revise"]
