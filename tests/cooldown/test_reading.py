"""A native reader of the revised reply is not made to wince: nothing hangs, nothing good is lost, nothing is stock."""

from __future__ import annotations

import pytest

from replyguard.cooldown.choosing import Choice
from replyguard.cooldown.hearing import half_heard
from replyguard.cooldown.holding import holding
from replyguard.cooldown.keeping import worth
from replyguard.cooldown.reader import Context
from replyguard.cooldown.reviewer import Reviewer
from replyguard.cooldown.rewrite import put_in
from replyguard.cooldown.sayings import sayings
from replyguard.cooldown.together import revised
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.pack import available, load


def found(text: str, category: Category, quote: str, rewrite: str | None = "", reader: str = "tagger") -> Finding:
    start = text.index(quote)
    return Finding(
        category=category,
        severity=Severity.WARN,
        start=start,
        end=start + len(quote),
        quote=quote,
        reason="why",
        rewrite=rewrite,
        reader=reader,
    )


def answered(context: Context, text: str, *findings: Finding) -> str:
    offered = tuple(Choice(text, context, frozenset()).of(findings))
    assert all(text[one.start : one.end] == one.quote for one in offered)
    return revised(text, offered)


KETTLE = {
    "en": Context(load("en"), "The kettle leaked over my desk.", ("the kettle was exchanged on Friday",)),
    "id": Context(load("id"), "Ceretnya bocor ke meja saya.", ("ceret ditukar hari Jumat",)),
}


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "Kettles drip now and then. That said, the kettle was exchanged on Friday.",
            "Kettles drip now and then.",
            "We take this seriously. The kettle was exchanged on Friday.",
        ),
        (
            "id",
            "Ceret memang suka menetes. Meskipun begitu, ceretnya ditukar hari Jumat.",
            "Ceret memang suka menetes.",
            "Kami paham ini penting. Ceretnya ditukar hari Jumat.",
        ),
    ],
)
def test_nothing_turns_against_a_sentence_that_is_gone(code: str, text: str, fault: str, result: str) -> None:
    assert answered(Context(load(code)), text, found(text, Category.MINIMIZING, fault)) == result


@pytest.mark.parametrize(
    "text",
    [
        "Mind the step. So sorry about it.",
        "Mind the step. Still waiting? Call us.",
        "Awas tangga. Jadi begini ceritanya.",
    ],
)
def test_what_only_looks_like_a_turn_stays(text: str) -> None:
    gone = text.index(".") + 1
    assert put_in(text, 0, gone, "")[0] == text[gone + 1 :]


@pytest.mark.parametrize(
    ("code", "text", "fault", "left"),
    [
        (
            "en",
            "Our potters win prizes, and no kettle of them leaked",
            "and no kettle of them leaked",
            False,
        ),
        ("en", "The kettle was exchanged on Friday, and no other ever leaked", "and no other ever leaked", True),
        (
            "id",
            "Perajin kami juara lomba, dan ceret mereka tak bocor",
            "dan ceret mereka tak bocor",
            False,
        ),
        ("id", "Ceretnya ditukar hari Jumat, dan yang lain mana pernah bocor", "dan yang lain mana pernah bocor", True),
    ],
)
def test_what_was_said_for_the_fault_s_sake_goes_with_it(code: str, text: str, fault: str, left: bool) -> None:
    whole = f"{text}. {'Please call us today' if code == 'en' else 'Silakan telepon kami hari ini'}."
    result = answered(KETTLE[code], whole, found(whole, Category.DENIAL, fault))
    assert (text.partition(",")[0] in result) is left, result


