"""The small network behind the tagger: tokens in, fourteen probabilities a token out.

Its weights stand in `weights/` beside this module; `training/` makes them. What is read, and in which order, is
written here once, for training and for use.
"""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from replyguard.cooldown.repeats import once, thinned
from replyguard.domain.base import Frozen
from replyguard.domain.review import Category
from replyguard.errors import DataError
from replyguard.languages import yaml

if TYPE_CHECKING:
    import numpy as np
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
CATEGORIES: tuple[Category, ...] = tuple(Category)[:14]

# The most tokens that are read of each part; a longer reply is read in windows that overlap.
FACTS, COMPLAINT, REPLY, OVERLAP = 60, 80, 340, 40
_STEP = REPLY - OVERLAP
BEGIN, PAD, END = 0, 1, 2

# Nothing is surer than this.
_LEAST = 1e-4

Share = Annotated[float, Field(ge=0, le=1)]
_Text = tuple[str, str, tuple[str, ...]]


class Naming(Frozen):
    """What counts in a token's score, each times its log odds: a logistic regression on held-out replies.

    own: the token's score for the category; fault: its highest score, for any; phrase: the share of the category in
    its words, as their letters and runs of words tell; shift: added to all. The network's scores alone: own 1, all
    others 0.
    """

    own: float = 1.0
    fault: float = 0.0
    phrase: float = 0.0
    shift: float = 0.0


class Doubt(Frozen):
    """How likely it is that words which a rule alone marked are at fault: a logistic regression on held-out replies.

    same:  times the log odds of the tagger's belief that their sentence carries the fault which the rule names.
    fault: times those of its belief that it carries any; shift: added.
    least: the likelihood, 0 to 1, from which the finding is reported.
    """

    same: float = 0.0
    fault: float = 0.0
    shift: float = 0.0
    least: Share = 0.0

    def likely(self, same: float, fault: float) -> float:
        """0 to 1, of the tagger's two beliefs."""
        return 1 / (1 + math.exp(-(self.same * log_odds(same) + self.fault * log_odds(fault) + self.shift)))


def log_odds(share: float) -> float:
    """Of a probability; finite at 0 and at 1."""
    inner = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(inner / (1 - inner))


class Card(Frozen):
    """`weights/card.yaml`: what the weights are, and from which score on a finding is reported.

    sha256:     of `tagger.onnx`; other weights need other thresholds.
    cut:        a token belongs to a finding from this share of its category's threshold on.
    rival:      of two categories on the same words the weaker is reported from this share of the stronger's score on.
    doubt:      when what only a rule found is reported (see `believing`).
    unheard:    rules of whose own examples the tagger hears too few: what they find is not doubted.
    loud:       by language, the tagger's belief, 0 to 1, that a sentence carries any fault, from which on the sentence
                is reported whatever the fault is called. `default`: of other languages.
    credit:     by rule, how often its name is the right one for words that are at fault. `default`: of other rules.
                Rules of two languages that have one name share it.
    naming:     by language, what a token's score is made of. `default`: of other languages.
    thresholds: by language, then category: the raw score from which it is reported. `default`: of other languages.
    scale:      likewise, (a, b): the calibrated score is 1 / (1 + exp(-(a * logit + b))).
    """

    version: int
    base: str
    trained_on: int
    sha256: str
    cut: Share
    rival: Share
    doubt: Doubt = Doubt()
    unheard: tuple[str, ...] = ()
    loud: dict[str, Share] = {"default": 1.0}
    credit: dict[str, Share] = {"default": 1.0}
    naming: dict[str, Naming]
    thresholds: dict[str, dict[Category, Share]]
    scale: dict[str, dict[Category, tuple[float, float]]]

    def threshold(self, language: str, category: Category) -> float:
        """The raw score from which a finding of `category` is reported in `language`."""
        return self.thresholds.get(language, self.thresholds["default"])[category]

    def loud_from(self, language: str) -> float:
        """The belief from which a sentence in `language` is reported though no name for its fault stands out."""
        return self.loud.get(language, self.loud["default"])

    def trusted(self, rule: str) -> float:
        """How often the name that `rule` gives to words at fault is the right one."""
        return self.credit.get(rule, self.credit["default"])

    def weighing(self, language: str) -> Naming:
        """What a token's score in `language` is made of."""
        return self.naming.get(language, self.naming["default"])

    def curve(self, language: str, category: Category) -> tuple[float, float]:
        """What turns a raw score of `category` in `language` into a calibrated one, see `scale`."""
        return self.scale.get(language, self.scale["default"])[category]


