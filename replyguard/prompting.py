"""What a model would be asked: for whoever wants to read a prompt as it is sent, without sending it."""

from __future__ import annotations

from replyguard.brand import Brand
from replyguard.cooldown import model
from replyguard.cooldown.reader import Context
from replyguard.domain.complaint import Complaint
from replyguard.domain.reply import Draft, Engine
from replyguard.drafting import writer
from replyguard.errors import InputError
from replyguard.guard import ReplyGuard
from replyguard.languages.pack import available, load
from replyguard.models import answers, prompts
from replyguard.models.prompts import Messages
from replyguard.revising import reviser
from replyguard.settings import Settings
from replyguard.terminal import printable

STEPS = ("draft", "review", "revise")


def asked(step: str, complaint: Complaint | None, reply: str = "", brand: Brand | None = None) -> Messages:
    """What is sent in `step` for this input, personal data masked. Nothing is sent, and no model need be configured.

    reply: the text to review or revise; the findings that a revision answers are the offline readers'.
    Raises `InputError` where the step needs an input that is not there.
    """
    if step not in STEPS:
        raise InputError("step", f"there is no '{step}'; there are: {', '.join(STEPS)}")
    guard = ReplyGuard(Settings.read(), brand=brand, offline=True)
    if step != "draft":
        return _about(step, reply, complaint, guard)
    if complaint is None:
        raise InputError("complaint", "is missing; write the complaint that is to be answered")
    return writer.question(complaint, guard.triage(complaint), guard.brand, guard.policy)[0]


def _about(step: str, reply: str, complaint: Complaint | None, guard: ReplyGuard) -> Messages:
    review = guard.review(reply, complaint, language=complaint.language if complaint else None)
    pack = load(review.language if review.language in available() else "en")
    context = Context.of(pack, complaint, guard.brand)
    if step == "review":
        return model.question(reply, context)[0]
    return reviser.question(Draft(text=reply, engine=Engine.PERSON), review, context)[0]


def shown(step: str, text: str, about: str | None, brand: Brand | None, **known: object) -> str:
    """As a terminal shows it: each message under its role, then the form that its answer must have.

    text:  the complaint for `draft`, else the reply; `about`: the complaint that a reply answers.
    known: the other fields of the complaint.
    """
    told = text if step == "draft" else about
    complaint = Complaint.of(text=told, **known) if told else None
    messages = asked(step, complaint, "" if step == "draft" else text, brand)
    form = answers.schema_text(getattr(answers, prompts.load(step).front.answer))
    parts = {"system": messages.system, "user": messages.user, "form of the answer": form}
    return printable("\n\n".join(f"--- {name} ---\n{words}" for name, words in parts.items()))


def listed() -> str:
    """A line a prompt: its name and version, the form of its answer, and the digits of its words."""
    known = [prompts.load(step) for step in STEPS]
    return "\n".join(f"{prompt.label:<9}  {prompt.front.answer:<12}  {prompt.words}" for prompt in known)
