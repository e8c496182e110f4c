"""How this customer is addressed, once for the whole reply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from replyguard.brand import Brand
from replyguard.domain.base import Frozen
from replyguard.domain.complaint import Complaint
from replyguard.languages.channels import channel
from replyguard.languages.pack import Pack
from replyguard.languages.schema import Name, Words

_NAME = re.compile(r"[^\W\d_][\w.'’ -]{0,39}")


class Form(Frozen):
    """`you`: the pronoun in a sentence; `call`: how the person is called ("" where nobody is); `cues`: words of a
    complaint that ask for this form, the first form with a cue wins."""

    you: Words
    call: str = ""
    tone: Literal["casual", "formal", "channel"]
    cues: tuple[Words, ...] = ()


class RegisterFile(Frozen):
    """`register.yaml`. `default`: the form for each tone of a channel, where no cue decides."""

    forms: dict[Name, Form]
    default: dict[Literal["casual", "neutral", "formal"], Name]


@dataclass(frozen=True)
class Register:
    """The form for one reply. `name`: how the customer is named in public, "" where that is not known."""

    form: str
    you: str
    call: str
    name: str
    formal: bool


def register(complaint: Complaint, brand: Brand, pack: Pack) -> Register:
    """The brand's form of address, else the one that the complaint's own tone asks for, else the channel's."""
    file: RegisterFile = pack.read("phrases/register.yaml", RegisterFile)
    tone = channel(complaint.channel).tone
    wanted = brand.address.get(pack.code, "")
    name = wanted if wanted in file.forms else _by_cue(complaint.text, file, pack) or file.default[tone]
    form = file.forms[name]
    customer = _plain(complaint.customer)
    return Register(
        form=name,
        you=form.you,
        call=f"{form.call} {customer}".strip(),
        name=customer,
        formal=tone == "formal" if form.tone == "channel" else form.tone == "formal",
    )


def _by_cue(text: str, file: RegisterFile, pack: Pack) -> str:
    for name, form in file.forms.items():
        if form.cues and pack.patterns(form.cues, file="phrases/register.yaml").any(text):
            return name
    return ""


def _plain(customer: str | None) -> str:
    """A name that can stand in a sentence; "" for anything else (a handle, a link, a line of code)."""
    name = (customer or "").strip()
    return name if _NAME.fullmatch(name) else ""
