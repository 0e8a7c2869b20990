"""python -m bench.city [--years 2] [--clerks 5]: the demonstration city in BATON_HOME and DATABASE_URL, for measuring.

Prints the password that all its clerks (clerk0, clerk1, …) share.
"""

from __future__ import annotations

import argparse
import os
import secrets
from datetime import UTC, datetime
from typing import Any

FOUNDER = "he"


def main() -> None:
    """Build it where the environment says."""
    parser = argparse.ArgumentParser(prog="python -m bench.city", description=__doc__)
    parser.add_argument("--years", type=int, default=2, help="how many years before this one")
    parser.add_argument("--clerks", type=int, default=5)
    asked = parser.parse_args()
    set_up()
    password = secrets.token_urlsafe(12)
    build(password, years=asked.years, clerks=asked.clerks)
    print(password)


def set_up() -> None:
    """Django with a database of today's shape, in the folder that BATON_HOME names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "baton.config.settings"
    from baton.config.places import home

    (home(os.environ) / "static").mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from baton.desk.care.shaping import bring_up

    bring_up()


def build(password: str, *, years: int, clerks: int = 0) -> tuple[Any, Any]:
    """The city with its clerks; returns this year's round and the founder."""
    from baton.cli.demo import january
    from baton.domain.accounts import services

    at = datetime.now(UTC)
    founder = services.found(
        username=FOUNDER, name="何科长", password=password, at=at - january.SET_UP
    )
    round = january.build(by=founder, at=at, years=years)
    for number in range(clerks):
        person = services.add(
            username=f"clerk{number}", name=f"第{number}位经办", role="clerk", password=secrets.token_urlsafe(), by=founder, at=at
        )  # fmt: skip
        services.change_password(person=person, password=password, by=person, at=at)
    return round, founder


if __name__ == "__main__":
    main()
