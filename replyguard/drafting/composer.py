"""The embedded writer: complaint, facts and brand in, an honest reply out. No model, no network, nothing invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from replyguard.brand import Brand
from replyguard.domain.complaint import Complaint
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.triage import Cause, Topic, Triage, Urgency
from replyguard.drafting.facts import Kind, Told, tell
from replyguard.drafting.phrases import Chooser, called_once, fitting, phrases, say
from replyguard.drafting.problem import Problem, read_problem
from replyguard.drafting.register import Register, register
from replyguard.languages.channels import Channel, channel
from replyguard.languages.pack import Pack, available, load
from replyguard.policy import Policy

# Where no pack knows the complaint's language, the holding reply is in this one.
_FALLBACK = "en"
# How many wordings are tried for a part before a leaner reply is.
_TRIES = 6


class Composer:
    """Writes drafts. The same complaint, facts and brand give the same words, on every machine."""

    name = "composer"

    async def draft(self, complaint: Complaint, triage: Triage, brand: Brand, policy: Policy) -> Draft:
        return self.compose(complaint, triage, brand, policy)

    def compose(self, complaint: Complaint, triage: Triage, brand: Brand, policy: Policy) -> Draft:
        """The draft, and beside it what only a human can know."""
        pack = load(triage.language if triage.language in available() else _FALLBACK)
        case = _Case.of(complaint, triage, brand, policy, pack)
        shapes = _strategy(case)
        text, kept = next(_that_fit(shapes, case))
        return Draft(text=text, engine=Engine.OFFLINE, questions=_questions(case, kept))


@dataclass(frozen=True)
class _Case:
    """All that a part may draw on."""

    complaint: Complaint
    triage: Triage
    brand: Brand
    pack: Pack
    place: Channel
    form: Register
    problem: Problem
    facts: tuple[Told, ...]
    chooser: Chooser
    slots: Mapping[str, str]

    @classmethod
    def of(cls, complaint: Complaint, triage: Triage, brand: Brand, policy: Policy, pack: Pack) -> _Case:
        chooser = Chooser("\x00".join((complaint.text, *complaint.facts, complaint.channel, brand.name)))
        form = register(complaint, brand, pack)
        place = channel(complaint.channel)
        problem = read_problem(complaint, triage, pack, form, chooser)
        slots = {
            "you": form.you,
            "call": form.call,
            "name": form.name,
            "clause": problem.clause,
            "quote": problem.quote,
            "problem": problem.noun,
            "private": _private(brand, place, pack),
            "consequence": policy.consequence(triage.breaches[0].what, pack.code) if triage.breaches else "",
        }
        facts = tell(complaint, brand, pack, form, chooser)
        return cls(complaint, triage, brand, pack, place, form, problem, facts, chooser, slots)

    def said(self, kind: Kind) -> list[Told]:
        return [told for told in self.facts if told.kind is kind]

    @property
    def fixes(self) -> list[Told]:
        return self.said(Kind.FIX)

    def options(self, file: str, name: str, more: Mapping[str, str] | None = None) -> list[str]:
        """The ways to say a part, the chosen one first."""
        slots = {**self.slots, **(more or {})}
        found = fitting(phrases(self.pack, file)[name], slots)
        return [
            say(one, slots, self.chooser, formal=self.form.formal) for one in self.chooser.order(file + name, found)
        ]


def _private(brand: Brand, place: Channel, pack: Pack) -> str:
    own = brand.private_channel.get(pack.code, "")
    return phrases(pack, "special")["private"][0].replace("{own}", own) if own else place.private.get(pack.code, "")


Part = Sequence[str]
Shape = tuple[tuple[Part, ...], tuple[Told, ...]]
"""The parts of a reply in order, each with the ways to say it; and the facts that it leaves out for want of room."""


def _strategy(case: _Case) -> list[Shape]:
    """The replies to try, the fullest first. The cause steers, and is never said."""
    if case.triage.urgency is Urgency.SERIOUS_RISK:
        return [_bare(case, "risk")]
    strategies: dict[Cause, Callable[[], list[Shape]]] = {
        Cause.TROLL: lambda: _calm(case),
        Cause.DISGRUNTLED_EMPLOYEE: lambda: [_bare(case, "employee", "employee_next")],
        Cause.MISUNDERSTANDING: lambda: _clarifying(case),
        Cause.BUSINESS_ERROR: lambda: _owning(case),
        Cause.UNCLEAR: lambda: _owning(case) if case.facts or case.problem.topic is not Topic.OTHER else _asking(case),
    }
    return strategies[case.triage.cause]()


def _bare(case: _Case, *names: str) -> Shape:
    return tuple(case.options("special", name) for name in names), ()


def _calm(case: _Case) -> list[Shape]:
    named = [_bare(case, "troll_named")] if case.slots["consequence"] else []
    return [*named, _bare(case, "troll")]


def _asking(case: _Case) -> list[Shape]:
    special = [case.options("special", name) for name in ("unclear", "unclear_next")]
    thanks, brief = case.options("thanks", "thanks"), case.options("thanks", "short")
    return [((*special, thanks), ()), ((*special, brief), ()), *_least(case)]


def _clarifying(case: _Case) -> list[Shape]:
    clear = "misunderstanding_clause" if case.problem.clause and not case.problem.reported else "misunderstanding"
    opening = case.options("special", clear)
    facts = [case.options("special", "clarify", {"fact": _joined(case.facts)})] if _joined(case.facts) else []
    following = case.options("special", "misunderstanding_next")
    thanks = case.options("thanks", "thanks")
    brief = case.options("thanks", "short")
    return [((opening, *facts, following, end), ()) for end in (thanks, brief)] + _owning(case)


def _joined(facts: Sequence[Told]) -> str:
    return " ".join(told.text for told in facts if told.kind in (Kind.STATE, Kind.FIX, Kind.EXCUSE))


def _owning(case: _Case) -> list[Shape]:
    """Own it, say what is known, say the next step; shorter and shorter, facts last to go."""
    step = case.problem.step
    full, short = _openings(case)
    owned = [case.options("owning", "owned")] if case.facts else []
    feeling = case.options("feeling", step)
    causes, cures = _facts(case, (Kind.STATE,)), _facts(case, (Kind.FIX, Kind.GIFT))
    told = [*_facts(case, (Kind.STATE, Kind.EXCUSE)), *cures]
    following = case.options("next", "fixed" if case.fixes else step)
    brief = case.options("next", "short_fixed" if case.fixes else "short")
    first, thanks, thanked = (case.options("thanks", name) for name in ("first", "thanks", "short"))
    rich: list[tuple[Part, ...]] = [
        (full, *owned, *told, following, thanks),
        (full, *causes, *owned, *_facts(case, (Kind.EXCUSE,)), *cures, following, thanks),
        (full, feeling, *owned, *told, following, thanks),
        (first, full, *owned, *told, following),
    ]
    if not case.facts:
        rich = [
            (full, feeling, following, thanks),
            (first, full, feeling, following),
            (feeling, full, following, thanks),
        ]
    lean: list[tuple[Part, ...]] = [
        (full, *owned, *told, following, thanked),
        (short, *owned, *told, brief, thanked),
        (short, *told, brief, thanked),
        (short, *told, brief),
    ]
    shapes: list[Shape] = [(shape, ()) for shape in [*case.chooser.order("shape", rich), *lean]]
    return shapes + _fewer(case, short, brief, thanked) + _least(case)


def _openings(case: _Case) -> tuple[list[str], list[str]]:
    short = case.options("opening", "short")
    if case.problem.reported:
        return case.options("opening", "reported"), case.options("opening", "short_reported") + short
    if not case.problem.clause and case.problem.quote:
        return case.options("opening", "quoted"), case.options("opening", "short_quoted") + short
    if not case.problem.clause:
        return case.options("opening", "noun"), short
    return case.options("opening", "clause"), case.options("opening", "short_clause") + short


def _facts(case: _Case, kinds: tuple[Kind, ...]) -> list[Part]:
    """The facts of these kinds as parts; an excuse is said as ours to deal with, a gift in private."""
    parts: list[Part] = []
    for told in (told for told in case.facts if told.kind in kinds):
        if told.kind is Kind.EXCUSE:
            parts.append(case.options("owning", "excuse", {"fact": told.text.rstrip(".")}))
        elif told.kind is Kind.GIFT:
            parts.append(case.options("owning", "gift"))
        else:
            parts.append([told.text])
    return parts


def _fewer(case: _Case, short: Part, brief: Part, thanked: Part) -> list[Shape]:
    """Where not all facts fit: the fixes, then fewer of them, from the last."""
    spoken = [*case.fixes, *case.said(Kind.STATE)]
    shapes: list[Shape] = []
    for count in range(len(spoken) - 1, -1, -1):
        kept = [[told.text] for told in spoken[:count]]
        left = tuple(spoken[count:])
        shapes += [((short, *kept, brief, thanked), left), ((short, *kept, brief), left)]
    return shapes


def _least(case: _Case) -> list[Shape]:
    return [_bare(case, "plain")]


def _that_fit(shapes: Sequence[Shape], case: _Case) -> Iterator[tuple[str, tuple[Told, ...]]]:
    """The replies that the channel has room for; the last resort is yielded even where it has not."""
    text = ""
    for parts, left in shapes:
        for words in _wordings(parts):
            text = _laid_out(words, case)
            if len(text) <= case.place.limit:
                yield text, left
    yield text, ()


def _wordings(parts: Sequence[Part]) -> Iterator[tuple[str, ...]]:
    """The chosen words first, then others, then the shortest."""
    if all(parts):
        yield tuple(part[0] for part in parts)
        yield from list(product(*(part[:2] for part in parts)))[:_TRIES]
        yield tuple(min(part, key=len) for part in parts)


def _laid_out(words: Sequence[str], case: _Case) -> str:
    body = called_once(" ".join(words), case.form.call, case.form.you)
    lines = [case.brand.sign_off.get(case.pack.code, "")]
    if case.place.sign_off and not lines[0] and case.brand.name:
        lines = [case.brand.name]
    with_end = "\n\n".join(line for line in (body, *lines) if line)
    return with_end if len(with_end) <= case.place.limit else body


def _questions(case: _Case, left: Sequence[Told]) -> tuple[str, ...]:
    words = phrases(case.pack, "special")
    own = list(words["questions"]) if case.triage.urgency is Urgency.SERIOUS_RISK else []
    if not case.facts and not case.triage.questions:
        own += words["no_facts"]
    for told in case.facts:
        if told.kind in (Kind.FAULT, Kind.PRIVATE):
            name = "left_out" if told.kind is Kind.FAULT else "private_fact"
            own.append(words[name][0].replace("{fact}", told.note))
    own += [words["shortened"][0].replace("{fact}", told.note) for told in left]
    return (*case.triage.questions, *own)
