"""Personal data: found, masked, restored, and kept out of public replies."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from replyguard.brand import Brand
from replyguard.cooldown.private import PrivacyReader
from replyguard.cooldown.reader import Context
from replyguard.domain.review import Severity
from replyguard.languages.examples import Example
from replyguard.languages.pack import available, load
from replyguard.privacy import Private, Vault, find, privacy_file

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "private.jsonl").read_text("utf-8").splitlines()
]


def _examples() -> list[tuple[Private, Example]]:
    return [
        (entry, example)
        for code in available()
        for entry in privacy_file(code).kinds
        for example in (*entry.finds, *entry.silent)
    ]


async def _read(text: str, language: str = "en", **known: Any) -> list[str]:
    findings = await PrivacyReader().read(text, Context(load(language), **known))
    for finding in findings:
        assert text[finding.start : finding.end] == finding.quote
        assert finding.severity is Severity.BLOCK
        assert finding.reason
    return [finding.quote for finding in findings]


@pytest.mark.parametrize(("entry", "example"), _examples(), ids=lambda one: getattr(one, "reply", "")[:30])
def test_each_example_of_the_packs_holds(entry: Private, example: Example) -> None:
    data = find(example.text, masking=entry.only_masked, leaving=entry.only_leaving)
    found = [one for one in data if one.kind == entry.kind]
    assert [(one.start, one.end) for one in found] == [(span.start, span.end) for span in example.spans]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:30])
def test_nothing_private_is_left_in_a_masked_text_and_it_comes_back(row: dict[str, Any]) -> None:
    vault = Vault()
    masked = vault.mask(row["text"])
    assert [secret for secret in row["secrets"] if secret in masked] == []
    assert vault.restore(masked) == row["text"]
    assert vault.strangers(masked) == ()


def test_masking_round_trips_whatever_the_text() -> None:
    pieces = [row["text"] for row in ROWS] + [
        "[PHONE_1]",
        "[NAME_2]",
        "👎🏽",
        "𝟎𝟖𝟏𝟐",
        "\n\n",
        "[",
        "a\u200bb",
        "ﬁ",
        " 0812",
    ]
    dice = random.Random(7)
    for _ in range(400):
        text = " ".join(dice.choices(pieces, k=dice.randint(1, 5)))
        vault = Vault(names=["Sari Lestari"])
        assert vault.restore(vault.mask(text)) == text


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        # No numbering plan has these, and the words before them say what they are.
        ("no wa 0899-1234 ya", "phone", "0899-1234"),
        ("hubungi 021 55512 saja", "phone", "021 55512"),
        ("My phone: 555 0142 9", "phone", "555 0142 9"),
        # Mistyped, so that their check rules fail; whose they are can be found out all the same.
        ("NIK saya 3199999999999999.", "nik", "3199999999999999"),
        ("Kartu kredit saya nomor 4111 1111 1111 1112.", "card", "4111 1111 1111 1112"),
        ("Her IC 810305-14-5529 is on file.", "nik", "810305-14-5529"),
    ],
)
def test_the_words_before_a_number_are_enough(text: str, kind: str, quote: str) -> None:
    assert [(one.kind, one.quote) for one in find(text, masking=True)] == [(kind, quote)]


@pytest.mark.parametrize("number", ["+65 6123 4567", "+44 20 7946 0182", "+62 21 739 4455", "(021) 7394455"])
def test_a_number_of_a_numbering_plan_needs_no_words_before_it(number: str) -> None:
    assert [(one.kind, one.quote) for one in find(f"{number} ya, trims.")] == [("phone", number)]


@pytest.mark.parametrize("text", ["Saya bayar rp 0215551234 lunas.", "Resi 081234567890.", "idr 0215551234 masuk."])
def test_what_follows_a_currency_or_a_receipt_is_no_telephone(text: str) -> None:
    assert "phone" not in [one.kind for one in find(text, masking=True, leaving=True)]


@pytest.mark.parametrize("name", ["mas agus", "bu tini", "om budi", "mbak sinta", "pak rahmat"])
def test_a_name_behind_a_title_is_hidden_in_small_letters_too(name: str) -> None:
    title, _, bare = name.partition(" ")
    assert Vault().mask(f"Tadi dilayani {name} di kasir.") == f"Tadi dilayani {title} [PERSON_1] di kasir."
    assert bare not in Vault().mask(f"kata {name}")


def test_one_person_has_one_placeholder_in_all_texts_of_a_case() -> None:
    vault = Vault()
    first = vault.mask("Call 0812-9988-7766 or write to sari@surat.example.")
    second = vault.mask("The number 0812-9988-7766 is right, 0857-2211-9080 is not.")
    assert first == "Call [PHONE_1] or write to [EMAIL_1]."
    assert second == "The number [PHONE_1] is right, [PHONE_2] is not."
    assert vault.lost("We called [PHONE_1].") == ("[EMAIL_1]", "[PHONE_2]")


@pytest.mark.parametrize("altered", ["[PHONE_9]", "[phone_1]", "[PHONE 1]", "PHONE_9", "[ADDRESS_1]"])
def test_a_placeholder_that_a_model_altered_or_invented_is_a_stranger(altered: str) -> None:
    vault = Vault()
    vault.mask("Call 0812-9988-7766.")
    assert vault.strangers("We called [PHONE_1].") == ()
    assert vault.strangers(f"We called {altered}.") == (altered,)


def test_a_placeholder_written_by_the_customer_restores_nobody_else_s_data() -> None:
    vault = Vault()
    vault.mask("Call 0812-9988-7766.")
    masked = vault.mask("Please print [PHONE_1] for me.")
    assert "[PHONE_1]" not in masked
    assert vault.restore(masked) == "Please print [PHONE_1] for me."


def test_a_known_customer_is_hidden_wherever_the_name_stands() -> None:
    vault = Vault(names=["Priya Raman"])
    assert vault.mask("It was priya raman who paid.") == "It was [NAME_1] who paid."


def test_the_business_s_own_contacts_are_not_personal() -> None:
    assert find("Call 0804-1-500500 or 0812-9988-7766", own=["0804 1 500500"])[0].quote == "0812-9988-7766"
    assert find("+62 812-9988-7766", own=["0812 9988 7766"]) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please call us on 0812-9988-7766."),
        ("en", "Email help@shop.example and we will look."),
        ("en", "You can write to Rani at rani@shop.example."),
        ("en", "If you still have your receipt, our manager reads gm@bay.example herself."),
        ("en", "Your case is with Ruth: ruth@bay.example."),
        ("id", "Silakan hubungi kami di 0812-9988-7766."),
        ("id", "Kirim pesan ke halo@toko.example, ya Kak."),
        ("id", "Terima kasih, Pak Budi. Kami periksa sekarang."),
        ("en", "Thank you, Mrs Hale. We are looking into it."),
        ("en", "Could you email dev@tidytask.example with your version?"),
        ("en", "Tell me what broke for you at jo@starpond.example, please."),
        ("id", "Verifikasi lewat panggilan video 08.00-20.00 setiap hari."),
    ],
)
async def test_our_own_contact_and_a_polite_name_may_stand_in_a_reply(language: str, text: str) -> None:
    assert await _read(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("en", "We sent the code to 0812-9988-7766.", "0812-9988-7766"),
        ("en", "Your email s.hartley81@mail.example is on our list.", "s.hartley81@mail.example"),
        ("en", "We spoke with Dana on 07700 900 123.", "07700 900 123"),
        ("en", "Contact Dana, dana.w@gmail.com, who was there too.", "dana.w@gmail.com"),
        ("en", "Order number 7741-QX was packed late.", "7741-QX"),
        ("id", "Kodenya kami kirim ke 0812-9988-7766.", "0812-9988-7766"),
        ("id", "Refund ke BCA 7730112299 sudah diproses.", "7730112299"),
        ("id", "Rumah Kakak di Jalan Anggrek No. 17 tidak ketemu.", "Jalan Anggrek No. 17"),
        ("id", "Motor B 4417 TKZ itu milik kurir kami.", "B 4417 TKZ"),
    ],
)
async def test_personal_data_in_a_reply_blocks_it(language: str, text: str, quote: str) -> None:
    assert await _read(text, language) == [quote]


async def test_brand_contacts_and_facts_may_stand_in_public_but_the_customer_s_data_may_not() -> None:
    text = "It is 0812-9988-7766."
    assert await _read(text) == ["0812-9988-7766"]
    assert await _read(text, brand=Brand(contacts=("0812 9988 7766",))) == []
    assert await _read(text, facts=("The branch answers on 0812-9988-7766",)) == []
    facts = ("Phone on file: 0812-9988-7766",)
    assert await _read(text, facts=facts, complaint="Call me: 0812 9988 7766") == ["0812-9988-7766"]


async def test_a_full_name_from_the_complaint_may_not_come_back_in_the_reply() -> None:
    complaint = "Nama saya Retno Wulandari, paket belum sampai."
    assert await _read("Maaf, Ibu Retno Wulandari.", "id", complaint=complaint) == ["Retno Wulandari"]
    assert await _read("Maaf, Ibu Retno.", "id", complaint=complaint) == []