@pytest.mark.parametrize(
    ("code", "text", "fault", "closing"),
    [
        ("en", "A drip is a drip. We do hope this puts your mind at rest.", "A drip is a drip.", "your mind"),
        ("id", "Menetes ya menetes. Semoga penjelasan ini cukup jelas.", "Menetes ya menetes.", "penjelasan"),
    ],
)
def test_a_sentence_that_closes_a_fault_goes_with_it(code: str, text: str, fault: str, closing: str) -> None:
    assert closing not in answered(KETTLE[code], text, found(text, Category.MINIMIZING, fault))


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        ("en", "Hello, it was a hard one, and we are sorry.", "it was a hard one, and", "Hello, we are sorry."),
        (
            "id",
            "Halo Kak, itu sulit, dan kami minta maaf.",
            "itu sulit, dan",
            "Halo Kak, kami minta maaf.",
        ),
    ],
)
def test_a_greeting_keeps_its_comma(code: str, text: str, fault: str, result: str) -> None:
    start = text.index(fault)
    assert put_in(text, start, start + len(fault), "")[0] == result


@pytest.mark.parametrize(
    ("code", "text", "quote", "private"),
    [
        ("en", "Post your account number and postcode in a reply here.", "", True),
        ("en", "The account in Orchard Mews is two payments behind.", "", False),
        ("id", "Tulis nomor rekening dan alamatnya di kolom komentar.", "", True),
        ("id", "Rekening di Jalan Melati menunggak dua bulan.", "", False),
    ],
)
def test_only_what_was_asked_for_is_asked_for_in_private(code: str, text: str, quote: str, private: bool) -> None:
    kept = {"en": "The kettle was exchanged on Friday.", "id": "Ceretnya ditukar hari Jumat."}[code]
    whole = f"{kept} {text}"
    result = answered(KETTLE[code], whole, found(whole, Category.PRIVACY, text))
    assert result.startswith(kept) and (("private message" in result) or ("pesan pribadi" in result)) is private, result


@pytest.mark.parametrize("code", available())
def test_ten_faults_typed_alone_are_not_answered_by_one_sentence(code: str) -> None:
    kinds = [one for one in Category if sayings(code).held(one)][:10]
    answers = {next(holding(f"fault {kind.value}", [kind], KETTLE[code])) for kind in kinds}
    assert len(kinds) == 10 and len(answers) >= 8
    again = {next(holding(f"fault {kind.value}", [kind], KETTLE[code])) for kind in kinds}
    assert answers == again


@pytest.mark.parametrize(
    ("code", "complaint", "matter"),
    [
        ("en", "My parcel never came", "the delivery"),
        ("en", "It squeaks", None),
        ("id", "Paketnya nggak sampai", "pengirimannya"),
        ("id", "Bunyinya aneh", None),
    ],
)
def test_a_holding_sentence_says_what_the_complaint_is_about(code: str, complaint: str, matter: str | None) -> None:
    known = sayings(code).matters
    said = list(holding("x", [Category.DENIAL], Context(load(code), complaint)))
    assert "{" not in " ".join(said)
    assert any((matter or "") in one for one in said)
    assert matter is not None or not any(word in one for word in known for one in said)


@pytest.mark.parametrize("code", available())
async def test_no_holding_sentence_is_marked_by_any_reader(code: str) -> None:
    reviewer, complaints = (
        Reviewer(),
        ("It squeaks.", "My parcel never came.", "Bunyinya aneh.", "Paketnya nggak sampai."),
    )
    for category in (None, *Category):
        for sentence in sayings(code).held(category):
            complaint = complaints[len(sentence) % 2 + (2 if code == "id" else 0)]
            spoken = sayings(code).about(sentence, complaint).replace("{address}", "Kakak")
            review = await reviewer.review(spoken, Context(load(code), complaint))
            assert not review.findings, spoken


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The kettle was exchanged on Friday. We are sorry that it leaked over your desk."),
        ("id", "Ceretnya ditukar hari Jumat. Maaf ceretnya bocor ke meja Kakak."),
    ],
)
def test_what_a_reply_is_for_is_never_half_heard(code: str, text: str) -> None:
    loud = f"{text} You fool."
    assert not list(half_heard([found(loud, Category.ANGER, "You fool.")], loud, KETTLE[code]))


