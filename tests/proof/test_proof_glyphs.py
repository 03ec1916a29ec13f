"""Characters without a shape are marked with their code point; everything else is left as it is."""

from __future__ import annotations

import pytest

from verifier.proof import glyphs


@pytest.mark.parametrize("text", ["㛃𠮷₂⁺", "CO₂ 与 Na⁺", "e\u0301", "甲\n乙\t丙", "（）〔〕「」", "😀"])
def test_what_has_an_agreed_shape_is_never_unfit(text: str) -> None:
    assert glyphs.unfit(text) == ()


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x7f", "\u0085", "\u202e", "\u2066", "\ue001", "\U000f0001", "\uffff"]
)
def test_controls_overrides_private_and_unassigned_are_unfit(character: str) -> None:
    assert glyphs.unfit(f"李{character}某") == (character,)
    assert glyphs.marked(f"李{character}某", (character,)) == f"李〔U+{ord(character):04X}〕某"


def test_the_printers_words_are_read_whatever_it_escapes() -> None:
    said = (
        'error: PDF/A-3b error: the text `"𠮷"` could not be displayed with font `"A"`\n'
        'error: PDF/A-3b error: the text `"\\u{200d}"` could not be displayed with font `"A"`\n'
        'error: PDF/A-3b error: the text `"\\""` could not be displayed with font `"A"`\n'
    )
    assert glyphs.named(said) == ('"', "\u200d", "𠮷")


@pytest.mark.parametrize("said", ["", "error: unknown variable", "the text could not be displayed"])
def test_another_error_names_nothing(said: str) -> None:
    assert glyphs.named(said) == ()
