"""Plain criticism never breaks the policy, however angry; a breach is found at its very words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from replyguard.domain.breach import Consequence
from replyguard.errors import DataError
from replyguard.languages.examples import Example
from replyguard.policy import Policy, Rule, breaches, load_policy, propose
from replyguard.triage import read_complaint

DATA = Path(__file__).parents[1] / "data"


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


CRITICISM, BREACHES = _rows("criticism.jsonl"), _rows("breaches.jsonl")


@pytest.mark.parametrize("row", CRITICISM, ids=lambda row: row["text"][:30])
@pytest.mark.parametrize("earlier", [0, 9])
def test_criticism_meets_no_consequence_however_angry(row: dict[str, Any], earlier: int) -> None:
    assert propose(row["text"], earlier=earlier) == ()


@pytest.mark.parametrize("row", BREACHES, ids=lambda row: row["text"][:30])
def test_a_breach_is_found_at_its_words_and_meets_the_step_of_its_rule(row: dict[str, Any]) -> None:
    example: Example = TypeAdapter(Example).validate_python(row["text"])
    (proposal,) = propose(example.text)
    mark = proposal.mark
    assert (mark.what, [(mark.start, mark.end)]) == (row["breach"], [(span.start, span.end) for span in example.spans])
    assert example.text[mark.start : mark.end] == mark.quote
    assert proposal.consequence is Policy().ladder(row["breach"])[0]


def test_there_are_thirty_of_each_in_each_language_and_no_sentence_twice() -> None:
    for rows in (CRITICISM, BREACHES):
        assert {code: sum(row["language"] == code for row in rows) for code in ("en", "id")} == {"en": 30, "id": 30}
    texts = [row["text"] for row in (*CRITICISM, *BREACHES, *_rows("policy.jsonl"))]
    assert len(set(texts)) == len(texts)
    for code in ("en", "id"):
        assert {row["breach"] for row in BREACHES if row["language"] == code} == set(Rule)


@pytest.mark.parametrize(
    "text",
    [
        "I will sue you, and I will tell every newspaper in town!!!",
        "Saya tuntut kalian, dan semua media akan tahu!!!",
    ],
)
def test_a_lawyer_and_the_press_are_criticism_though_a_person_must_look_at_once(text: str) -> None:
    from replyguard.domain.complaint import Complaint

    triage = read_complaint(Complaint(text=text))
    assert (triage.breaches, triage.urgency.value) == ((), "serious_risk")


@pytest.mark.parametrize("text", ["Your waiter is a fat ugly pig.", "Muka admin kayak babi."])
def test_the_steps_go_up_with_every_earlier_breach_and_the_last_one_stays(text: str) -> None:
    steps = [propose(text, earlier=count)[0] for count in range(6)]
    assert [one.consequence for one in steps] == [*Consequence, *[Consequence.BLOCK_FOR_GOOD] * 2]
    assert [one.days for one in steps] == [None, None, 30, None, None, None]


OWN = """
name: Toko Sebelah
block_days: 7
rules:
  abuse:
    meaning: {en: No insults., id: Jangan menghina.}
    consequence: {en: We hide it., id: Kami sembunyikan.}
    ladder: [hide, block_for_good]
    patterns: ['\\bpotato[- ]?heads?\\b']
    unless: ['\\btoys?\\b']
    fires: ["You [[potato heads]]!"]
    silent: ["The potato head toy was broken."]
  spoilers:
    name: {en: Spoilers, id: Bocoran}
    meaning: {en: Do not tell how the film ends., id: Jangan bocorkan akhir filmnya.}
    consequence: {en: We hide it., id: Kami sembunyikan.}
    ladder: [remind, hide]
    patterns: ['\\bdies at the end\\b', '\\bmati di akhir\\b']
    fires: ["The dog [[dies at the end]].", "Anjingnya [[mati di akhir]]."]
"""


def test_a_brand_adds_rules_and_words_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(OWN)
    policy = load_policy(path)
    (own,) = propose("Anjingnya mati di akhir!", policy, earlier=1)
    assert (own.mark.what, own.mark.quote, own.consequence) == ("spoilers", "mati di akhir", Consequence.HIDE)
    assert [one.mark.quote for one in propose("You potato heads, all of you.", policy)] == ["potato heads"]
    assert [mark.what for mark in breaches("Your waiter is a fat pig.", policy)] == ["abuse"]
    # What the brand left out is not enforced.
    assert propose("Best online casino here!", policy) == ()
    assert propose("The potato head toy came without a nose.", policy) == ()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[remind, hide]", "[]", "spoilers: is not one of"),
        ("[remind, hide]", "[hide, remind]", "should go upwards"),
        ("[remind, hide]", "[delete]", "Input should be"),
        ("The dog [[dies at the end]].", "The dog [[dies]] at the end.", "do not find exactly what is marked"),
        ("[[mati di akhir]]", "hidup", "mark the words"),
        ("'\\bpotato[- ]?heads?\\b'", "'(?=potato)'", "RE2"),
        ('silent: ["The potato head toy', 'silent: ["The potato head', "do not find exactly"),
        ("block_days: 7", "block_days: 0", "block_days"),
    ],
)
def test_a_policy_that_does_not_hold_is_refused_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "policy.yaml"
    assert old in OWN
    path.write_text(OWN.replace(old, new))
    with pytest.raises(DataError, match=rf"policy\.yaml:\d+: .*{problem}"):
        load_policy(path)
