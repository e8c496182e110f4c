"""What is read while the clock runs: labelled replies, replies of a hundred words, and texts made to hurt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from replyguard.evaluation.labelled import Labelled, numbered, parsed

ROOT = Path(__file__).parent.parent
DEVELOPMENT = ROOT / "tests" / "data" / "development.jsonl"

WORDS = 100
HOSTILE = 5_000

_SENTENCES = {
    "en": "We are sorry you feel that way, but you should have read the description. ",
    "id": "Maaf kalau Kakak merasa kecewa, tapi seharusnya Kakak baca deskripsi dulu. ",
}


def development() -> tuple[Labelled, ...]:
    """The labelled replies."""
    return tuple(parsed(line, number) for number, line in numbered(DEVELOPMENT))


def of_hundred_words(steps: tuple[int, ...] = (1, 7, 13, 17)) -> tuple[Labelled, ...]:
    """Labelled replies brought to 100 words by those that stand `step` places on in the same language."""
    replies = development()
    languages = sorted({one.lang for one in replies})
    same = {language: [one for one in replies if one.lang == language] for language in languages}
    return tuple(one for step in steps for language in languages for one in _lengthened(same[language], step))


def _lengthened(replies: list[Labelled], step: int) -> Iterator[Labelled]:
    for number, one in enumerate(replies):
        others = islice(cycle(replies), number, None, step)
        words = (word for other in others for word in other.reply.split())
        yield one.model_copy(update={"reply": " ".join(islice(words, WORDS)), "findings": ()})


def hostile() -> dict[str, str]:
    """Texts of 5,000 characters that would be slow for patterns which go back and try again."""
    units = {
        "exclamation marks": "!",
        "nested quotes": "\"'“‘",
        "quotes never closed": '"sorry if ',
        "brackets never closed": "([{(",
        "zero-width characters": "s\u200bo\u200br\u200br\u200by\u200b ",
        "one word": "a",
        "capitals": "NEVER ",
        "digits": "0812",
        "amounts": "Rp1.000.000 ",
        "dates": "12/12/2026 ",
        "beginnings of patterns": "sorry if you sorry that you ",
        "awal pola": "maaf kalau maaf jika tidak ",
        "question after question": "masa sih? ",
        "mail addresses half written": "a.b@c-d.",
        "combining marks": "é́́́",
        "letters of three alphabets": "sоrrу ѕorry ",
        "bold letters": "𝐬𝐨𝐫𝐫𝐲 ",
        "emoji": "😡🙏",
        "empty lines": "\n\n",
        "blanks": "sorry" + " " * 60,
    }
    made = {name: _filled(unit) for name, unit in units.items()}
    return {**made, **{f"faults, {code}": _filled(unit) for code, unit in _SENTENCES.items()}}


def _filled(unit: str) -> str:
    text = (unit * (HOSTILE // len(unit) + 1))[:HOSTILE]
    # A text of blanks alone is no reply.
    return text if text.strip() else "x" + text[1:]
