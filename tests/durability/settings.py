"""The office's own settings for trials: the journal stays as a cut would leave it; careless only when told so."""

import os

from baton.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_own = DATABASES["default"]  # noqa: F405
_careless = os.environ.get("BATON_CARELESS") == "1"
if "init_command" in _own["OPTIONS"]:
    _told = _own["OPTIONS"]["init_command"] + " PRAGMA wal_autocheckpoint=0;"
    if _careless:
        _told = _told.replace("synchronous=FULL", "synchronous=OFF")
    _own["OPTIONS"] = {**_own["OPTIONS"], "init_command": _told}
elif _careless:
    _own["OPTIONS"] = {"options": _own["OPTIONS"]["options"].replace("commit=on", "commit=off")}
