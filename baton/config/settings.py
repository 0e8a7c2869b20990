"""Django settings. An office sets three things at most: BATON_HOME, DATABASE_URL, BATON_HTTPS (docs/reference/settings.md)."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from baton.config.places import database, demo_clock, home, secret

BATON_HOME = home(os.environ)
SECRET_KEY = secret(BATON_HOME)
DEBUG = False
DEMO_CLOCK = demo_clock(os.environ)
HTTPS = os.environ.get("BATON_HTTPS") == "1"
# One PC in an office, reached by whatever name the local network gives it. Nothing is ever built from the
# host's name, so a forged one has nothing to poison.
ALLOWED_HOSTS = os.environ.get("BATON_HOSTS", "*").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "baton.domain.accounts.apps.AccountsApp",
    "baton.domain.audit.apps.AuditApp",
    "baton.domain.files.apps.FilesApp",
    "baton.domain.orgs.apps.OrgsApp",
    "baton.domain.schemes.apps.SchemesApp",
    "baton.domain.rounds.apps.RoundsApp",
    "baton.domain.targets.apps.TargetsApp",
    "baton.domain.facts.apps.FactsApp",
    "baton.domain.intake.apps.IntakeApp",
    "baton.domain.progress.apps.ProgressApp",
    "baton.domain.hearings.apps.HearingsApp",
    "baton.domain.claims.apps.ClaimsApp",
    "baton.domain.assessment.apps.AssessmentApp",
    "baton.domain.reproductions.apps.ReproductionsApp",
    "baton.domain.province.apps.ProvinceApp",
    "baton.domain.printing.apps.PrintingApp",
    "baton.web.apps.WebApp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "baton.web.bound.BoundMiddleware",
    "baton.web.door.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "baton.web.door.AccessMiddleware",
    "baton.web.door.RefusalMiddleware",
    "baton.web.owning.OwningMiddleware",
    "baton.web.looking.LookingMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "baton.config.urls"
WSGI_APPLICATION = "baton.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parent.parent / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "baton.web.frame.frame",
            ],
            "builtins": [
                "baton.web.templatetags.words",
                "baton.web.templatetags.figures",
                "baton.web.templatetags.of_round",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
        },
    }
]

DATABASES = {"default": database(os.environ, BATON_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["baton.domain.accounts.hashing.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "web:login"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:login"
# An office sits behind one address: count by name, not by address.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

SESSION_COOKIE_NAME = "__Host-baton" if HTTPS else "baton"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-baton-form" if HTTPS else "baton-form"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "baton.web.door.form_expired"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BATON_HOME / "static"
STATICFILES_DIRS = [Path(__file__).resolve().parent.parent / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

# A pasted sheet of 122 units × 120 indicators arrives as one field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 40_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
