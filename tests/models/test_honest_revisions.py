"""A revision takes away and says anew, and adds nothing; there are two at most, and each attempt is on the record."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from replyguard import Brand, Complaint, ReplyGuard, ReviewedReply, Settings, loop
from replyguard.cases.store import Cases
from replyguard.cooldown.reader import Context
from replyguard.domain.case import Person, Role
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.review import Review, Verdict
from replyguard.handling import take_up
from replyguard.languages.pack import load
from replyguard.models.door import Door
from replyguard.revising.honesty import adds
from replyguard.revising.reviser import ModelReviser
from tests.provider import server
from tests.provider.server import Exchange, Provider, Script

LANGUAGES = ("id", "en")
COMPLAINTS = {
    "id": Complaint(text="Tas saya datang robek, hubungi 0812-7755-3141!", facts=("Tas dikirim robek",), language="id"),
    "en": Complaint(text="My bag arrived torn, call 0812-7755-3141!", facts=("We sent a torn bag",), language="en"),
}
WARM = {"id": "Maaf kalau Kakak kecewa.", "en": "We are sorry you feel that way."}
CALM = {
    "id": "Mohon maaf, Kak, tas yang kami kirim robek. Terima kasih sudah memberi tahu kami. "
    "Silakan kirim pesan pribadi kepada kami, ya.",
    "en": "We are sorry that we sent you a torn bag. Thank you for telling us. Please send us a private message.",
}

ADDED = {
    "en": {
        "amount": "We have set $50 aside for you.",
        "amount in words": "We have set aside fifty dollars for you.",
        "percent": "You get 20% off.",
        "date": "We will be in touch on 3 December.",
        "day": "We will get back to you by Friday.",
        "tomorrow": "Somebody looks at it tomorrow.",
        "week": "You hear from us next week.",
        "time": "We are there at 10:30.",
        "days": "Your money comes back within three days.",
        "refund": "A full reimbursement is on its way.",
        "voucher": "A voucher is on its way to you.",
        "replacement": "A replacement is being prepared.",
        "action": "We have spoken to the packer.",
        "check": "We checked the whole shelf this morning.",
        "repair": "We have fixed the machine.",
        "always": "We are there for you 24/7.",
        "reference": "Please quote reference #88213.",
        "blame": "The courier dropped the parcel.",
        "page": "See example-shop.com for more.",
        "address": "See https://example.org/help for more.",
        "handle": "Write to @bagshop instead.",
        "mail": "Write to help@bags.example instead.",
        "mark": "Please ask for [NAME].",
        "brace": "Please quote {order}.",
        "personal data": "We will call 0812-7755-3141.",
    },
    "id": {
        "amount": "Dana Rp50.000 kami siapkan.",
        "amount in words": "Kami siapkan lima puluh ribu untuk Kakak.",
        "percent": "Kakak dapat potongan 20%.",
        "date": "Kami kabari tanggal 3 Desember.",
        "day": "Kami kabari paling lambat Jumat.",
        "tomorrow": "Besok ada yang melihatnya.",
        "week": "Kami kabari minggu depan.",
        "time": "Kami ada pukul 10.30.",
        "days": "Uangnya kembali dalam tiga hari.",
        "refund": "Dana Kakak dikembalikan penuh.",
        "voucher": "Voucher sedang kami kirim ke Kakak.",
        "replacement": "Penggantinya sedang disiapkan.",
        "action": "Kami sudah menegur petugas yang mengepak.",
        "check": "Kami sudah periksa semua rak tadi pagi.",
        "repair": "Mesinnya sudah kami perbaiki.",
        "always": "Kami siap melayani 24/7.",
        "reference": "Sebutkan referensi #88213 ya.",
        "blame": "Kurirnya menjatuhkan paket itu.",
        "page": "Lihat contoh-toko.com ya.",
        "address": "Lihat https://contoh.example/bantuan ya.",
        "handle": "Tulis ke @tokotas saja.",
        "mail": "Tulis ke bantu@tas.example saja.",
        "mark": "Tanya [NAMA] ya.",
        "brace": "Sebutkan {nomor}.",
        "personal data": "Kami telepon ke 0812-7755-3141.",
    },
}
CASES = [(code, kind) for code in LANGUAGES for kind in ADDED[code]]

SAID_ANEW = {
    "en": (
        "We should have answered you. One of us will read your message.",
        "Feel free to write to us at any time, this is on us.",
        "Thank you for your patience and for telling us so plainly.",
        "We want to make this right with you in private.",
    ),
    "id": (
        "Seharusnya kami membalas chat Kakak. Salah satu dari kami akan membaca pesan Kakak.",
        "Silakan hubungi kami kapan saja, ini kesalahan kami.",
        "Terima kasih atas kesabaran Kakak dan sudah bicara terus terang.",
        "Kami ingin memperbaiki ini bersama Kakak lewat pesan pribadi.",
    ),
}


def context(language: str, brand: Brand | None = None) -> Context:
    return Context.of(load(language), COMPLAINTS[language], brand or Brand())


@pytest.mark.parametrize(("language", "kind"), CASES)
async def test_whatever_is_added_is_seen(language: str, kind: str) -> None:
    added = f"{CALM[language]} {ADDED[language][kind]}"
    assert await adds(added, WARM[language], context(language))
    # What the draft had said already is no addition.
    assert not await adds(added, f"{WARM[language]} {ADDED[language][kind]}", context(language))


@pytest.mark.parametrize(("language", "said"), [(code, said) for code in LANGUAGES for said in SAID_ANEW[code]])
async def test_what_is_only_said_anew_is_no_addition(language: str, said: str) -> None:
    assert not await adds(f"{CALM[language]} {said}", WARM[language], context(language))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_facts_and_brand_say_may_come_in(language: str) -> None:
    brand = Brand(private_channel={language: "@tokotas"}, may_promise=("Refund within 3 days", "Refund dalam 3 hari"))
    assert not await adds(f"{CALM[language]} @tokotas", WARM[language], context(language, brand))


# Each may be in no revision, though it states nothing.
UNFIT = {
    "another language": {"en": CALM["id"], "id": CALM["en"]},
    "hidden": {code: CALM[code].replace(" ", " \u200b", 1) for code in LANGUAGES},
    "encoded": {code: f"{CALM[code]} d2UgaGF2ZSByZWZ1bmRlZCB5b3VyIG1vbmV5IGluIGZ1bGwgdG9kYXk=" for code in LANGUAGES},
    "labels": {code: f"{CALM[code]} blame_shift" for code in LANGUAGES},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", UNFIT)
def test_a_revision_that_is_no_reply_is_dropped(kind: str, language: str, provider: Provider, door: Door) -> None:
    provider.will(server.says({"reply": UNFIT[kind][language]}))
    draft = Draft(text=f"{WARM[language]} {CALM[language]}", engine=Engine.MODEL)
    reviser = ModelReviser(door)
    assert loop.run(reviser.revise(draft, Review(verdict=Verdict.REVISE), context(language))) is None
    provider.will(server.says({"reply": CALM[language]}))
    taken = loop.run(reviser.revise(draft, Review(verdict=Verdict.REVISE), context(language)))
    assert taken is not None
    assert taken.text == CALM[language]


def stubborn(language: str) -> Script:
    """A model that repeats the fault in other words, for ever."""
    turn = 0

    def script(exchange: Exchange) -> None:
        nonlocal turn
        asked = exchange.body["response_format"]["json_schema"]["name"]
        turn += asked != "ReviewAnswer"
        text = f"{CALM[language]} {WARM[language]}" if turn % 2 else f"{WARM[language]} {CALM[language]}"
        answers: dict[str, Any] = {"DraftAnswer": {"reply": text, "questions": []}, "ReviewAnswer": {"findings": []}}
        server.says(answers.get(asked, {"reply": text}))(exchange)

    return script


def steps(provider: Provider) -> list[str]:
    return [one.body["response_format"]["json_schema"]["name"] for one in provider.requests]


@pytest.fixture
def priced(settings: Callable[..., Settings], tmp_path: Path) -> Settings:
    file = tmp_path / "prices.yaml"
    file.write_text("openai:scripted: {input: 1, output: 4}\n")
    return settings(prices=file, deadline_seconds=120.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_two_revisions_a_person_sees_what_there_is(
    language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(stubborn(language))
    reply = ReplyGuard(settings(deadline_seconds=120.0)).reply(COMPLAINTS[language])
    assert steps(provider) == ["DraftAnswer", "ReviewAnswer", *["ReviseAnswer", "ReviewAnswer"] * 2]
    assert len(reply.attempts) == 3
    assert reply.review.verdict is Verdict.REVISE


@pytest.mark.parametrize("revisions", [0, 1])
def test_fewer_may_be_asked_for_and_more_may_not(
    revisions: int, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(stubborn("en"))
    reply = ReplyGuard(settings(revisions=revisions, deadline_seconds=120.0)).reply(COMPLAINTS["en"])
    assert len(reply.attempts) == 1 + revisions
    with pytest.raises(ValidationError):
        settings(revisions=3)


def check(reply: ReviewedReply) -> None:
    """Every attempt has what is its own."""
    for attempt in reply.attempts:
        text = attempt.draft.text
        assert [text[found.start : found.end] for found in attempt.review.findings] == [
            found.quote for found in attempt.review.findings
        ]
        assert attempt.review.findings
        assert attempt.seconds > 0
        assert (attempt.input_tokens, attempt.output_tokens) == (22, 14)
        assert attempt.cost == Decimal("0.000078")  # 22 at 1, 14 at 4
        assert attempt.models == ("openai:scripted",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_attempt_keeps_its_words_findings_tokens_seconds_and_cost(
    language: str, provider: Provider, priced: Settings
) -> None:
    provider.will(stubborn(language))
    reply = ReplyGuard(priced).reply(COMPLAINTS[language])
    check(reply)
    assert [attempt.draft.prompt for attempt in reply.attempts] == ["draft@2", "revise@1", "revise@1"]
    assert [attempt.draft.text.startswith(WARM[language]) for attempt in reply.attempts] == [False, True, False]
    assert (reply.tokens, reply.cost) == (108, Decimal("0.000234"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_revision_that_was_dropped_is_paid_for_and_told(
    language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    whole = {"category": "minimizing", "quote": CALM[language], "reason": "It makes it small.", "rewrite": None}
    answers: dict[str, Any] = {
        "DraftAnswer": {"reply": CALM[language], "questions": []},
        "ReviewAnswer": {"findings": [whole]},
        "ReviseAnswer": {"reply": f"{CALM[language]} Rp75.000 / $75."},
    }
    provider.will(
        lambda exchange: server.says(answers[exchange.body["response_format"]["json_schema"]["name"]])(exchange)
    )
    reply = ReplyGuard(settings(deadline_seconds=120.0)).reply(COMPLAINTS[language])
    assert steps(provider) == ["DraftAnswer", "ReviewAnswer", "ReviseAnswer"]
    assert (reply.text, len(reply.attempts)) == (CALM[language], 1)
    assert (reply.attempts[0].input_tokens, reply.attempts[0].output_tokens) == (33, 21)


@pytest.mark.parametrize("revisions", [0, 2])
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_no_more_where_the_embedded_engine_drafts_anew(
    revisions: int, language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    # The embedded engine's drafts are calm: only one that a person's profile spoils is flagged.
    spoilt = Brand(sign_off={language: WARM[language]})
    said = {"id": "Terima kasih.", "en": "Thank you."}[language]
    provider.will(lambda exchange: server.says(_mutters(exchange, said))(exchange))
    reply = ReplyGuard(settings(revisions=revisions, deadline_seconds=120.0), brand=spoilt).reply(COMPLAINTS[language])
    engines = [attempt.draft.engine for attempt in reply.attempts]
    assert engines[0] is Engine.MODEL
    assert reply.engine is Engine.OFFLINE
    assert len(reply.attempts) <= 2 + revisions


def _mutters(exchange: Exchange, said: str) -> dict[str, Any]:
    asked = exchange.body["response_format"]["json_schema"]["name"]
    fault = {"category": "minimizing", "quote": said, "reason": "It makes it small.", "rewrite": None}
    answers: dict[str, Any] = {"DraftAnswer": {"reply": said, "questions": []}, "ReviewAnswer": {"findings": [fault]}}
    given: dict[str, Any] = answers.get(asked, {"reply": f"{said} {said}"})
    return given


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_revision_that_made_it_worse_is_kept_and_is_not_the_reply(
    language: str, provider: Provider, settings: Callable[..., Settings], tmp_path: Path
) -> None:
    better, worse = f"{WARM[language]} {CALM[language]}", f"{CALM[language]} {WARM[language]}"
    insult = {"category": "anger", "quote": WARM[language], "reason": "It insults.", "rewrite": None}

    def script(exchange: Exchange) -> None:
        asked = exchange.body["response_format"]["json_schema"]["name"]
        read = exchange.body["messages"][1]["content"].rstrip('"').endswith(WARM[language])
        answers: dict[str, Any] = {
            "DraftAnswer": {"reply": better, "questions": []},
            "ReviewAnswer": {"findings": [insult] if read else []},
        }
        server.says(answers.get(asked, {"reply": worse}))(exchange)

    provider.will(script)
    guard = ReplyGuard(settings(revisions=1, deadline_seconds=120.0))
    cases = Cases(f"sqlite:///{tmp_path}/cases.sqlite3", settings=settings(data_folder=tmp_path))
    case = take_up(cases, guard, COMPLAINTS[language], by=Person(name="Sari", role=Role.AGENT))
    cases.close()
    assert [version.text for version in case.versions] == [better, worse, better]
    assert (case.text, guard.reply(COMPLAINTS[language]).text) == (better, better)


def test_a_cost_that_is_not_known_of_one_attempt_is_not_known_of_the_reply(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(stubborn("en"))
    reply = ReplyGuard(settings(deadline_seconds=120.0)).reply(COMPLAINTS["en"])
    assert [attempt.cost for attempt in reply.attempts] == [None] * 3
    assert reply.cost is None
