"""Every example of every rule, and the number of them that was promised."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from replyguard.cooldown.proof import problems
from replyguard.domain.review import Category
from replyguard.errors import DataError
from replyguard.languages import yaml
from replyguard.languages.pack import Pack, available, load
from replyguard.languages.schema import RuleFile

FOURTEEN = list(Category)[:14]
FEWEST_RULES, FEWEST_EXAMPLES = 12, 2

GOOD = """\
- id: anger.test
  severity: block
  patterns: ['\\bgo away\\b']
  reason: It sends the customer off.
  rewrite: ""
  fires: ["Just [[go away]].", "Please [[go away]] now."]
  silent: ["The smell will go in a day.", "We went away for a day."]
"""


def test_two_languages_are_there() -> None:
    assert {"en", "id"} <= set(available())


@pytest.mark.parametrize("code", available())
def test_every_rule_does_what_its_examples_say(code: str) -> None:
    assert list(problems(code)) == []


@pytest.mark.parametrize("code", available())
def test_every_category_has_rules_enough_with_examples_both_ways(code: str) -> None:
    rules = load(code).rules
    count = Counter(rule.category for rule in rules)
    assert {category: count[category] for category in FOURTEEN if count[category] < FEWEST_RULES} == {}
    thin = [r.id for r in rules if len(r.fires) < FEWEST_EXAMPLES or len(r.silent) < FEWEST_EXAMPLES]
    assert thin == []


def test_a_rule_that_does_not_find_its_example_is_told(tmp_path: Path) -> None:
    pack = _pack(tmp_path, GOOD.replace("Just [[go away]].", "Just [[leave us]]."))
    assert [rule.id for rule in pack.rules] == ["anger.test"]
    from replyguard.cooldown import proof
    from replyguard.cooldown.rules import RuleSet

    found = list(proof._of_rule(pack.rules[0], RuleSet(pack)))
    assert found == ["should find ['leave us'], finds [] in: Just leave us."]


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("severity: block", "severity: hard"), 2, "severity"),
        (('  rewrite: ""\n', '  rewrite: ""\n  colour: red\n'), 6, "colour"),
        (("  severity: block\n", "  severity: block\n  severity: warn\n"), 3, "twice"),
        (("Just [[go away]].", "Just go away."), 1, "mark the words"),
        (("anger.test", "rage.test"), 1, "not a category"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_file_and_line(change: tuple[str, str], line: int, words: str) -> None:
    with pytest.raises(DataError) as caught:
        yaml.parse(GOOD.replace(*change), RuleFile, "anger.yaml")
    assert caught.value.line == line
    assert str(caught.value).startswith(f"anger.yaml:{line}: ")
    assert words in str(caught.value)


def test_a_pattern_that_could_blow_up_is_refused(tmp_path: Path) -> None:
    from replyguard.cooldown.rules import RuleSet

    pack = _pack(tmp_path, GOOD.replace(r"\bgo away\b", r"(?=go)\bgo away\b"))
    with pytest.raises(DataError, match="no look-around"):
        RuleSet(pack)


def _pack(folder: Path, rules: str) -> Pack:
    (folder / "rules").mkdir()
    (folder / "rules" / "anger.yaml").write_text(rules, encoding="utf-8")
    (folder / "exceptions.yaml").write_text("[]", encoding="utf-8")
    words = ", ".join(f"word{number}" for number in range(20))
    (folder / "language.yaml").write_text(f"code: en\nname: Test\nstopwords: [{words}]\n", encoding="utf-8")
    return Pack(folder)
