"""Which of a customer's problems a reply names: the one that the business has looked into."""

from __future__ import annotations

import pytest

from replyguard.brand import Brand
from replyguard.domain.complaint import Complaint
from replyguard.drafting.facts import Kind, tell
from replyguard.drafting.phrases import Chooser
from replyguard.drafting.problem import read_problem
from replyguard.drafting.register import register
from replyguard.languages.pack import load
from replyguard.triage import read_complaint


def clause(language: str, text: str, *facts: str) -> str:
    complaint = Complaint(text=text, facts=facts, language=language)
    pack = load(language)
    form = register(complaint, Brand(), pack)
    return read_problem(complaint, read_complaint(complaint), pack, form, Chooser(text)).clause


TWO_FAULTS = [
    (
        "en",
        "The lamp came with a cracked base. Nobody answered my emails for two weeks.",
        ("The base was cracked when it was packed", "cracked base"),
        ("Emails were not answered for two weeks", "emails for two weeks"),
    ),
    (
        "en",
        "Room 4 was freezing cold all night. The breakfast order was wrong twice.",
        ("The heating in the room had failed; it was freezing", "freezing cold"),
        ("The breakfast order was mixed up by the kitchen", "breakfast order"),
    ),
    (
        "id",
        "Lampunya retak waktu dibuka. Chat saya dua minggu tidak dibalas.",
        ("Lampu sudah retak sebelum dikemas", "retak"),
        ("Chat dua minggu terlewat oleh admin", "dua minggu tidak dibalas"),
    ),
    (
        "id",
        "Kamarnya dingin banget semalaman karena AC bocor. Sarapannya salah pesanan dua kali.",
        ("AC kamar bocor sejak sore", "bocor"),
        ("Sarapan tertukar, pesanan salah dicatat", "salah pesanan"),
    ),
]


@pytest.mark.parametrize(("language", "text", "one", "other"), TWO_FAULTS)
def test_the_fault_that_the_facts_confirm_is_the_one_named(
    language: str, text: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    for fact, words in (one, other):
        assert words in clause(language, text, fact).casefold()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ordered a cake for Sunday. Turned up at 5 with the wrong name on it.", "it turned up at 5 with the wrong"),
        ("My rug order. Arrived soaking wet and torn at one end.", "it arrived soaking wet"),
    ],
)
def test_what_came_spoilt_is_not_the_customer_who_came(text: str, words: str) -> None:
    assert clause("en", text, "It was packed badly").startswith(words)


@pytest.mark.parametrize(
    ("language", "note", "kind"),
    [
        ("en", "Refund requested on 30 October", Kind.STATE),
        ("en", "Claim submitted last week", Kind.STATE),
        ("en", "Refund approved on 30 October", Kind.FIX),
        ("id", "Refund diajukan 30 Oktober", Kind.STATE),
        ("id", "Permohonan tukar barang sudah diterima", Kind.STATE),
        ("id", "Refund disetujui 30 Oktober", Kind.FIX),
    ],
)
def test_what_was_only_asked_for_is_no_fix(language: str, note: str, kind: Kind) -> None:
    complaint = Complaint(text="-", facts=(note,), language=language)
    pack = load(language)
    told = tell(complaint, Brand(), pack, register(complaint, Brand(), pack), Chooser(note))
    assert [one.kind for one in told] == [kind]
