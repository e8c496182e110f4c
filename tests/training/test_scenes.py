"""Sentences by scene: what they hold, and the replies that are put together of them."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from replyguard.cooldown.network import CATEGORIES
from replyguard.domain.review import Category
from training import credit, scenes

SCENES = Path(__file__).parents[2] / "training" / "data" / "scenes"
CLAIM = CATEGORIES.index(Category.UNSUPPORTED_CLAIM)
ROW = {"id": "x", "lang": "en", "complaint": "Late.", "facts": []}


@pytest.fixture(scope="module")
def every() -> list[scenes.Scene]:
    return scenes.load(SCENES)


def test_both_languages_hold_as_many_and_every_category_that_is_heard_by_its_meaning(every: list[scenes.Scene]) -> None:
    for language in ("en", "id"):
        mine = [scene for scene in every if scene.language == language]
        assert len(mine) > 600
        names = Counter(number for scene in mine for _, ((_, _, number),) in scene.faulty)
        assert {CATEGORIES[number] for number in names} >= set(CATEGORIES) - {
            Category.UNSUPPORTED_CLAIM,
            Category.SHOUTING,
        }
        assert min(names.values()) >= 200
        assert sum(len(scene.good) for scene in mine) > 2_500
    assert len({scene.id for scene in every}) == len(every)


def test_no_sentence_stands_in_two_scenes(every: list[scenes.Scene]) -> None:
    said = Counter(" ".join(text.lower().split()) for scene in every for text, _ in (*scene.faulty, *scene.good))
    assert [text for text, times in said.items() if times > 1] == []


def test_a_reply_is_made_of_its_scenes_sentences_with_their_labels_in_place(every: list[scenes.Scene]) -> None:
    chance = random.Random(5)
    good = 0
    for scene in every[::9]:
        one = scene.reply(chance)
        words = {(text[a:b], number) for text, ((a, b, number),) in scene.faulty}
        assert {(one.reply[a:b], number) for a, b, number in one.spans} <= words
        assert one.reply and (one.complaint, one.facts, one.language) == (scene.complaint, scene.facts, scene.language)
        assert CLAIM in one.unsure
        good += not one.spans
    assert 0 < good < len(every[::9]) / 2


def test_each_faulty_sentence_is_there_alone(every: list[scenes.Scene]) -> None:
    scene = every[0]
    alone = list(scene.alone())
    assert [(one.reply, one.spans) for one in alone] == [(text, spans) for text, spans in scene.faulty]


@pytest.mark.parametrize(
    ("sentences", "wrong"),
    [
        ([{"text": "We are sorry."}], "both kinds"),
        ([{"text": "Not our day.", "category": "excuse", "quote": "your day"}, {"text": "Sorry."}], "not a sentence"),
        ([{"text": "Not our day.", "category": "weather"}, {"text": "Sorry."}], "not a sentence"),
    ],
)
def test_a_line_that_is_no_scene_stops_the_training_and_is_named(
    sentences: list[dict[str, str]], wrong: str, tmp_path: Path
) -> None:
    (tmp_path / "scenes_en.jsonl").write_text(json.dumps({**ROW, "sentences": sentences}) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=wrong) as caught:
        scenes.load(tmp_path)
    assert "scenes_en.jsonl:1" in str(caught.value)


def _scene(category: str) -> scenes.Scene:
    text = "You should have read the description."
    number = CATEGORIES.index(Category(category))
    return scenes.Scene("x", "en", "Wrong size.", (), ((text, ((0, len(text) - 1, number),)),), (("Sorry.", ()),))


def test_a_rule_gains_credit_by_names_that_are_right_and_loses_it_by_others() -> None:
    (rule,) = {name for name in credit.credit([_scene("blame_shift")]) if name != "default"}
    mixed = [_scene("blame_shift")] * 3 + [_scene("hurt")]
    assert credit.credit(mixed)["default"] == credit.credit(mixed)[rule] == 0.75
    assert credit.credit([_scene("hurt")] * 9)[rule] == 0.0
    assert credit.credit([_scene("blame_shift")] * 9)[rule] == 1.0
