"""Consent texts are data: both languages, everything the law asks to be told, and never changed once shown."""

from __future__ import annotations

import pytest

from talentbridge.accounts import rules
from talentbridge.accounts.queries import consent
from talentbridge.kernel.errors import Missing

KEYS = (rules.WORK_TOGETHER, rules.TALENT_MAP, rules.FAIRNESS_FIGURES)
# Of every version that has been shown, filled for one recipient. A changed wording is a new version, never a new hash.
SHOWN = {
    ("work_together", "2026-11"): "b0135385eccefe669fe870fc5e594ff359e72cd3fe64317c6791ec3d7ed7c1bc",
    ("work_together", "2026-12"): "d98c4311b0bbb2502bf83e4136b6fe544c11dbbfe5032dbb6a48717a71d18e98",
    ("talent_map", "2026-12"): "2c13ec8eb8d4687639ef72f80ff650a298740d01daec5f3ef3ee3da0cbc34f19",
    ("fairness_figures", "2026-12"): "02eeba7f783c06523e86c52268779ab2a7d8fb8c660bfc736d010c65759b7799",
}


def test_every_version_that_was_ever_shown_is_still_word_for_word_here():
    found = {
        (text.key, text.version): text.fingerprint("햇빛에너지", "Haetbit Energy")
        for key in KEYS
        for text in consent.texts(key)
    }
    assert found == SHOWN


@pytest.mark.parametrize("key", KEYS)
def test_the_current_text_tells_everything_in_both_languages(key):
    text = consent.text(key)
    for language in ("ko", "en"):
        shown = text.shown(language, "햇빛에너지")
        assert all((shown.title, shown.text, shown.purpose, shown.until, shown.refusal, shown.withdrawal))
        assert "{recipient}" not in repr(shown)
    assert text.items
    assert set(text.items) <= rules.ITEM_NAMES.keys()
    assert text.shown("ko", "X") != text.shown("en", "X")


def test_a_version_that_never_was_is_missing():
    with pytest.raises(Missing):
        consent.text(rules.WORK_TOGETHER, "1999-01")


def test_the_hash_knows_the_recipient_and_the_version():
    old, new = consent.texts(rules.WORK_TOGETHER)
    hashes = {old.fingerprint("A"), old.fingerprint("B"), new.fingerprint("A"), new.fingerprint("A", "B")}
    assert len(hashes) == 4


@pytest.mark.parametrize(
    ("purpose", "is_kept", "effect"),
    [("work_together", False, "hidden"), ("work_together", True, "kept"), ("talent_map", False, "removed")],
)
def test_what_a_withdrawal_brings_about(purpose, is_kept, effect):
    assert rules.effect_of(purpose, is_kept_by_law=is_kept) == effect
    assert effect in rules.CONSENT_EFFECTS
