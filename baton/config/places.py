"""Where the office's data lie, and how the database is reached."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# WAL: readers and the writer do not wait for each other. FULL: what was acknowledged survives a power cut.
# IMMEDIATE: a transaction that will write asks for the lock at its beginning instead of dying in its middle.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
}
# What was acknowledged survives a power cut, whatever the server's own default is.
POSTGRESQL = {"options": "-c synchronous_commit=on"}


def home(environment: Mapping[str, str]) -> Path:
    """The folder with everything an office must keep: BATON_HOME, or `baton-data` in the user's folder."""
    named = environment.get("BATON_HOME")
    return Path(named).expanduser().resolve() if named else Path.home() / "baton-data"


def secret(folder: Path) -> str:
    """The key that signs sessions. `baton init` writes it; without it a passing one is used."""
    try:
        return (folder / "secret-key").read_text("ascii").strip() or secrets.token_urlsafe(50)
    except OSError:
        return secrets.token_urlsafe(50)


def write_secret(folder: Path) -> None:
    """Make the key once, readable by its owner alone."""
    place = folder / "secret-key"
    if place.exists() and place.stat().st_size:
        return
    folder.mkdir(parents=True, exist_ok=True)
    place.touch(mode=0o600)
    place.write_text(secrets.token_urlsafe(50) + "\n", "ascii")


def database(environment: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """The database of DATABASE_URL (postgresql://user:password@host:port/name), or SQLite in the folder."""
    url = environment.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "baton.sqlite3",
            "OPTIONS": SQLITE,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            "DATABASE_URL 只认 postgresql://用户:密码@主机:端口/库名；不写则用自带的 SQLite 数据库"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": POSTGRESQL,
    }


def demo_clock(environment: Mapping[str, str]) -> timedelta:
    """How far a demonstration's clock is from the real one, in seconds; nothing else may set it."""
    return timedelta(seconds=int(environment.get("BATON_DEMO_CLOCK") or 0))
