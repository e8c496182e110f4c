"""All the answers to a text's findings put in at once."""

from __future__ import annotations

from collections.abc import Iterable

from replyguard.cooldown.rewrite import put_in, tidy
from replyguard.domain.review import Finding
from replyguard.languages.text import fold

_Answer = tuple[int, int, str]  # from, to (half-open, in characters), what goes there


def revised(text: str, findings: Iterable[Finding]) -> str:
    """`text` with every finding answered: by its rewrite, or, where there is none, by leaving its sentence out.

    Of overlapping answers the widest is taken; a rewrite that would say a thing twice is left out.
    """
    for start, end, rewrite in _apart(_answers(text, findings)):
        text, _, _ = put_in(text, start, end, rewrite)
    return tidy(text)


def _answers(text: str, findings: Iterable[Finding]) -> list[_Answer]:
    said = text.casefold()
    answers: list[_Answer] = []
    for finding in findings:
        words = (finding.rewrite or "").strip(" .!").casefold()
        if (finding.start, finding.end, finding.rewrite) in answers:
            continue
        if finding.rewrite is None or (words and words in said):
            answers.append((*_sentence(text, finding), ""))
        else:
            answers.append((finding.start, finding.end, finding.rewrite))
            said = f"{said}\n{words}" if words else said
    return answers


def _apart(answers: list[_Answer]) -> list[_Answer]:
    """Answers that do not overlap, the last in the text first, so that the places of the others stay true."""
    kept: list[_Answer] = []
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
