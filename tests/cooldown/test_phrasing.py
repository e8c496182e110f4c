"""What the wording alone says of which fault words carry."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from replyguard.cooldown.network import CATEGORIES
from replyguard.cooldown.phrasing import PLACES, Phrasing, phrasing, places
from replyguard.domain.review import Category
from replyguard.errors import DataError

PLAIN = {
    "en": [
        ("I am sorry if anybody took offence", Category.NON_APOLOGY),
        ("our lawyers will be in touch about these lies", Category.COUNTERATTACK),
        ("delete the review first and then we talk", Category.CONCEALMENT),
        ("we guarantee it will never ever happen again", Category.OVERPROMISE),
        ("it breaks our hearts to read this after all our work", Category.HURT),
    ],
    "id": [
        ("maaf kalau ada yang merasa tersinggung", Category.NON_APOLOGY),
        ("kami akan tempuh jalur hukum, siap-siap saja", Category.COUNTERATTACK),
        ("hapus dulu ulasannya baru kita bicara", Category.CONCEALMENT),
        ("kami jamin tidak akan pernah terulang lagi selamanya", Category.OVERPROMISE),
        ("sedih sekali bacanya, padahal kami sudah berjuang", Category.HURT),
    ],
}


@pytest.mark.parametrize(("words", "category"), [*PLAIN["en"], *PLAIN["id"]])
def test_plain_wording_names_its_fault(words: str, category: Category) -> None:
    assert CATEGORIES[int(phrasing().shares(words).argmax())] is category


@pytest.mark.parametrize("words", ["", "?!", "kata", "x" * 20_000, "ab " * 9_000, "\u200b\u202e", "🙄" * 500])
def test_the_shares_of_any_text_are_shares(words: str) -> None:
    shares = phrasing().shares(words)
    assert shares.shape == (len(CATEGORIES),)
    assert float(np.exp(shares).sum()) == pytest.approx(1, abs=1e-3)


def test_capitals_do_not_change_the_places_and_no_place_is_outside() -> None:
    assert places("Kurirnya LALAI") == places("kurirnya lalai") != []
    assert max(places("a long sentence about a late van")) < PLACES


def test_a_text_however_long_is_read_to_a_bound() -> None:
    assert places("kata lain " * 40) == places("kata lain " * 4_000)


def test_missing_weights_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="install ReplyGuard again"):
        Phrasing(tmp_path)


def test_the_places_of_a_word_are_those_of_itself_and_of_its_runs_with_both_edges() -> None:
    runs = (" we ", "# w", "#we", "#e ", "# we", "#we ", "# we ")
    assert places("We") == sorted(crc32(run.encode()) % PLACES for run in runs)
    assert places("we we") == sorted(crc32(run.encode()) % PLACES for run in (*runs, " we we "))
