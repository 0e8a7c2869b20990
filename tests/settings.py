"""Settings of the tests: a folder of their own, quick passwords, and DATABASE_URL when a cluster is there."""

import os
import sys

from tests import homes

# What one process compiles the next finds ready, on machines too that usually forbid it: a run starts hundreds of them.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

if "BATON_HOME" not in os.environ:
    os.environ["BATON_HOME"] = str(homes.own())
from baton.config.settings import *  # noqa: E402, F403

SECRET_KEY = "tests"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