@pytest.mark.parametrize(
    ("code", "quiet", "loud"),
    [
        ("en", "Some people never bother to read a card before they whine.", "You are a liar and a fool."),
        ("id", "Memang ada orang yang malas baca kartu lalu merengek.", "Dasar penipu dan tolol."),
    ],
)
def test_a_jibe_beside_a_fault_is_heard_and_by_itself_waits_for_more(code: str, quiet: str, loud: str) -> None:
    text = f"{quiet} {loud}"
    heard = list(half_heard([found(text, Category.ANGER, loud)], text, KETTLE[code]))
    assert [one.quote for one in heard] == [quiet]
    assert heard[0].score and text[heard[0].start : heard[0].end] == quiet and quiet in heard[0].reason
    assert not list(half_heard([], text, KETTLE[code]))


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "The kettle was exchanged on Friday. Half the world spills tea.",
            "Half the world spills tea.",
            "The kettle was exchanged on Friday. We take this seriously.",
        ),
        (
            "en",
            "The kettle was exchanged on Friday, and half the world spills tea.",
            ", and half the world spills tea",
            "The kettle was exchanged on Friday.",
        ),
        (
            "id",
            "Ceretnya ditukar hari Jumat kemarin. Semua orang pernah tumpah teh.",
            "Semua orang pernah tumpah teh.",
            "Ceretnya ditukar hari Jumat kemarin. Kami paham ini penting.",
        ),
        (
            "id",
            "Ceretnya ditukar hari Jumat kemarin, dan semua orang pernah tumpah teh.",
            ", dan semua orang pernah tumpah teh",
            "Ceretnya ditukar hari Jumat kemarin.",
        ),
    ],
)
def test_a_confirmed_fact_beside_a_fault_is_kept(code: str, text: str, fault: str, result: str) -> None:
    facts_only = Context(load(code), "", KETTLE[code].facts)
    assert answered(facts_only, text, found(text, Category.MINIMIZING, fault)) == result


@pytest.mark.parametrize(
    ("code", "text", "own"),
    [
        ("en", "Your account ending 4471 at Halifax.", "your account"),
        ("id", "Rekening berakhiran 4471 di Margonda.", "rekening itu"),
    ],
)
def test_half_a_wording_never_stands_for_a_sentence(code: str, text: str, own: str) -> None:
    kept = {"en": "Sorry for the mix-up with the kettle", "id": "Maaf soal ceretnya, kami yang salah"}[code]
    result = answered(
        KETTLE[code], f"{text} {kept}.", found(f"{text} {kept}.", Category.PRIVACY, text, own, reader="rules")
    )
    assert result == f"{kept}."


@pytest.mark.parametrize("contact", ["hello@kettle.example", "https://kettle.example/help"])
def test_where_to_write_is_always_worth_saying(contact: str) -> None:
    assert worth(contact, KETTLE["en"]) and not worth("Just saying", KETTLE["en"])


@pytest.mark.parametrize(
    ("code", "text", "fault"),
    [
        (
            "en",
            "The kettle was exchanged on Friday, and the desk is for us to look at. Half the world spills tea. "
            "Please call the shop.",
            "Half the world spills tea.",
        ),
        (
            "id",
            "Ceretnya ditukar hari Jumat, dan mejanya ingin kami lihat sendiri. Semua orang pernah tumpah teh. "
            "Silakan telepon toko.",
            "Semua orang pernah tumpah teh.",
        ),
    ],
)
def test_a_reply_with_plenty_of_its_own_to_say_is_told_nothing_by_us(code: str, text: str, fault: str) -> None:
    assert answered(KETTLE[code], text, found(text, Category.MINIMIZING, fault)) == text.replace(f" {fault}", "")


