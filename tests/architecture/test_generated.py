"""Generated documents and catalogues are as the code says; each check notices a violation."""

from __future__ import annotations

import shutil

from talentbridge.config import catalogues, docs


def test_documents_are_current():
    assert docs.stale() == []


def test_a_stale_or_orphaned_document_is_noticed(tmp_path):
    docs.write(tmp_path)
    assert docs.stale(tmp_path) == []
    (tmp_path / "docs/permissions.md").write_text("old")
    (tmp_path / "docs/states/gone.md").write_text("left over")
    assert docs.stale(tmp_path) == ["docs/permissions.md", "docs/states/gone.md"]


def test_catalogues_are_complete():
    assert catalogues.problems() == []


def test_an_incomplete_catalogue_is_noticed(tmp_path, monkeypatch):
    shutil.copytree(catalogues.catalogue_root(), tmp_path / "locale")
    monkeypatch.setattr(catalogues, "catalogue_root", lambda: tmp_path / "locale")
    path = tmp_path / "locale" / "ko" / "policy.po"
    text = path.read_text(encoding="utf-8")
    at = text.index('msgid "{rate} of the gross amount"')
    start, end = text.index('msgstr "', at) + 8, text.index('"\n', text.index('msgstr "', at) + 8)

    path.write_text(text[:start] + text[end:], encoding="utf-8")
    assert any("not translated" in problem for problem in catalogues.problems())

    path.write_text(text[:start] + "총액의 몇 퍼센트" + text[end:], encoding="utf-8")
    assert any("{rate} differs" in problem for problem in catalogues.problems())
