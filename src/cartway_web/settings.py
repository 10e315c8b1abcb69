"""Django settings: everything a deployment may change comes from the environment.

Nothing about a visitor is stored: no sessions, no accounts, no database tables in part one.
"""

import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).parent
DEBUG = os.environ.get("CARTWAY_DEBUG") == "1"


def _secret_key() -> str:
    """The key that signs what a visitor's form carries; kept between starts, readable by us only."""
    given = os.environ.get("CARTWAY_SECRET_KEY")
    if given:
        return given
    base = os.environ.get("XDG_STATE_HOME") or Path("~/.local/state").expanduser()
    place = Path(base) / "cartway" / "secret_key"
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError:
        return secrets.token_urlsafe(48)  # forms then expire when the program stops
    return place.read_text(encoding="utf-8").strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("CARTWAY_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
INSTALLED_APPS = ["django.contrib.staticfiles", "cartway_web.design", "cartway_web.pages"]
MIDDLEWARE = [
    "cartway_web.middleware.security_headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cartway_web.middleware.rate_limits.RateLimits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cartway_web.middleware.faults.Faults",
]
ROOT_URLCONF = "cartway_web.urls"
WSGI_APPLICATION = "cartway_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["cartway_web.pages.context.page_context"],
            "builtins": ["cartway_web.design.templatetags.words"],
        },
    }
]


def _database() -> dict[str, object]:
    """SQLite by default; PostgreSQL where its name is given."""
    name = os.environ.get("CARTWAY_POSTGRESQL")
    if name:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "HOST": os.environ.get("CARTWAY_POSTGRESQL_HOST", "127.0.0.1"),
            "PORT": os.environ.get("CARTWAY_POSTGRESQL_PORT", "5432"),
            "USER": os.environ.get("CARTWAY_POSTGRESQL_USER", "cartway"),
            "PASSWORD": os.environ.get("CARTWAY_POSTGRESQL_PASSWORD", ""),
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("CARTWAY_SQLITE", ":memory:"),
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;"},
    }


DATABASES = {"default": _database()}
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600
# A letter or a bundle, not a film.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = os.environ.get("CARTWAY_HTTPS") == "1"
CSRF_FAILURE_VIEW = "cartway_web.pages.faults.csrf_failed"
# Requests are logged by path pattern and status; never with a query, a body or a form.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"cartway": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
    "root": {"handlers": [], "level": "CRITICAL"},
}
