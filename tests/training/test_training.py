"""What the tagger learns from: its labels stand where they should, and nothing it is measured on is among it."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from replyguard.cooldown.network import CATEGORIES, Reading, network
from replyguard.cooldown.tagger import marks
from replyguard.domain.review import Category
from training import calibration, card, examples, scenes

ROOT = Path(__file__).parents[2]
DATA = ROOT / "training" / "data"


@pytest.fixture(scope="module")
def split() -> tuple[list[examples.Example], list[examples.Example]]:
    return examples.split(DATA)


def test_half_of_what_is_learnt_is_good_and_every_category_is_there_in_both_languages(
    split: tuple[list[examples.Example], list[examples.Example]],
) -> None:
    for language in ("en", "id"):
        mine = [one for one in split[0] if one.language == language]
        assert len(mine) > 1000
        assert 0.4 < sum(not one.spans for one in mine) / len(mine) < 0.6
        seen = Counter(number for one in mine for _, _, number in one.spans)
        assert min(seen[number] for number in range(len(CATEGORIES))) >= 30


def test_no_reply_to_measure_with_and_no_held_out_scene_is_learnt(
    split: tuple[list[examples.Example], list[examples.Example]],
) -> None:
    train, held = split
    played = [text for scene in scenes.load(DATA / "scenes") for text, _ in (*scene.faulty, *scene.good)]
    learnt = {run for text in (*(one.reply for one in train), *played) for run in _runs(text)}
    for name in ("development", "later", "typed"):
        for line in (ROOT / f"tests/data/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            assert len(_runs(json.loads(line)["reply"]) & learnt) <= 1, line
    assert not {one.scene for one in train} & {one.scene for one in held}


def _runs(text: str, size: int = 9) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def test_a_label_covers_the_tokens_of_its_words_and_no_others(
    split: tuple[list[examples.Example], list[examples.Example]],
) -> None:
    for one in split[0][::40]:
        found = examples.tokens(one, network().tokenizer)
        offsets = network().tokenizer.encode(one.reply).offsets
        first = int(np.argmax(found.parts == 2))
        for number, (start, end) in enumerate(offsets[: len(found.ids) - first - 1]):
            words = one.reply[start:end].strip()
            marked = {column for a, b, column in one.spans if start < b and a < end and words}
            if words and not one.reply[start].isspace():
                assert set(np.flatnonzero(found.labels[first + number])) == marked


def test_disturbing_a_reply_moves_its_labels_along() -> None:
    slang = examples.slang(ROOT / "training/slang.json")
    reply = "Mohon maaf, tidak ada yang salah dengan pesanan Kakak, dan kami sudah cek."
    start = reply.index("tidak ada")
    one = examples.Example("x", "id", reply, "Salah kirim", ("a", "b"), ((start, start + 20, 5),))
    changed = set()
    for seed in range(60):
        other = examples.disturbed(one, random.Random(seed), slang)
        (a, b, number) = other.spans[0]
        assert number == 5 and 0 <= a < b <= len(other.reply)
        assert other.reply[:a].lower().startswith("m") and other.reply[a:b].strip()
        changed.add(other.reply)
    assert len(changed) > 15


def test_shouting_is_never_made_quiet() -> None:
    reply = "We NEVER said that, you KNOW it."
    one = examples.Example("x", "en", reply, "c", (), ((3, 8, CATEGORIES.index(Category.SHOUTING)),))
    for seed in range(60):
        assert re.search(r"\b[A-Z]{4,}\b", examples.disturbed(one, random.Random(seed), {}).reply)


def test_a_label_whose_words_are_not_in_the_reply_stops_the_training(tmp_path: Path) -> None:
    row = {"id": "x", "lang": "en", "reply": "Hello", "findings": [{"category": "anger", "quote": "bye"}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"a\.jsonl:1"):
        examples.load([tmp_path / "a.jsonl"])


def test_thresholds_separate_what_can_be_separated_and_keep_good_replies_quiet() -> None:
    held = [examples.Example(str(n), "en", "word word", "", (), ((0, 4, 0),) if n % 2 else ()) for n in range(40)]
    readings = []
    for n in range(40):
        values = np.full((2, len(CATEGORIES)), 0.01, "f4")
        values[:, 0] = 0.8 if n % 2 else 0.3
        values[:, 1] = 0.4 if n % 2 else 0.0
        readings.append(Reading([(0, 4), (5, 9)], values))
    made = card.made(card.blank("0" * 64, 1), held, readings, lambda _: {}, {"default": 0.7})
    found = [{mark.category for mark in marks(one, made, "en", "word word")} for one in readings]
    assert found == [{CATEGORIES[0]} if n % 2 else set() for n in range(40)]


def test_a_scale_says_how_often_a_score_was_right() -> None:
    scores = np.concatenate([np.full(100, 0.9), np.full(100, 0.1)])
    right = np.concatenate([np.ones(60), np.zeros(40), np.ones(5), np.zeros(95)])
    slope, shift = calibration.scale(scores, right)
    at = 1 / (1 + np.exp(-(slope * np.log(9.0) + shift)))
    assert abs(at - 0.6) < 0.08
