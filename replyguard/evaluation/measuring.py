"""Every labelled reply of a file reviewed and compared. A line that cannot be is reported, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from replyguard import loop
from replyguard.cooldown.reviewer import offline_readers
from replyguard.desk import Desk, Reading
from replyguard.domain.review import Review
from replyguard.errors import InputError
from replyguard.evaluation.figures import Figures, LanguageFigures
from replyguard.evaluation.labelled import Labelled, numbered, parsed
from replyguard.evaluation.tally import Tally
from replyguard.guard import ReplyGuard

WORST = 10

Reviewing = Callable[[Labelled], Review]


def measure(
    file: Path, guard: ReplyGuard, *, readers: Collection[str] = (), worst: int = WORST, show: bool = False
) -> Figures:
    """The figures of `file`, by language.

    readers: names of the offline readers to measure, all (and the guard's model) where empty.
    worst:   how many errors of each kind to list; `show`: with the reply's text.
    Raises an `InputError` where the file cannot be read or a reader is unknown.
    """
    review = reviewing(guard, readers)
    tallies: dict[str, Tally] = {}
    checked_by: set[str] = set()
    problems: list[str] = []
    for number, line in numbered(file):
        try:
            labelled = parsed(line, number)
            found = review(labelled)
        except InputError as error:
            problems.append(f"{file.name}:{number}: {error}")
            continue
        checked_by.update(found.checked_by)
        tallies.setdefault(labelled.lang, Tally()).add(labelled, found)
    figures = (tally.figures(language, worst) for language, tally in sorted(tallies.items()))
    return Figures(
        file=file.name,
        checked_by=tuple(sorted(checked_by)),
        languages=tuple(one if show else _without_texts(one) for one in figures),
        problems=tuple(problems),
    )


def _without_texts(figures: LanguageFigures) -> LanguageFigures:
    worst = tuple(slip.model_copy(update={"reply": None}) for slip in figures.worst)
    return figures.model_copy(update={"worst": worst})


def reviewing(guard: ReplyGuard, readers: Collection[str]) -> Reviewing:
    """How a labelled reply is reviewed: by all, or by the offline readers of these names only."""

    def whole(one: Labelled) -> Review:
        facts = () if one.answered else one.facts
        return guard.review(one.reply, one.answered, facts=facts, channel=one.channel)

    if not readers:
        return whole
    _check(readers)
    desk = Desk(guard.settings.model_copy(update={"offline": True}), guard.policy, (), readers=readers)

    def partly(one: Labelled) -> Review:
        reading = Reading(one.complaint, one.facts, one.channel, guard.brand)
        return loop.run(desk.read(one.reply, reading))

    return partly


def _check(readers: Collection[str]) -> None:
    known = [reader.name for reader in offline_readers()]
    unknown = [name for name in readers if name not in known]
    if unknown:
        raise InputError("readers", f"no offline reader is called '{unknown[0]}'; there are: {', '.join(known)}")
