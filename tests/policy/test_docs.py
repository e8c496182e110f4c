"""The files that the documents show are taken as they stand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from replyguard.clock.targets import load_clock
from replyguard.domain.breach import Consequence
from replyguard.domain.triage import Urgency
from replyguard.policy import load_policy, propose
from replyguard.policy.page import as_markdown

DOCS = Path(__file__).parents[2] / "docs"


def _example(document: str, folder: Path) -> Path:
    path = folder / "example.yaml"
    path.write_text((DOCS / document).read_text("utf-8").split("```yaml\n", 1)[1].split("```", 1)[0], "utf-8")
    return path


def test_the_policy_of_the_document_is_one(tmp_path: Path) -> None:
    policy = load_policy(_example("comment-policy.md", tmp_path))
    (found,) = propose("Anjingnya mati di akhir.", policy, earlier=3)
    assert (found.mark.what, found.consequence) == ("spoilers", Consequence.HIDE)
    assert "Kopi Tiga Pintu" in as_markdown(policy, ["id", "en"])


def test_the_clock_of_the_document_is_one(tmp_path: Path) -> None:
    clock = load_clock(_example("in-time.md", tmp_path))
    assert clock.target("instagram", Urgency.ROUTINE).first_response == timedelta(minutes=90)
