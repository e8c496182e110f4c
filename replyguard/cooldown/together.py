"""All the answers to a text's findings put in at once."""

from __future__ import annotations

from collections.abc import Iterable

from replyguard.cooldown.rewrite import put_in, tidy
from replyguard.domain.review import Finding
from replyguard.languages.text import fold

Answer = tuple[int, int, str]  # from, to (half-open, in characters), what goes there


def revised(text: str, findings: Iterable[Finding]) -> str:
    """`text` with every finding answered: by its rewrite, or, where there is none, by leaving its sentence out.

    Of overlapping answers the widest is taken; a rewrite that would say a thing twice is left out.
    """
    for start, end, rewrite in answers(text, findings):
        text, _, _ = put_in(text, start, end, rewrite)
    return tidy(text)


def answers(text: str, findings: Iterable[Finding]) -> list[Answer]:
    """What `revised` puts in, and where; the last in the text first. What lies outside of them stays as it is."""
    return _apart(_answers(text, findings))


def _answers(text: str, findings: Iterable[Finding]) -> list[Answer]:
    answers: list[Answer] = []
    for finding in findings:
        # What is said on the same words is said in its place, not twice.
        beside = [one for start, end, one in answers if not (finding.start < end and start < finding.end)]
        said = (text[: finding.start], text[finding.end :], *beside)
        if finding.rewrite is None or _twice(finding.rewrite, finding.quote, said):
            answers.append((*_sentence(text, finding), ""))
        else:
            answers.append((finding.start, finding.end, finding.rewrite))
    return answers


def _twice(rewrite: str, quote: str, said: Iterable[str]) -> bool:
    """True where `rewrite` is said already. The same words, only quieter, say nothing new: they stay."""
    words = _bare(rewrite)
    return bool(words) and words != _bare(quote) and any(words in one.casefold() for one in said)


def _bare(text: str) -> str:
    return text.strip(" .!?").casefold()


def _apart(answers: list[Answer]) -> list[Answer]:
    """Answers that do not overlap, the last in the text first, so that the places of the others stay true."""
    kept: list[Answer] = []
    for start, end, rewrite in sorted(answers, key=lambda one: (one[0] - one[1], not one[2])):
        if not any(start < right and left < end for left, right, _ in kept):
            kept.append((start, end, rewrite))
    return sorted(kept, reverse=True)


def _sentence(text: str, finding: Finding) -> tuple[int, int]:
    folded = fold(text)
    inside = [i for i, place in enumerate(folded.places[:-1]) if finding.start <= place < finding.end]
    if not inside:
        return finding.start, finding.end
    first, last = folded.sentence(inside[0]), folded.sentence(inside[-1])
    span = folded.back(first.start, last.end)
    return min(span.start, finding.start), max(span.end, finding.end)
