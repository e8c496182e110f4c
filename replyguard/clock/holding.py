"""A holding reply: honest that there is no answer yet, and promising only what somebody owns: who answers, by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from replyguard.approval.roles import Right, may, same_person
from replyguard.brand import Brand
from replyguard.domain.case import CaseState, Person, Role
from replyguard.drafting.phrases import Chooser, called_once, fitting, phrases, say
from replyguard.drafting.register import register
from replyguard.errors import InputError
from replyguard.languages.channels import channel
from replyguard.languages.identify import identify
from replyguard.languages.pack import Pack, available, load

_FALLBACK = "en"
_FARTHEST = timedelta(days=366)


def check_promise(owner: Person, due: datetime, *, by: Person, now: datetime) -> None:
    """An `InputError` says why nobody may promise this: only the owner gives their word, or a manager assigns it."""
    if due.tzinfo is None:
        raise InputError("due", "has no time zone; hand in an aware time")
    if not now < due <= now + _FARTHEST:
        raise InputError("due", "should lie ahead, within a year")
    if owner.role is Role.BOT or not may(by, Right.EDIT):
        raise InputError("owner", "should be a person who answers customers; a bot can promise nothing")
    if not same_person(owner, by) and by.role is not Role.MANAGER:
        raise InputError("owner", f"{by.name} cannot promise for {owner.name}; ask them, or a manager")


def told(owner: Person, due: datetime, pack: Pack, zone: ZoneInfo) -> str:
    """The promise as a fact: the sentence that a reply may rest on."""
    slots = {"owner": owner.name, "due": when(due, pack, zone)}
    return say(phrases(pack, "holding")["promise"][0], slots, Chooser(""), formal=True).rstrip(".")


def when(due: datetime, pack: Pack, zone: ZoneInfo) -> str:
    """A moment as people say it, by the brand's wall clock: no seconds, with the zone's short name."""
    local, words = due.astimezone(zone), phrases(pack, "holding")
    name = local.strftime("%Z")
    slots = {
        "day": words["days"][local.weekday()], "date": str(local.day), "month": words["months"][local.month - 1],
        "year": str(local.year), "hour": f"{local:%H}", "minute": f"{local:%M}",
        "zone": name if name.isalpha() else f"UTC{name}",
    }  # fmt: skip
    return words["due"][0].format(**slots)


def compose(state: CaseState, owner: Person, due: datetime, *, brand: Brand, zone: ZoneInfo) -> str:
    """The holding reply, in the complaint's language and the brand's form of address; short where there is no room."""
    pack = pack_of(state)
    complaint, place = state.complaint, channel(state.channel)
    form = register(complaint, brand, pack)
    slots = {
        "you": form.you, "call": form.call, "owner": owner.name, "due": when(due, pack, zone),
    }  # fmt: skip
    chooser = Chooser("\x00".join((state.id, complaint.text, *slots.values())))
    end = brand.sign_off.get(pack.code, "") or (brand.name if place.sign_off else "")
    text = ""
    for name in ("reply", "short"):
        body = called_once(_said(pack, name, slots, chooser, formal=form.formal), form.call, form.you)
        for text in (f"{body}\n\n{end}" if end else body, body):
            if len(text) <= place.limit:
                return text
    return text


def pack_of(state: CaseState) -> Pack:
    """The language of the case: as triaged, as given, or as it reads."""
    known = state.triage.language if state.triage else state.language
    code = known or identify(state.messages[0].text).code
    return load(code if code in available() else _FALLBACK)


def _said(pack: Pack, name: str, slots: Mapping[str, str], chooser: Chooser, *, formal: bool) -> str:
    options = fitting(phrases(pack, "holding")[name], slots)
    return say(chooser.order(name, options)[0], slots, chooser, formal=formal)
