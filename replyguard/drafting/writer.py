"""The writer with a model behind it: a draft from the complaint, the facts and the brand. Personal data stays here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from replyguard.brand import Brand
from replyguard.domain.complaint import Complaint
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.triage import Cause, Triage
from replyguard.languages import yaml
from replyguard.languages.channels import channel
from replyguard.languages.pack import Pack, available, load
from replyguard.languages.schema import Words
from replyguard.models import fitness, prompts, streaming
from replyguard.models.answers import DraftAnswer
from replyguard.models.door import Door
from replyguard.models.masking import Mask
from replyguard.models.prompts import Messages
from replyguard.policy import Policy

_STRATEGIES = Path(__file__).parent / "strategies.yaml"


class Writer:
    """Drafts with a model."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def draft(self, complaint: Complaint, triage: Triage, brand: Brand, policy: Policy) -> Draft:
        """A draft in the language of `triage`, in English where no pack knows it.

        Raises a `ModelError` where the model gave none that can be used.
        """
        messages, mask = question(complaint, triage, brand, policy)
        answered = await streaming.ask(self._door, messages, DraftAnswer, mask)
        text, known = mask.restored(answered.answer.reply), (*complaint.facts, policy.url or "")
        code = triage.language if triage.language in available() else "en"
        fitness.check_reply(text, code, facts=known, brand=brand, orders=messages.orders)
        asked = (mask.shown(question) for question in answered.answer.questions)
        questions = (*triage.questions, *(one for one in asked if not (fitness.leaks(one) or fitness.hides(one))))
        return Draft(
            text=text,
            engine=Engine.MODEL,
            questions=tuple(dict.fromkeys(question.strip() for question in questions if question.strip())),
            prompt=prompts.load("draft").label,
        )


def question(complaint: Complaint, triage: Triage, brand: Brand, policy: Policy) -> tuple[Messages, Mask]:
    """What the model is asked for a draft, and the mask that its answer is read through."""
    place = channel(complaint.channel)
    pack = load(triage.language if triage.language in available() else "en")
    mask = Mask(brand, names=filter(None, [complaint.customer]))
    mask.heard((complaint.text, *complaint.facts))
    trusted = {
        "language": pack.language.name,
        "cause": triage.cause.value,
        "strategy": strategies()[triage.cause],
        "limit": str(place.limit),
        "tone": place.tone,
        "place": complaint.channel,  # letters, digits and _ only, by its own shape
    }
    untrusted: dict[str, prompts.Untrusted] = {
        "complaint": mask.text(complaint.text),
        "facts": mask.texts(complaint.facts),
        "customer": mask.text(complaint.customer or ""),
        "brand": _told(brand, pack, mask),
        "private_channel": mask.text(brand.private_channel.get(pack.code, place.private[pack.code])),
        "rules": _rules(triage, policy, pack),
        "open_questions": mask.texts(triage.questions),
    }
    return prompts.load("draft").render(trusted, untrusted), mask


@cache
def strategies() -> dict[Cause, str]:
    """What each cause asks of the writer."""
    found: dict[Cause, str] = yaml.read(_STRATEGIES, dict[Cause, Words])
    return found


def _told(brand: Brand, pack: Pack, mask: Mask) -> dict[str, str | list[str]]:
    told: dict[str, str | list[str]] = {
        "name": brand.name,
        "address": brand.address.get(pack.code, ""),
        "sign_off": mask.text(brand.sign_off.get(pack.code, "")),
        "facts": mask.texts(brand.facts),
        "may_promise": mask.texts(brand.may_promise),
        "never_say": list(brand.banned_words),
    }
    # What is not said costs no tokens.
    return {name: value for name, value in told.items() if value}


def _rules(triage: Triage, policy: Policy, pack: Pack) -> list[str]:
    broken = dict.fromkeys(mark.what for mark in triage.breaches)
    told = [f"{policy.meaning(rule, pack.code)} {policy.consequence(rule, pack.code)}".strip() for rule in broken]
    return [*filter(None, told), *([policy.url] if policy.url and any(told) else [])]