@dataclass(frozen=True)
class Layout:
    """One input: `ids` and `parts` (0 facts, 1 complaint, 2 reply); the reply's tokens begin at `first`.

    offsets: of the reply's tokens, half-open, in characters of the reply, without blanks.
    """

    ids: list[int]
    parts: list[int]
    first: int
    offsets: list[tuple[int, int]]


@dataclass(frozen=True, eq=False)  # of one text there is one: what follows from it is kept by it
class Reading:
    """What the network says: `values[i, c]` is the probability that token i carries category c."""

    offsets: list[tuple[int, int]]
    values: np.ndarray

    def inside(self, start: int, end: int) -> slice:
        """The tokens with a character of these, half-open."""
        first = bisect_right(self.offsets, start, key=itemgetter(1))
        return slice(first, max(first, bisect_left(self.offsets, end, key=itemgetter(0))))


@dataclass(frozen=True)
class _Said:
    """The tokens of a reply and where they stand, as `Layout` has it; `fresh` and `said_by` as `once` tells them."""

    ids: list[int]
    offsets: list[tuple[int, int]]
    fresh: list[int]
    said_by: list[int]

    @classmethod
    def of(cls, tokenizer: Tokenizer, reply: str) -> _Said:
        encoded = tokenizer.encode(reply)
        ids, offsets = thinned(encoded.ids, [_bare(reply, *span) for span in encoded.offsets])
        return cls(ids, offsets, *once(ids))


def layouts(tokenizer: Tokenizer, reply: str, complaint: str, facts: Sequence[str]) -> list[Layout]:
    """`<s> facts </s> complaint </s> reply </s>`, for each window of the reply; none where it holds no token."""
    return _layouts(tokenizer, _Said.of(tokenizer, reply), complaint, facts)


def _layouts(tokenizer: Tokenizer, said: _Said, complaint: str, facts: Sequence[str]) -> list[Layout]:
    known = tokenizer.encode(" ; ".join(facts)).ids[:FACTS]
    theirs = tokenizer.encode(complaint).ids[:COMPLAINT]
    lead = [BEGIN, *known, END, *theirs, END]
    parts = [0] * (len(known) + 2) + [1] * (len(theirs) + 1)
    found = []
    for start in range(0, max(1, len(said.fresh) - OVERLAP), _STEP):
        window = said.fresh[start : start + REPLY]
        if window:
            whole = [*lead, *(said.ids[number] for number in window), END]
            offsets = [said.offsets[number] for number in window]
            found.append(Layout(whole, parts + [2] * (len(window) + 1), len(lead), offsets))
    return found


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    return start, end


class Network:
    """The weights, loaded. Reading is safe from several threads at once."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.card: Card = yaml.read(folder / "card.yaml", Card)
        if not (folder / "tagger.onnx").is_file():
            raise DataError(folder / "tagger.onnx", 0, "these weights are missing; install ReplyGuard again")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        # One core a reading: many at once are a server's business, and a laptop's other core is its owner's.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        # Training wrote it as it is run: to work that out again takes longer than all the rest.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def read(self, reply: str, complaint: str = "", facts: Sequence[str] = ()) -> Reading:
        """The reply's tokens and what each carries; facts and complaint are read as context."""
        import numpy as np

        said = _Said.of(self.tokenizer, reply)
        values = np.zeros((len(said.fresh), len(CATEGORIES)), "f4")
        for number, layout in enumerate(_layouts(self.tokenizer, said, complaint, facts)):
            inside = values[number * _STEP : number * _STEP + REPLY]
            # Where two windows read a token, what either saw counts.
            np.maximum(inside, self._run(layout), out=inside)
        return Reading(said.offsets, values[said.said_by])

    def _run(self, layout: Layout) -> Any:
        import numpy as np

        feed = {"ids": np.array([layout.ids], "i8"), "parts": np.array([layout.parts], "i8")}
        (logits,) = self._session.run(["logits"], feed)
        values = 1 / (1 + np.exp(-logits[0][layout.first : layout.first + len(layout.offsets)]))
        return values.astype("f4")


_last: ContextVar[tuple[_Text, Reading] | None] = ContextVar("last", default=None)


def read(reply: str, complaint: str, facts: tuple[str, ...]) -> Reading:
    """What the shipped network says; the last text of each task is kept, as several ask for it in one review."""
    text, last = (reply, complaint, facts), _last.get()
    if last is None or last[0] != text:
        last = text, network().read(*text)
        _last.set(last)
    return last[1]


async def foresee(reply: str, complaint: str, facts: tuple[str, ...]) -> None:
    """Reads in a thread what `read` will be asked for next in this task: the network lets go of Python meanwhile."""
    text = (reply, complaint, facts)
    _last.set((text, await asyncio.to_thread(network().read, *text)))


@cache
def network() -> Network:
    """The shipped network, loaded when it is first asked for."""
    return Network()
