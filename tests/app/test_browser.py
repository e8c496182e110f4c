"""A person at the app: paste, read, type something hurt over it, take the calmer wording, copy."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.app.conftest import Pages

pytestmark = pytest.mark.browser

# `make docs` names a folder here; otherwise no picture is kept.
PICTURES = os.environ.get("REPLYGUARD_PICTURES")


@dataclass(frozen=True)
class Person:
    """Somebody who answers complaints, and what they see."""

    locale: str
    complaint: str
    facts: str
    hurt: str
    name: str
    complaint_field: str
    facts_field: str
    write: str
    ready: str
    accept: str
    undo: str
    copy: str
    copied: str


SARI = Person(
    locale="id-ID",
    complaint="Pesen sepatu ukuran 39 malah dikirim 41. Udah chat admin dari kemarin gak dibales!",
    facts="Ukuran yang dikirim salah\nPenukaran ukuran tanpa biaya",
    hurt="Maaf kalau Kakak merasa kecewa.",
    name="id",
    complaint_field="Keluhan",
    facts_field="Yang sudah Anda pastikan",
    write="Tulis balasan",
    ready="Siap:",
    accept="Hapus bagian ini",
    undo="Urungkan",
    copy="Salin balasan",
    copied="Tersalin",
)
DANA = Person(
    locale="en-GB",
    complaint="Ordered the blue lamp, got a green one, and nobody has answered my two emails.",
    facts="The wrong lamp was sent\nExchange is free of charge",
    hurt="We are sorry you feel that way.",
    name="en",
    complaint_field="The complaint",
    facts_field="What you have confirmed",
    write="Write a reply",
    ready="Ready:",
    accept="Leave it out",
    undo="Undo",
    copy="Copy reply",
    copied="Copied",
)


def _field(page: Page) -> Locator:
    return page.locator("textarea#replyguard-reply")


def _at_rest(page: Page) -> None:
    # While the app still draws, cards move under the pointer: a person waits for them to stand, and so do we.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def _click(page: Page, button: str) -> None:
    _at_rest(page)
    page.get_by_role("button", name=button).first.click()
    _at_rest(page)


def _drafted(page: Page, person: Person) -> str:
    page.get_by_role("textbox", name=person.complaint_field).fill(person.complaint)
    page.get_by_role("textbox", name=re.compile(person.facts_field)).fill(person.facts)
    page.keyboard.press("Tab")
    _click(page, person.write)
    expect(page.get_by_text(person.ready)).to_be_visible()
    return _field(page).input_value()


def _picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("person", [SARI, DANA], ids=lambda person: person.name)
def test_a_person_drafts_types_takes_the_advice_and_copies(pages: Pages, person: Person) -> None:
    page = pages.open(person.locale)
    draft = _drafted(page, person)
    assert draft
    _picture(page, f"app-{person.name}-draft")

    _field(page).press("Control+End")
    _field(page).press_sequentially(f" {person.hurt}", delay=5)
    mark = page.locator(".mark").first
    expect(mark).to_be_visible()
    expect(page.get_by_role("button", name=person.copy)).to_be_disabled()
    mark.hover()
    expect(page.locator(".tip")).not_to_be_empty()
    assert mark.get_attribute("aria-label")
    _picture(page, f"app-{person.name}-marked")

    _click(page, person.accept)
    expect(page.get_by_text(person.ready)).to_be_visible()
    expect(page.locator(".mark")).to_have_count(0)
    calm = _field(page).input_value()
    assert person.hurt not in calm

    _click(page, person.undo)
    expect(page.locator(".mark").first).to_be_visible()
    assert person.hurt in _field(page).input_value()
    _click(page, person.accept)
    expect(page.get_by_text(person.ready)).to_be_visible()

    _click(page, person.copy)
    expect(page.get_by_text(person.copied)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == calm
    assert pages.foreign == []


@pytest.mark.parametrize("person", [SARI, DANA], ids=lambda person: person.name)
def test_a_complaint_is_text_and_never_part_of_the_page(pages: Pages, person: Person) -> None:
    page = pages.open(person.locale)
    tags = "<img src=x onerror=window.owned=1><script>window.owned=1</script>"
    hostile = f"{person.complaint} {tags} **[x](javascript:0)**"
    _drafted(page, replace(person, complaint=hostile))
    _field(page).fill(f"{person.hurt} <img src=x onerror=window.owned=1>")
    expect(page.locator(".mark").first).to_be_visible()
    assert page.locator("img[src='x']").count() == 0
    assert page.evaluate("window.owned") is None
    assert page.locator("a[href^='javascript']").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_fits_a_phone(pages: Pages, dark: bool) -> None:
    page = pages.open("id-ID", width=390, height=844, dark=dark)
    _drafted(page, SARI)
    _field(page).fill(SARI.hurt)
    expect(page.locator(".mark").first).to_be_visible()
    _picture(page, f"app-phone-{'dark' if dark else 'light'}")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_page_speaks_the_browser_s_language_and_can_be_switched(pages: Pages) -> None:
    page = pages.open("id-ID")
    expect(page.get_by_role("button", name="Coba contoh")).to_be_visible()
    page.get_by_role("combobox", name=re.compile("Bahasa")).click()
    page.get_by_role("option", name="English").click()
    expect(page.get_by_role("button", name="Try an example")).to_be_visible()


def test_an_empty_desk_says_what_to_do_and_offers_an_example(pages: Pages) -> None:
    page = pages.open("en-GB")
    expect(page.get_by_text("Nothing to answer yet")).to_be_visible()
    expect(page.get_by_role("button", name=DANA.write)).to_be_disabled()
    page.get_by_role("button", name="Try an example").click()
    expect(page.get_by_role("textbox", name=DANA.complaint_field)).not_to_have_value("")
    page.get_by_role("button", name=DANA.write).click()
    expect(page.get_by_text(DANA.ready)).to_be_visible()
