"""The reader with a model behind it. What it quotes must stand in the text; how much it weighs, the taxonomy says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from replyguard.cooldown.reader import Context
from replyguard.cooldown.taxonomy import taxonomy
from replyguard.domain.review import Finding
from replyguard.languages.text import Folded, Span, fold
from replyguard.models import prompts
from replyguard.models.answers import FoundWords, ReviewAnswer
from replyguard.models.door import Door
from replyguard.models.masking import Mask
from replyguard.models.usage import count


class ModelReader:
    """Reads with a model. Findings that quote words which stand nowhere in the text are dropped, and counted."""

    name = "model"

    def __init__(self, door: Door) -> None:
        self._door = door

    async def read(self, text: str, context: Context) -> Sequence[Finding]:
        """The findings on `text`; a `ModelError` where the model gave no answer that can be trusted."""
        prompt, mask = prompts.load("review"), Mask(context.brand)
        messages = prompt.render(
            {"taxonomy": taxonomy().text, "language": context.pack.language.name},
            {
                "complaint": mask.text(context.complaint),
                "facts": mask.texts(context.facts),
                "brand": mask.supporting(context.pack.code),
                "reply": mask.text(text),
            },
        )
        answered = await self._door.ask(messages, ReviewAnswer)
        found = list(_placed(answered.answer.findings, mask, fold(text), context))
        count(dropped=len(answered.answer.findings) - len(found))
        return found


def _placed(found: Sequence[FoundWords], mask: Mask, text: Folded, context: Context) -> Iterator[Finding]:
    taken: set[tuple[str, int]] = set()
    for one in found:
        span = _place(mask.shown(one.quote), text, {start for category, start in taken if category == one.category})
        reason = mask.shown(one.reason).strip()
        if span is None or not reason:
            continue
        taken.add((one.category, span.start))
        quote = span.of(text.original)
        yield Finding(
            category=one.category,
            severity=taxonomy().severity(one.category, quote, context.pack),
            start=span.start,
            end=span.end,
            quote=quote,
            reason=reason,
            rewrite=mask.whole(one.rewrite),
            reader=ModelReader.name,
        )


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
