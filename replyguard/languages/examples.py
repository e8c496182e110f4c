"""Examples that carry their own answer: `We are [[sorry you feel that way]], Dana.`"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict

from replyguard.domain.base import Frozen
from replyguard.languages.text import Span

_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


class _Example(Frozen):
    """A reply, with `[[ ]]` round the words that must be found, and what the review may know beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reply: str
    complaint: str = ""
    facts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The reply without its marks."""
        return _MARK.sub(r"\1", self.reply)

    @property
    def spans(self) -> tuple[Span, ...]:
        """What is marked, in characters of `text`."""
        return tuple(
            Span(m.start() - 4 * before, m.end() - 4 * before - 4)
            for before, m in enumerate(_MARK.finditer(self.reply))
        )


def _from_text(value: Any) -> Any:
    return {"reply": value} if isinstance(value, str) else value


Example = Annotated[_Example, BeforeValidator(_from_text)]
