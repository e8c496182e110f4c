"""The reasons for a pause are told in both languages, from data."""

from __future__ import annotations

from datetime import timedelta

import pytest

from replyguard.domain.pause import Pause
from replyguard.domain.triage import Topic
from replyguard.insight.labels import all_labels
from replyguard.pausing.crisis import Sign, Signal
from replyguard.pausing.status import Proposal, Status
from replyguard.pausing.wording import sentences, told, wordings
from tests.cases.conftest import MEI
from tests.pausing.conftest import NOON

SIGNALS = (
    Signal(sign=Sign.RATE, hours=3, observed=31, expected=4.25, chance=1e-9),
    Signal(sign=Sign.SERIOUS, hours=24, observed=6, expected=0.5, chance=1e-6),
    Signal(sign=Sign.TOPIC, topic=Topic.SAFETY, hours=6, observed=12, expected=0.8, chance=1e-8),
)


def test_every_sign_is_told_in_numbers() -> None:
    assert sentences(SIGNALS, "en") == (
        "31 complaints in 3 h, 4.2 are usual",
        "6 serious risks in 24 h, 0.5 are usual among as many complaints",
        "12 complaints about 'hygiene or safety' in 6 h, 0.8 are usual",
    )
    assert sentences(SIGNALS, "id") == (
        "31 keluhan dalam 3 jam, biasanya 4,2",
        "6 risiko serius dalam 24 jam, biasanya 0,5 dari keluhan sebanyak itu",
        "12 keluhan soal 'kebersihan atau keamanan' dalam 6 jam, biasanya 0,8",
    )
    assert sentences(SIGNALS, "fr") == sentences(SIGNALS, "en")


@pytest.mark.parametrize("language", ["id", "en"])
def test_how_things_stand_is_told_whole(language: str) -> None:
    pause = Pause(reason="Kurir mogok", by=MEI, since=NOON, until=NOON + timedelta(hours=2))
    text = "\n".join(told(Status(at=NOON, pause=pause, broken=3), language))
    for words in ("2026-03-10 12:00 UTC", "2026-03-10 14:00 UTC", "Kurir mogok", "Mei", "3"):
        assert words in text
    proposal = Proposal(number=1, at=NOON, signals=SIGNALS)
    lines = told(Status(at=NOON, proposal=proposal), language)
    assert lines[0] == wordings()[language].free and len(lines) == 2 + len(SIGNALS)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_topic_has_one_name_here_and_in_reports(language: str) -> None:
    assert wordings()[language].topics == all_labels()[language].topics
