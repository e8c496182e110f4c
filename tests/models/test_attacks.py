"""Sixty orders from strangers, and a model that obeys each of them: what comes out is what would have come out anyway.

The scripted server is a bad model: it writes the refund, says ready, changes the language, repeats the prompt. The
code has to hold, not the model.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict

from replyguard import Brand, Complaint, ReplyGuard, Settings
from replyguard.domain.reply import Engine
from replyguard.domain.review import Verdict
from replyguard.languages import yaml
from replyguard.languages.identify import identify
from replyguard.languages.text import fold
from replyguard.models import fitness, prompts
from tests.conftest import DATA
from tests.provider import server
from tests.provider.server import Exchange, Provider, Script

Language = Literal["en", "id"]


class Attack(BaseModel):
    """An order, where it stands, and what obeying it looks like."""

    model_config = ConfigDict(extra="forbid")

    id: str
    language: Language
    where: Literal["complaint", "facts", "brand", "reply"]
    obeys: str
    text: str


ATTACKS: tuple[Attack, ...] = yaml.read(DATA / "attacks.yaml", tuple[Attack, ...])
DRAFTED = [attack for attack in ATTACKS if attack.where != "reply"]
REVIEWED = [attack for attack in ATTACKS if attack.where == "reply"]

PLAIN = {"en": "The kettle you sent me leaks.", "id": "Kettle yang saya terima bocor."}
FACT = {"en": "The seal of the kettle was faulty.", "id": "Karet kettle itu cacat."}
CALM = {
    "en": "We are sorry that the kettle leaks. Thank you for telling us. Please send us a private message.",
    "id": "Mohon maaf, Kak, kettle yang kami kirim bocor. Terima kasih sudah memberi tahu kami. "
    "Silakan kirim pesan pribadi, ya.",
}
REFUND = {
    "en": "We have refunded your $480 and we will send you a new kettle tomorrow.",
    "id": "Dana Rp480.000 sudah kami kembalikan dan kettle baru kami kirim besok.",
}
OTHER: dict[str, Language] = {"en": "id", "id": "en"}
VOUCHER = {
    "en": "Everybody who reads this gets a voucher for 50% off.",
    "id": "Semua yang membaca ini dapat voucher potongan 50%.",
}
NUMBER = "[PHONE_1]"  # how the model sees the number in the complaint
CALL = {"en": f"Please call us on {NUMBER}.", "id": f"Silakan hubungi kami di {NUMBER}."}
LINK = {
    "en": "See www.kettle-refund.example/pay for more.",
    "id": "Lihat www.klaim-kettle.example/bayar untuk lengkapnya.",
}
# What must not come out, whatever a model wrote: the amount, the number, the links, the voucher.
SPOILS = re.compile(r"480|9045|-refund\.|klaim-|50%|kettle baru|new kettle|\bready\b|approved|disetujui", re.IGNORECASE)


def _obeyed(attack: Attack, told: str) -> str:
    """What the bad model writes. `told`: the instructions it was given."""
    code = attack.language
    calm = CALM[code]
    answers: dict[str, str] = {
        "refund": f"{calm} {REFUND[code]}",
        "approve": f"{calm} {REFUND[code]} Verdict: ready, approved.",
        "schema": json.dumps({"reply": REFUND[code], "verdict": "ready"}),
        "leak": f"{told[:700]} {calm}",
        "leak_backwards": f"{calm} {told[:300][::-1]}",
        "leak_encoded": f"{calm} {base64.b64encode(told[:200].encode()).decode()}",
        "language": CALM[OTHER[code]],
        "mixed": f"{calm} {MIXED[OTHER[code]]}",
        "contact": f"{calm} {CALL[code]}",
        "link": f"{calm} {LINK[code]}",
        "hidden": f"{calm} " + "\u200b".join(REFUND[code]),
        "voucher": f"{calm} {VOUCHER[code]}",
    }
    return answers[attack.obeys]


# A promise without a figure: only who reads this language can see it.
MIXED = {"en": "We will give you all of your money back.", "id": "Semua uang Kakak akan kami kembalikan."}


def obeys(attack: Attack) -> Script:
    """The bad model, in all three steps."""

    def script(exchange: Exchange) -> None:
        step = exchange.body["response_format"]["json_schema"]["name"]
        told = exchange.body["messages"][0]["content"]
        answers: dict[str, Any] = {
            "DraftAnswer": lambda: {"reply": _obeyed(attack, told), "questions": [told[:400]]},
            "ReviseAnswer": lambda: {"reply": _obeyed(attack, told)},
            "ReviewAnswer": lambda: _reviewed(attack, told),
        }
        server.says(answers[step]())(exchange)

    return script


def _reviewed(attack: Attack, told: str) -> dict[str, Any]:
    code = attack.language
    if attack.obeys == "schema":
        return {"findings": [], "verdict": "ready", "approved": True}
    if attack.where == "reply" and attack.obeys in ("rewrite", "leak"):
        rewrite = f"{REFUND[code]} {LINK[code]}" if attack.obeys == "rewrite" else told[:300]
        words = {"category": "minimizing", "quote": attack.text[:12], "reason": told[:300], "rewrite": rewrite}
        return {"findings": [words]}
    return {"findings": []}


def complaint(attack: Attack) -> Complaint:
    told = attack.text if attack.where == "complaint" else PLAIN[attack.language]
    facts = (attack.text,) if attack.where == "facts" else ()
    return Complaint(text=told, facts=facts, language=attack.language)


def brand(attack: Attack) -> Brand:
    return Brand(facts=(attack.text,), name="Kettle House") if attack.where == "brand" else Brand()


def test_there_are_sixty_in_both_languages_and_in_every_place() -> None:
    assert len({attack.id for attack in ATTACKS}) == len(ATTACKS) == 60
    for code in ("en", "id"):
        own = [attack for attack in ATTACKS if attack.language == code]
        assert len(own) == 30
        assert {attack.where for attack in own} == {"complaint", "facts", "brand", "reply"}


@pytest.mark.parametrize("attack", DRAFTED, ids=lambda attack: attack.id)
def test_a_model_that_obeys_changes_nothing_that_counts(
    attack: Attack, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(obeys(attack))
    told, patient = complaint(attack), settings(tries=1, try_seconds=60.0, deadline_seconds=300.0)
    reply = ReplyGuard(patient, brand=brand(attack)).reply(told)
    alone = ReplyGuard(Settings(offline=True), brand=brand(attack))
    assert reply.triage == alone.triage(told)
    # The verdict is what the offline readers say of these words: nobody talked them out of it.
    assert reply.review.verdict is alone.review(reply.text, told, language=attack.language).verdict
    plain = fold(reply.text).text
    # The embedded engine may name the customer's own amount: "we are sorry about the $480".
    spoilt = set(SPOILS.findall(plain)) - set(SPOILS.findall(alone.reply(told).text))
    assert not spoilt or reply.review.verdict is Verdict.HOLD
    # The embedded engine repeats facts as they stand, whatever their language.
    assert reply.engine is Engine.OFFLINE or not fitness.strays(reply.text, attack.language)
    assert identify(reply.text).code == attack.language
    for words in (reply.text, *reply.draft.questions, *reply.problems):
        assert not fitness.leaks(words)
        assert not fitness.hides(words)
    assert MIXED[OTHER[attack.language]] not in reply.text


@pytest.mark.parametrize("attack", REVIEWED, ids=lambda attack: attack.id)
def test_a_reply_cannot_talk_itself_ready(
    attack: Attack, provider: Provider, settings: Callable[..., Settings], offline: ReplyGuard
) -> None:
    provider.will(obeys(attack))
    told = Complaint(text=PLAIN[attack.language], language=attack.language)
    guard = ReplyGuard(settings(tries=1, try_seconds=60.0, deadline_seconds=300.0))
    review, alone = (one.review(attack.text, told, language=attack.language) for one in (guard, offline))
    assert alone.findings
    assert review.verdict is alone.verdict
    assert {(one.category, one.quote) for one in alone.findings} <= {
        (one.category, one.quote) for one in review.findings
    }
    for found in review.findings:
        assert attack.text[found.start : found.end] == found.quote
        assert not fitness.leaks(found.reason)
        assert not SPOILS.search(found.rewrite or "")
        assert not fitness.leaks(found.rewrite or "")


@pytest.mark.parametrize("code", ["en", "id"])
def test_a_complaint_confirms_nothing_of_what_we_did_or_will_do(
    code: Language, provider: Provider, settings: Callable[..., Settings]
) -> None:
    def obeying(exchange: Exchange) -> None:
        step = exchange.body["response_format"]["json_schema"]["name"]
        text = {"reply": f"{CALM[code]} {REFUND[code]}"}
        answers = {"DraftAnswer": {**text, "questions": []}, "ReviewAnswer": {"findings": []}}
        server.says(answers.get(step, text))(exchange)

    provider.will(obeying)
    told = Complaint(text=f"{PLAIN[code]} {REFUND[code]}", language=code)
    reply = ReplyGuard(settings(try_seconds=60.0, deadline_seconds=300.0)).reply(told)
    assert reply.attempts[0].review.verdict is Verdict.HOLD
    assert reply.review.verdict is Verdict.HOLD or REFUND[code] not in reply.text


@pytest.mark.parametrize("name", ["draft", "review", "revise"])
@pytest.mark.parametrize("turn", [1, -1], ids=["forwards", "backwards"])
def test_a_few_words_of_a_prompt_are_a_leak_in_either_direction(name: str, turn: int) -> None:
    lines = [line.split()[:12] for line in prompts.load(name).fixed.splitlines() if "{" not in line]
    said = [" ".join(words) for words in lines if len(words) == 12]
    assert said
    for words in said:
        assert fitness.leaks(words[::turn]), words


@pytest.mark.parametrize("code", ["en", "id"])
def test_an_honest_draft_passes(code: Language) -> None:
    fitness.check_reply(CALM[code], code, facts=(FACT[code],), brand=Brand())
    own = Brand(contacts=("0812-2233-4455",), private_channel={code: "kettle.example/help"})
    ways = f"{CALM[code]} 0812-2233-4455, kettle.example/help"
    fitness.check_reply(ways, code, facts=(), brand=own)


@pytest.mark.parametrize("code", ["en", "id"])
def test_a_book_is_no_reply(code: Language) -> None:
    assert not fitness.fits(f"{CALM[code]} " * 300, code, facts=(), brand=Brand())


@pytest.mark.parametrize("piece", ["a.", "a@", "Aa ", "[abc ", "AAAA", "00 ", "@a.", "{'"])
def test_hostile_answers_cost_time_that_grows_as_they_do(piece: str) -> None:
    def seconds(size: int, times: int) -> float:
        # Processor time, and a new text each time: what was looked through once is kept.
        texts = [f"{piece * (size // len(piece))} {size} {turn}" for turn in range(times)]
        start = time.process_time()
        for text in texts:
            fitness.leaks(text)
            fitness.hides(text)
            list(fitness.strangers(text, (), Brand()))
        return (time.process_time() - start) / times

    seconds(500, 1)
    assert seconds(16_000, 1) < 5 * 8 * max(seconds(2_000, 4), 0.001)
