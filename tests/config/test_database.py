"""Where data lives, and which database it implies."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from talentbridge.config import database
from talentbridge.kernel.postgres import DatabaseUnavailable


@pytest.fixture(autouse=True)
def no_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("TALENTBRIDGE_POOL", raising=False)


def test_without_a_url_it_is_the_embedded_server_of_the_data_directory(tmp_path: Path) -> None:
    found = database.settings(Path("/srv/bridge"))

    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/srv/bridge/run", "5432", "talentbridge")


def test_a_url_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:p%40ss@db.example:6543/bridge?sslmode=require")

    found = database.settings(tmp_path)

    assert (found["USER"], found["PASSWORD"]) == ("me", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6543", "bridge")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_a_url_may_name_a_socket_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@/bridge?host=/var/run/postgresql")

    found = database.settings(tmp_path)

    assert found["HOST"] == "/var/run/postgresql"
    assert "host" not in found["OPTIONS"]


@pytest.mark.parametrize(
    "url", ["mysql://h/x", "postgresql://h", "postgresql://h:port/x", "sqlite:///x", "x"]
)
def test_an_unusable_url_is_refused_without_repeating_a_password(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    with pytest.raises(DatabaseUnavailable) as refused:
        database.settings(tmp_path)

    assert refused.value.decision.code == "database.url"
    assert url not in str(refused.value).split(" ")


def test_only_the_web_process_keeps_connections_in_a_pool(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "pool" not in database.settings(tmp_path)["OPTIONS"]
    monkeypatch.setenv("TALENTBRIDGE_POOL", "1")
    assert database.settings(tmp_path)["OPTIONS"]["pool"]["max_size"] > 1


def test_a_secret_is_made_once_for_its_owner_only_however_many_ask_at_once(tmp_path: Path) -> None:
    start, found = threading.Barrier(8), []

    def ask() -> None:
        start.wait()
        found.append(database.kept_secret(tmp_path, "secret-key"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1 and len(found[0]) > 60
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
