"""What stands in the place of a fault fits the complaint, and nothing that is worth saying is lost with it."""

from __future__ import annotations

import pytest

from replyguard import Complaint, ReplyGuard
from replyguard.cooldown.hearing import half_heard
from replyguard.cooldown.holding import holding
from replyguard.cooldown.keeping import worth
from replyguard.cooldown.parts import parts_found
from replyguard.cooldown.reader import Context
from replyguard.cooldown.reviewer import Reviewer
from replyguard.cooldown.sayings import sayings
from replyguard.cooldown.together import revised
from replyguard.domain.review import Category, Part
from replyguard.languages.pack import available, load
from tests.cooldown.kettle import KETTLE, answered, found


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
            "The kettle was exchanged on Friday. We are sorry for what happened.",
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
            "Ceretnya ditukar hari Jumat kemarin. Kami minta maaf atas kejadian ini.",
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


REFUND = {
    "en": ("The refund form is on our website",),
    "id": ("Pengembalian dana bisa diajukan lewat situs kami",),
}


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "Sorry about the kettle. The refund form is on our website, delete this once you have it.",
            "delete this once you have it",
            "Sorry about the kettle. The refund form is on our website.",
        ),
        (
            "id",
            "Maaf soal ceretnya. Pengembalian dana bisa diajukan lewat situs kami, hapus ulasannya kalau sudah ya.",
            "hapus ulasannya kalau sudah ya",
            "Maaf soal ceretnya. Pengembalian dana bisa diajukan lewat situs kami.",
        ),
    ],
)
def test_a_confirmed_offer_stays_where_a_fault_shares_its_sentence(
    code: str, text: str, fault: str, result: str, whole: bool
) -> None:
    context = Context(load(code), "", REFUND[code])
    quote = text.partition(". ")[2].rstrip(".") if whole else fault
    assert answered(context, text, found(text, Category.CONCEALMENT, quote)) == result


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "Sorry about the kettle. It was exchanged on Friday, calm down, like nobody else has troubles.",
            "calm down",
            "Sorry about the kettle. It was exchanged on Friday.",
        ),
        (
            "id",
            "Maaf soal ceretnya. Ceretnya ditukar hari Jumat, gak usah ngegas, kayak yang paling susah sedunia.",
            "gak usah ngegas",
            "Maaf soal ceretnya. Ceretnya ditukar hari Jumat.",
        ),
    ],
)
def test_what_hangs_on_a_fault_goes_with_it(code: str, text: str, fault: str, result: str) -> None:
    assert answered(KETTLE[code], text, found(text, Category.ANGER, fault)) == result


@pytest.mark.parametrize("code", available())
def test_a_reply_of_faults_alone_becomes_an_apology_and_a_way_to_go_on(code: str) -> None:
    first, second, complaint, matter = {
        "en": ("Half the world spills tea.", "Read the card.", "My parcel leaked", "the delivery"),
        "id": ("Semua orang pernah tumpah teh.", "Baca kartunya.", "Paketnya bocor", "pengirimannya"),
    }[code]
    context, text = Context(load(code), complaint), f"{first} {second}"
    left = answered(context, text, found(text, Category.MINIMIZING, first), found(text, Category.BLAME_SHIFT, second))
    assert {Part.APOLOGY, Part.SOLUTION} <= set(parts_found(left, context))
    assert matter in left


def test_what_a_rule_was_let_pass_with_stays_beside_a_fault(offline: ReplyGuard) -> None:
    text = "I'm sorry for the gap in our log and for your pain. My cousin is a lawyer, so be careful what you write."
    review = offline.review(
        text, Complaint(text="Doctor says infection.", facts=("The log for that Friday has a gap",))
    )
    assert "sorry for the gap in our log and for your pain" in revised(text, review.findings)


@pytest.mark.parametrize(
    ("code", "text", "left"),
    [
        (
            "en",
            "Sorry about your desk. THE KETTLE WAS EXCHANGED ON FRIDAY!!!",
            "Sorry about your desk. The kettle was exchanged on friday.",
        ),
        (
            "en",
            "Sorry about your desk, please call us. BE GRATEFUL YOU GOT ONE!!!",
            "Sorry about your desk, please call us.",
        ),
        (
            "id",
            "Maaf soal mejanya ya Kak. CERET DITUKAR HARI JUMAT!!!",
            "Maaf soal mejanya ya Kak. Ceret ditukar hari jumat.",
        ),
        ("id", "Maaf soal mejanya ya Kak. SUDAH SYUKUR DIANTAR!!!", "Maaf soal mejanya ya Kak."),
    ],
)
async def test_what_is_shouted_stays_in_a_calm_voice_where_it_is_worth_saying(code: str, text: str, left: str) -> None:
    review = await Reviewer().review(text, KETTLE[code])
    assert revised(text, review.findings) == left
