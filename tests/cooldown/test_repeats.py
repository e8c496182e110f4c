"""What a text says over and over is read a few times, and known everywhere."""

from __future__ import annotations

import random

import numpy as np
import pytest

from replyguard.cooldown.network import layouts, network
from replyguard.cooldown.repeats import once
from replyguard.guard import ReplyGuard

SENTENCES = {
    "en": "We are sorry you feel that way, but you should have read the description. ",
    "id": "Maaf kalau Kakak merasa kecewa, tapi seharusnya Kakak baca deskripsi dulu. ",
}
OTHERS = {"en": "Sizes ran small last spring, as the label said. ", "id": "Ukurannya memang kecil sejak musim lalu. "}


def _read(text: str) -> int:
    return sum(len(layout.offsets) for layout in layouts(network().tokenizer, text, "", ()))


@pytest.mark.parametrize("code", SENTENCES)
@pytest.mark.parametrize("others", [0, 1, 3])
def test_what_is_said_sixty_times_is_read_no_more_than_what_is_said_ten_times(code: str, others: int) -> None:
    unit = SENTENCES[code] + OTHERS[code] * others
    assert _read(unit * 60) == _read(unit * 10)


@pytest.mark.parametrize("code", SENTENCES)
def test_what_is_said_a_few_times_is_read_each_time(code: str) -> None:
    unit = SENTENCES[code]
    assert _read((unit * 6).strip()) == 6 * _read(unit.strip())


@pytest.mark.parametrize("code", SENTENCES)
def test_other_words_after_a_run_are_read(code: str) -> None:
    text = SENTENCES[code] * 30 + OTHERS[code]
    offsets = [span for layout in layouts(network().tokenizer, text, "", ()) for span in layout.offsets]
    assert {span for span in offsets if span[0] > len(text) - 20}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_round_carries_what_the_last_one_read_carries(code: str) -> None:
    sentence = SENTENCES[code].strip()
    text = " ".join([sentence] * 30)
    reading = network().read(text)
    words = [sentence[start:end] for start, end in network().read(sentence).offsets]
    assert [text[start:end] for start, end in reading.offsets] == words * 30
    rounds = reading.values.reshape(30, -1)
    assert np.array_equal(rounds[7:], np.repeat(rounds[6:7], 23, axis=0))


@pytest.mark.parametrize("code", SENTENCES)
def test_each_of_sixty_same_faults_is_marked(code: str, offline: ReplyGuard) -> None:
    unit = SENTENCES[code]
    findings = offline.review(unit * 60, language=code).findings
    assert {one.start // len(unit) for one in findings} == set(range(60))
    assert all((unit * 60)[one.start : one.end] == one.quote for one in findings)


def test_rounds_of_any_length_are_found_whatever_stands_in_them() -> None:
    luck = random.Random(5)
    for size in (9, 20, 77, 200):
        # Few different tokens: the same few in a row stand in one round more than once.
        unit = [luck.randint(1, 2) for _ in range(size)]
        fresh, said_by = once(unit * 40)
        assert len(fresh) <= 12 * size
        assert all((unit * 40)[fresh[one]] == (unit * 40)[place] for place, one in enumerate(said_by))


def test_tokens_without_rounds_are_all_read() -> None:
    ids = [place * place % 1009 for place in range(500)]
    assert once(ids) == (list(range(500)), list(range(500)))
    assert once([]) == ([], [])
