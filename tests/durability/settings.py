"""The office's own settings for trials: the journal stays as a cut would leave it; careless only when told so."""

import os

from baton.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_own = DATABASES["default"]  # noqa: F405
if "OPTIONS" in _own:
    _told = _own["OPTIONS"]["init_command"] + " PRAGMA wal_autocheckpoint=0;"
    if os.environ.get("BATON_CARELESS") == "1":
        _told = _told.replace("synchronous=FULL", "synchronous=OFF")
    _own["OPTIONS"] = {**_own["OPTIONS"], "init_command": _told}
