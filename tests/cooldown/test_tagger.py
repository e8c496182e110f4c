"""The reader that reads meaning: places, windows, exceptions, and what it catches that no list holds."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from replyguard.cooldown.hearing import unnamed
from replyguard.cooldown.network import CATEGORIES, REPLY, WEIGHTS, Network, Reading, layouts, network
from replyguard.cooldown.reader import Context
from replyguard.cooldown.reviewer import Reviewer
from replyguard.cooldown.tagger import TaggerReader, wording
from replyguard.domain.review import Category, Finding, Severity
from replyguard.errors import DataError
from replyguard.languages.pack import available, load

HELD = Path(__file__).parents[2] / "training" / "data"


async def read(text: str, code: str, complaint: str = "", facts: tuple[str, ...] = ()) -> list[Finding]:
    found = list(await TaggerReader().read(text, Context(load(code), complaint, facts)))
    for finding in found:
        assert text[finding.start : finding.end] == finding.quote
        assert finding.score is not None and 0 <= finding.score <= 1
    return found


def held(code: str, numbers: str) -> Iterator[dict[str, Any]]:
    for path in sorted(HELD.glob(f"held_{code}_{numbers}.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


@pytest.mark.parametrize("code", ["en", "id"])
@pytest.mark.parametrize(("numbers", "least"), [("[0-5]", 0.6), ("6", 0.4)], ids=["whole", "typed into drafts"])
async def test_on_replies_nobody_taught_it_faults_are_heard_and_few_good_ones_are_marked(
    code: str, numbers: str, least: float
) -> None:
    caught = flagged = alarms = clean = 0
    for row in held(code, numbers):
        found = await read(row["reply"], code, row["complaint"], tuple(row["facts"]))
        found += unnamed(found, row["reply"], Context(load(code), row["complaint"], tuple(row["facts"])))
        if row["findings"]:
            flagged, caught = flagged + 1, caught + bool(found)
        else:
            clean, alarms = clean + 1, alarms + bool(found)
    assert caught / flagged >= least
    assert alarms / clean <= 0.08


@pytest.mark.parametrize(
    "hostile",
    [
        "!" * 5000,
        "a" * 5000,
        "\"'" * 2500,
        "\u200b" * 5000 + "x",
        "( " * 2500,
        "🤬" * 2500,
        "".join(random.Random(7).choices("😡🙏🤬🙄", k=5000)),
        "".join(random.Random(7).choices("abcdefgh.-", k=5000)),
    ],
)
async def test_a_run_without_end_is_read_in_one_window(hostile: str) -> None:
    found = layouts(network().tokenizer, hostile, "", ())
    assert len(found) <= 1 and all(len(layout.ids) <= REPLY + 8 for layout in found)
    await read(hostile, "en")


def test_tokens_of_all_windows_cover_the_reply_in_order() -> None:
    text = " ".join(f"kata{number} pesan" for number in range(400))
    reading = network().read(text)
    assert len(reading.offsets) == len(reading.values)
    assert reading.offsets == sorted(reading.offsets)
    assert reading.offsets[-1][1] == len(text)


async def test_the_customer_s_own_words_quoted_are_spared() -> None:
    complaint = "Your chef is a pathetic little liar"
    text = 'You wrote "your chef is a pathetic little liar", and we understand the anger.'
    assert not [f for f in await read(text, "en", complaint) if f.category is Category.ANGER]


def test_a_language_without_thresholds_of_its_own_gets_the_default() -> None:
    card = network().card
    assert card.threshold("ms", Category.ANGER) == card.thresholds["default"][Category.ANGER]


def test_the_card_belongs_to_these_weights_and_names_every_category() -> None:
    card = network().card
    assert hashlib.sha256((WEIGHTS / "tagger.onnx").read_bytes()).hexdigest() == card.sha256
    assert all(set(limits) == set(CATEGORIES) for limits in card.thresholds.values())
    assert set(card.scale) == {"default", *available()}
    assert all(set(curves) == set(CATEGORIES) for curves in card.scale.values())
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 40_000_000


def test_the_weights_are_written_as_they_are_run() -> None:
    # Two operations in one, as only training.arranging writes them: other weights are read slowly, for they are
    # loaded as they are.
    assert b"DynamicQuantizeMatMul" in (WEIGHTS / "tagger.onnx").read_bytes(), "give these to training.arranging"


def test_missing_weights_are_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "card.yaml").write_bytes((WEIGHTS / "card.yaml").read_bytes())
    with pytest.raises(DataError, match="install ReplyGuard again"):
        Network(tmp_path)


@pytest.mark.parametrize("code", ["en", "id"])
def test_every_word_of_the_rules_own_language_is_spelled_without_unknown_pieces(code: str) -> None:
    words = {word for rule in load(code).rules for one in rule.fires for word in one.text.split() if word.isalpha()}
    unknown = network().tokenizer.token_to_id("<unk>")
    lost = [word for word in sorted(words) if unknown in network().tokenizer.encode(word).ids]
    assert lost == []


@pytest.mark.parametrize("code", available())
async def test_no_offered_sentence_would_be_marked_itself(code: str) -> None:
    # The tagger reads an offered sentence in its reply, when it is offered: `calming` sees to that.
    reviewer = Reviewer(only=["rules", "claims", "privacy"])
    for category in CATEGORIES:
        for word in wording(code).all(category):
            for rewrite in filter(None, word.rewrites):
                text = rewrite.replace("{address}", load(code).language.default_address) + "."
                review = await reviewer.review(text[0].upper() + text[1:], Context(load(code)))
                assert not review.findings, (category, rewrite, review.findings)


async def test_severity_follows_the_taxonomy_and_blame_that_names_the_customer_blocks() -> None:
    for row in held("en", "*"):
        for finding in await read(row["reply"], "en", row["complaint"], tuple(row["facts"])):
            assert finding.severity in (Severity.BLOCK, Severity.WARN)


def test_an_empty_reading_marks_nothing() -> None:
    from replyguard.cooldown.tagger import marks

    reading: Reading = network().read("\u200b")
    assert list(marks(reading, network().card, "en", "\u200b")) == []


def test_what_is_gone_from_a_text_is_not_heard_in_what_stays() -> None:
    import numpy as np

    from replyguard.cooldown.tagger import loudest
    from replyguard.languages.text import Span

    card, column = network().card, 3
    values = np.zeros((2, len(CATEGORIES)), "f4")
    values[0, column], values[1, column] = 1, card.threshold("en", CATEGORIES[column]) / 2
    reading = Reading([(0, 4), (5, 9)], values)
    assert loudest(reading, [], "en") > 1
    assert loudest(reading, [Span(0, 4)], "en") == pytest.approx(0.5)
    assert loudest(reading, [Span(3, 6)], "en") == 0


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "We are sorry. Twice now we explained this?????? Message us, we want to HELP you."),
        ("id", "Kantor HANYA buka di jam kerja. Maaf ya Kak!!!"),
    ],
)
async def test_what_is_as_quiet_as_it_can_be_does_not_shout(code: str, text: str) -> None:
    found = [one for one in await TaggerReader().read(text, Context(load(code), "", ())) if one.category == "shouting"]
    assert found
    assert all(one.rewrite != one.quote for one in found)