def test_what_fits_any_complaint_is_not_said_between_what_fits_this_one() -> None:
    text = "The kettle left our bench with a split seam. Half the world spills tea. The seam was ours to see."
    fault = "Half the world spills tea."
    assert answered(KETTLE["en"], text, found(text, Category.MINIMIZING, fault)) == text.replace(f" {fault}", "")


def test_who_wrote_of_us_in_a_fault_alone_is_not_made_many() -> None:
    text = "Half our street spills tea. I sold you it."
    result = answered(KETTLE["en"], text, found(text, Category.MINIMIZING, "Half our street spills tea."))
    assert result == "I take this seriously. I sold you it."


def test_what_is_given_for_silence_goes_with_the_silence() -> None:
    text = "The kettle was exchanged on Friday. A teapot on us, once your post is gone. Please call the shop."
    fault = ", once your post is gone"
    result = answered(KETTLE["en"], text, found(text, Category.CONCEALMENT, fault))
    assert result == "The kettle was exchanged on Friday. Please call the shop."


@pytest.mark.parametrize(
    ("remark", "left"),
    [("They all do that.", False), ("They exchanged the kettle on Friday.", True), ("That was wrong of us.", True)],
)
def test_a_remark_on_a_sentence_that_is_gone_goes_with_it(remark: str, left: bool) -> None:
    text = f"Potters will be potters. {remark} Please call the shop about your desk today."
    result = answered(KETTLE["en"], text, found(text, Category.EXCUSE, "Potters will be potters."))
    assert (remark in result) is left and result.endswith("today.")


def test_three_words_of_thanks_are_not_worth_a_sentence() -> None:
    assert not worth("thanks for testing", KETTLE["en"]) and worth("thank you for telling us", KETTLE["en"])


def test_what_turned_against_a_fault_turns_against_nothing() -> None:
    fault = "Nobody else saw a drop"
    text = f"{fault}, but thank you for your message about the kettle."
    own = found(text, Category.MINIMIZING, fault, "what counts here is what happened to you", reader="rules")
    assert answered(KETTLE["en"], text, own) == "Thank you for your message about the kettle."


def test_half_a_condition_is_never_left_at_the_end_of_a_sentence() -> None:
    text = "We are sorry for the kettle. Say whether you'd like it: if so, I'll send it on Sunday."
    fault = "so, I'll send it on Sunday"
    assert answered(KETTLE["en"], text, found(text, Category.UNSUPPORTED_CLAIM, fault)).endswith(".") and (
        "if." not in answered(KETTLE["en"], text, found(text, Category.UNSUPPORTED_CLAIM, fault))
    )


def test_a_number_alone_is_not_worth_a_sentence() -> None:
    assert not worth("twelve hands on the floor", KETTLE["en"]) and worth("exchanged on Friday", KETTLE["en"])


@pytest.mark.parametrize(
    ("rest", "left"), [("I am looking at it with the potter", False), ("we exchanged the kettle on Friday", True)]
)
def test_a_clause_that_points_at_one_that_is_gone_goes_with_it(rest: str, left: bool) -> None:
    fault = "Kettles do leak, and "
    text = f"We are sorry about your desk. {fault}{rest}. Please call the shop."
    assert (rest[3:] in answered(KETTLE["en"], text, found(text, Category.EXCUSE, fault.strip()))) is left


def test_an_item_of_what_is_asked_for_in_public_takes_the_others_with_it() -> None:
    fault = "birthday and the last 4 of your card below"
    text = f"We are sorry about the kettle. Drop your full name, {fault}."
    result = answered(KETTLE["en"], text, found(text, Category.PRIVACY, fault, "message us privately", reader="rules"))
    assert "name" not in result and "private message" in result


def test_what_opens_a_quotation_goes_with_it() -> None:
    text = 'We are sorry about the kettle. "Not my desk" was no way to put it.'
    result = answered(KETTLE["en"], text, found(text, Category.DENIAL, 'Not my desk" was no way to put it.'))
    assert result == "We are sorry about the kettle."
