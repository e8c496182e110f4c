"""Facts are terse notes; a reader gets sentences, in the right person and in the complaint's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from replyguard.brand import Brand
from replyguard.domain.base import Frozen
from replyguard.domain.complaint import Complaint
from replyguard.drafting.phrases import Chooser, sentence
from replyguard.drafting.register import Register
from replyguard.languages.channels import channel
from replyguard.languages.matching import compiled, expand
from replyguard.languages.pack import Pack, available, load
from replyguard.languages.schema import Name, Words

_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\+?\d(?:[ .-]?\d){8,}")
_WORD = re.compile(r"[^\W\d_]+")


class Kind(StrEnum):
    """What a fact is to the reply. `fault`: it puts the matter on the customer or a third party; it is left out.

    `excuse`: it explains, and stands only after the owning; `gift`: compensation, which belongs in private.
    """

    FIX = "fix"
    STATE = "state"
    EXCUSE = "excuse"
    FAULT = "fault"
    GIFT = "gift"
    PRIVATE = "private"


class Known(Frozen):
    """A fact of a frequent kind, in any language. `say`: with the pattern's groups and `{you}` as slots."""

    when: Words
    kind: Kind
    say: tuple[Words, ...]


class Change(Frozen):
    """A place in a note, and what stands there in a sentence (`\\1` and so on are RE2 groups; `{you}` the address); not
    where `unless` matches."""

    find: Words
    put: str
    unless: str = ""


class FactsFile(Frozen):
    """`facts.yaml`. `looks`: words that show a fact to be in this language; `kinds`: by the words of a fact;
    `changes`: in order, what makes a note a sentence; `whole`: what stands as a sentence after them, all else goes
    into one of the `frames`; `foreign`: frames for a note in another language; `months`: theirs to ours."""

    looks: Words
    words: dict[Name, Words] = {}
    months: dict[Words, Words]
    known: tuple[Known, ...]
    kinds: dict[Kind, tuple[Words, ...]]
    changes: tuple[Change, ...]
    whole: Words
    frames: tuple[Words, ...]
    foreign: tuple[Words, ...]


@dataclass(frozen=True)
class Told:
    """A fact as a sentence. `note`: the fact as it was given."""

    kind: Kind
    text: str
    note: str


@cache
def _file(code: str) -> FactsFile:
    found: FactsFile = load(code).read("phrases/facts.yaml", FactsFile)
    return found


@cache
def _search(code: str, pattern: str) -> Any:
    return compiled(expand(pattern, _file(code).words))


def tell(complaint: Complaint, brand: Brand, pack: Pack, form: Register, chooser: Chooser) -> tuple[Told, ...]:
    """Every fact of the complaint, in its order."""
    public = channel(complaint.channel).public
    told = [_told(fact, pack, form, chooser) for fact in complaint.facts]
    return tuple(_kept_private(one, brand, public=public) for one in told)


def _kept_private(told: Told, brand: Brand, *, public: bool) -> Told:
    ours = " ".join((*brand.contacts, *brand.private_channel.values()))
    strange = any(match[0] not in ours for match in _PERSONAL.finditer(told.note))
    if strange and public:
        return Told(Kind.PRIVATE, "", told.note)
    if told.kind is Kind.GIFT and not public:
        return Told(Kind.FIX, told.text, told.note)
    return told


def _told(fact: str, pack: Pack, form: Register, chooser: Chooser) -> Told:
    file = _file(pack.code)
    note = " ".join(fact.split()).rstrip(" .;")
    kind = _kind(note, pack)
    for known in file.known:
        match = _search(pack.code, known.when).search(note)
        if match:
            words = chooser.order(f"fact\x00{note}", known.say)[0]
            for name in _search(pack.code, known.when).groupindex:
                words = words.replace(f"{{{name}}}", (match[name] or "").strip())
            words = _months(words, file)
            return Told(known.kind if kind is Kind.STATE else kind, sentence(words.replace("{you}", form.you)), fact)
    if _home(note) not in ("", pack.code):
        frame = chooser.order(f"fact\x00{note}", file.foreign)[0]
        return Told(kind, frame.replace("{fact}", note), fact)
    return Told(kind, _sentence(note, pack, form, chooser), fact)


def _kind(note: str, pack: Pack) -> Kind:
    for kind, patterns in _file(pack.code).kinds.items():
        if any(_search(pack.code, pattern).search(note) for pattern in patterns):
            return kind
    return Kind.STATE


def _months(words: str, file: FactsFile) -> str:
    for theirs, ours in file.months.items():
        words = re.sub(rf"\b{theirs}\b", ours, words)
    return words


@cache
def _known_languages() -> Sequence[str]:
    return [code for code in available() if (load(code).folder / "phrases" / "facts.yaml").is_file()]


def _home(note: str) -> str:
    """The language that the note is in; "" where its words do not tell."""
    scores: dict[str, int] = {}
    words = [word.lower() for word in _WORD.findall(note)]
    for code in _known_languages():
        stop = set(load(code).language.stopwords)
        looks = _search(code, _file(code).looks)
        scores[code] = sum(word in stop for word in words) + 2 * sum(1 for _ in looks.finditer(note))
    best = sorted(scores, key=lambda code: -scores[code])
    if not best or scores[best[0]] == (scores[best[1]] if len(best) > 1 else 0):
        return ""
    return best[0]


def _sentence(note: str, pack: Pack, form: Register, chooser: Chooser) -> str:
    file = _file(pack.code)
    words = note[:1].lower() + note[1:] if note[1:2].islower() else note
    for change in file.changes:
        if not (change.unless and _search(pack.code, change.unless).search(words)):
            words = _search(pack.code, change.find).sub(change.put.replace("{you}", form.you), words)
    words = " ".join(words.split())
    if not _search(pack.code, file.whole).search(words):
        words = chooser.order(f"fact\x00{note}", file.frames)[0].replace("{fact}", words)
    return sentence(words)
