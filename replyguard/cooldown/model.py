"""The reader with a model behind it. What it quotes must stand in the text; how much it weighs, the taxonomy says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from replyguard.cooldown.reader import Context
from replyguard.cooldown.taxonomy import taxonomy
from replyguard.domain.review import Finding
from replyguard.languages.text import Folded, Span, fold
from replyguard.models import fitness, prompts
from replyguard.models.answers import FoundWords, ReviewAnswer
from replyguard.models.door import Door
from replyguard.models.masking import Mask
from replyguard.models.prompts import Messages
from replyguard.models.usage import count


class ModelReader:
    """Reads with a model. Findings that quote words which stand nowhere in the text are dropped, and counted."""

    name = "model"

    def __init__(self, door: Door) -> None:
        self._door = door

    async def read(self, text: str, context: Context) -> Sequence[Finding]:
        """The findings on `text`; a `ModelError` where the model gave no answer that can be trusted."""
        messages, mask = question(text, context)
        answered = await self._door.ask(messages, ReviewAnswer)
        found = list(_placed(answered.answer.findings, mask, fold(text), context))
        count(dropped=len(answered.answer.findings) - len(found))
        return found


def question(text: str, context: Context) -> tuple[Messages, Mask]:
    """What the model is asked about `text`, and the mask that its answer is read through."""
    mask = Mask(context.brand, names=[context.customer])
    mask.heard((context.complaint, *context.facts, text))
    trusted = {"taxonomy": taxonomy().text, "language": context.pack.language.name}
    untrusted: dict[str, prompts.Untrusted] = {
        "complaint": mask.text(context.complaint),
        "facts": mask.texts(context.facts),
        "brand": mask.supporting(context.pack.code),
        "reply": mask.text(text),
    }
    return prompts.load("review").render(trusted, untrusted), mask


def _placed(found: Sequence[FoundWords], mask: Mask, text: Folded, context: Context) -> Iterator[Finding]:
    taken: set[tuple[str, int]] = set()
    for one in found:
        span = _place(mask.shown(one.quote), text, {start for category, start in taken if category == one.category})
        reason = mask.shown(one.reason).strip()
        if span is None or not reason:
            continue
        if fitness.leaks(reason) or fitness.hides(reason):
            reason = taxonomy().findings[one.category].meaning
        taken.add((one.category, span.start))
        quote = span.of(text.original)
        yield Finding(
            category=one.category,
            severity=taxonomy().severity(one.category, quote, context.pack),
            start=span.start,
            end=span.end,
            quote=quote,
            reason=reason,
            rewrite=_fit(mask.whole(one.rewrite), context),
            reader=ModelReader.name,
        )


def _fit(rewrite: str | None, context: Context) -> str | None:
    """`rewrite`, or None where it is not fit to stand in a reply: a person has to say it then."""
    if rewrite is None or not fitness.fits(rewrite, context.pack.code, facts=context.facts, brand=context.brand):
        return None
    return rewrite


def _place(quote: str, text: Folded, taken: set[int]) -> Span | None:
    """Where `quote` stands, the first place that is not taken. Models set curly quotes and dashes as they please."""
    words = fold(quote.strip()).text.strip()
    start = text.text.find(words) if words else -1
    while start >= 0:
        span = text.back(start, start + len(words))
        if span.start not in taken:
            return span
        start = text.text.find(words, start + 1)
    return None
