"""Every example of `parts.yaml` proves its part, and what is missing is told."""

from __future__ import annotations

import pytest

from replyguard.cooldown.parts import missing_parts, parts_file, parts_found
from replyguard.cooldown.reader import Context
from replyguard.domain.review import Part
from replyguard.languages.examples import Example
from replyguard.languages.pack import load

CASES = [(code, part) for code in ("en", "id") for part in Part]


def has(example: Example, code: str, part: Part) -> bool:
    return part in parts_found(example.text, Context(load(code), example.complaint, example.facts))


@pytest.mark.parametrize(("code", "part"), CASES)
def test_a_part_is_found_where_its_examples_have_it(code: str, part: Part) -> None:
    words = parts_file(code).of(part)
    assert [one.text for one in words.found if not has(one, code, part)] == []


@pytest.mark.parametrize(("code", "part"), CASES)
def test_a_part_is_not_found_where_its_examples_lack_it(code: str, part: Part) -> None:
    words = parts_file(code).of(part)
    assert [one.text for one in words.absent if has(one, code, part)] == []


@pytest.mark.parametrize(("code", "part"), CASES)
def test_no_pattern_is_idle(code: str, part: Part) -> None:
    words, pack = parts_file(code).of(part), load(code)
    idle = [
        pattern
        for listed, examples in ((words.patterns, words.found), (words.but_not, words.absent))
        for pattern in listed
        if not any(pack.patterns((pattern,), file="parts.yaml").any(one.text) for one in examples)
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("code", "complaint", "reply"),
    [
        (
            "en",
            "An hour late and both pizzas were cold.",
            "Two cold pizzas after an hour: we are sorry. Thank you for telling us. DM us and we will look into it.",
        ),
        (
            "id",
            "Pizza telat sejam, dua-duanya dingin.",
            "Dua pizza dingin setelah sejam: maaf, itu salah kami. Makasih sudah memberi tahu. DM kami, kami cek.",
        ),
    ],
)
def test_a_whole_reply_misses_nothing(code: str, complaint: str, reply: str) -> None:
    assert missing_parts(reply, Context(load(code), complaint, channel="instagram")) == ()


@pytest.mark.parametrize(("code", "reply"), [("en", "Have a lovely day."), ("id", "Semoga harimu menyenangkan.")])
def test_an_empty_reply_misses_every_part_in_the_order_of_their_weight(code: str, reply: str) -> None:
    assert missing_parts(reply, Context(load(code), "Refund? Uang saya?", channel="x")) == tuple(Part)


def test_a_private_channel_is_not_missed_in_private() -> None:
    context = Context(load("en"), "Where is my refund?", channel="email")
    assert Part.OFFLINE_CHANNEL not in missing_parts("Have a lovely day.", context)
    assert Part.OFFLINE_CHANNEL in missing_parts(
        "Have a lovely day.", Context(load("en"), "Where is my refund?", channel="x")
    )


def test_a_conditional_apology_is_none() -> None:
    assert Part.APOLOGY in missing_parts("We are sorry you feel that way.", Context(load("en")))
    assert Part.APOLOGY in missing_parts("Maaf kalau Kakak tersinggung.", Context(load("id")))
