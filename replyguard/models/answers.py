"""The forms a model's answer must have. What is not exactly of its form is unusable: half an answer hides findings."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import ValidationError, field_validator

from replyguard.domain.base import Frozen
from replyguard.domain.review import Category
from replyguard.errors import AnswerUnusable

LARGEST_ANSWER = 1_000_000  # characters

# A fence round the whole answer changes no word of it; anything outside the fence would.
_FENCED = re.compile(r"\A```(?:json)?[ \t]*\n(.*)\n```\Z", re.DOTALL | re.IGNORECASE)

_CUT = frozenset({"length", "max_tokens", "max_output_tokens", "model_length"})
_FILTERED = frozenset({"content_filter", "content_filtered", "safety", "blocklist", "prohibited_content", "recitation"})
_REFUSED = frozenset({"refusal"})

# No word of the answer or the complaint stands in these.
REFUSED = "The model refused to answer. Write this reply yourself, or go on with --offline."
CUT = (
    "The model's answer was cut off. Shorten the complaint or the facts, or choose another model with REPLYGUARD_MODEL."
)
FILTERED = "The provider's content filter stopped the answer. Write this reply yourself, or go on with --offline."
EMPTY = "The model's answer was empty. Try again, or go on with --offline."
SHAPELESS = (
    "The model's answer was not of the form asked for. Try again, or choose another model with REPLYGUARD_MODEL."
)
TOO_LARGE = "The model's answer was far too long to be one. Choose another model with REPLYGUARD_MODEL."

Judged = Literal[
    Category.ANGER,
    Category.SARCASM,
    Category.HURT,
    Category.SHOUTING,
    Category.BLAME_SHIFT,
    Category.DENIAL,
    Category.EXCUSE,
    Category.MINIMIZING,
    Category.NON_APOLOGY,
    Category.COUNTERATTACK,
    Category.OVERPROMISE,
    Category.UNSUPPORTED_CLAIM,
    Category.CONCEALMENT,
    Category.PRIVACY,
]
"""The categories that a model judges; the others are checked by code alone."""


# Every field is required: OpenAI's strict schemas know no defaults.
class _Reply(Frozen):
    reply: str

    @field_validator("reply")
    @classmethod
    def _says_something(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("is blank")
        return value.strip()


class DraftAnswer(_Reply):
    """A draft. `questions`: what the writer must know from the business before it can say more."""

    questions: tuple[str, ...]


class ReviseAnswer(_Reply):
    """A draft revised."""


class FoundWords(Frozen):
    """Words of the reply, a verbatim `quote`, with what is wrong with them."""

    category: Judged
    quote: str
    reason: str
    rewrite: str | None


class ReviewAnswer(Frozen):
    """What the model found in a reply; none where it is calm."""

    findings: tuple[FoundWords, ...]


# Of a schema: what the prompt says better, and under which keys names stand.
_SAID_ELSEWHERE, _NAMES = frozenset({"title", "description"}), frozenset({"properties", "$defs"})

Answer = TypeVar("Answer", bound=Frozen)


@cache
def schema(shape: type[Frozen]) -> dict[str, Any]:
    """The JSON schema of `shape`, made once: not to be changed. It is paid for with every question, so it is bare."""
    bare: dict[str, Any] = _bare(shape.model_json_schema())
    return bare


def _bare(part: Any, *, names: bool = False) -> Any:
    """`part` of a schema without titles and docstrings, which tell a model nothing that the prompt does not tell it.

    names: the keys are names of fields, and none is left out.
    """
    if isinstance(part, list):
        return [_bare(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: value for key, value in part.items() if names or key not in _SAID_ELSEWHERE}
    return {key: _bare(value, names=key in _NAMES) for key, value in kept.items()}


@cache
def schema_text(shape: type[Frozen]) -> str:
    """`schema(shape)` as JSON."""
    return json.dumps(schema(shape), separators=(",", ":"))


def parsed(text: str, shape: type[Answer], *, finish: str = "", refusal: bool = False) -> Answer:
    """`text` as an answer of `shape`; `AnswerUnusable` where the provider cut it off or it is anything else.

    finish:  why the provider stopped, as it says.
    refusal: whether it marked the answer as a refusal.
    """
    stopped = finish.lower()
    if refusal or stopped in _REFUSED:
        raise AnswerUnusable(REFUSED)
    if stopped in _CUT:
        raise AnswerUnusable(CUT)
    if stopped in _FILTERED:
        raise AnswerUnusable(FILTERED)
    if not text.strip():
        raise AnswerUnusable(EMPTY, retryable=True)
    if len(text) > LARGEST_ANSWER:
        raise AnswerUnusable(TOO_LARGE)
    answer = _shaped(text, shape)
    if answer is None:
        raise AnswerUnusable(SHAPELESS, retryable=True)
    return answer


def _shaped(text: str, shape: type[Answer]) -> Answer | None:
    bare = text.strip()
    fenced = _FENCED.match(bare)
    try:
        return shape.model_validate_json(fenced[1] if fenced else bare, strict=True)
    except ValidationError:
        return None  # Its message quotes the answer: it goes no further.
