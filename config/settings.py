"""All settings of Kura, read from the environment. Whatever Kura writes lies under KURA_HOME."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

KURA_HOME = Path(env("KURA_HOME", default=str(BASE_DIR / "var"))).resolve()
KURA_KEYS = KURA_HOME / "keys"
KURA_HEADS = KURA_HOME / "heads"
KURA_REPORTS = KURA_HOME / "reports"
KURA_FILES = KURA_HOME / "files"
KURA_FONTS = BASE_DIR / "build" / "fonts"
for folder in (KURA_HOME, KURA_KEYS, KURA_HEADS, KURA_REPORTS, KURA_FILES, KURA_HOME / "static"):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def session_key() -> str:
    """The key that signs sessions: SECRET_KEY, else the file that `make run DEMO=no` wrote, else the demo's."""
    key_file = KURA_KEYS / "secret_key"
    written = key_file.read_text().strip() if key_file.exists() else ""
    return env("SECRET_KEY", default=written) or DEMO_KEY


def mailer(url: dict[str, Any]) -> dict[str, Any]:
    """An entry of Django's MAILERS from what django-environ reads out of EMAIL_URL."""
    if not url["EMAIL_HOST"]:
        return {"BACKEND": url["EMAIL_BACKEND"]}
    options = {
        "host": url["EMAIL_HOST"],
        "port": url["EMAIL_PORT"],
        "username": url["EMAIL_HOST_USER"],
        "password": url["EMAIL_HOST_PASSWORD"],
        "use_tls": url.get("EMAIL_USE_TLS", False),
        "use_ssl": url.get("EMAIL_USE_SSL", False),
        "timeout": 10,
    }
    return {"BACKEND": url["EMAIL_BACKEND"], "OPTIONS": options}


# Good for the demo company only: config.safety refuses to serve anything else with it.
DEMO_KEY = "kura-demo-only"
SECRET_KEY = session_key()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)

INSTALLED_APPS = [
    "desk",
    "reports",
    "exchange",
    "measures",
    "assets",
    "classification",
    "accounts",
    "journal",
    "files",
    "config.apps.ConfigConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.NoStoreMiddleware",  # outside all that may answer: a redirect is not kept either
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.kept.KeptLoginRequiredMiddleware",
    "accounts.middleware.EmployedMiddleware",
    "accounts.middleware.CompanyMiddleware",
    "classification.middleware.LevelWordsMiddleware",
    "measures.middleware.CatalogueMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.OtherWayMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "assets.reading.RulesFirstMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["accounts.templatetags.days"],  # `date` in the company's calendar
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.context.shell",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{KURA_HOME / 'kura.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Rollback journal, not WAL: older SQLite versions can corrupt a WAL database (docs/decisions/0003).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Read through a mapping (never written through it): a page of the list costs a third less in a large register.
        "init_command": "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA mmap_size=2147418112;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    options = DATABASES["default"].setdefault("OPTIONS", {})
    # Questions are short: to compile them, or to share them out among workers, takes longer than the answer. What is
    # asked again and again is planned once for a connection (accounts/planned.py).
    options.setdefault(
        "options", "-c jit=off -c max_parallel_workers_per_gather=0 -c plan_cache_mode=force_generic_plan"
    )
    options["prepare_threshold"] = 0 if env.bool("PREPARED_STATEMENTS", default=True) else None
# The throttle and used codes live here: shared by all processes, and too large to be flushed by whoever is throttled.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kura_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.signed_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.signing.passwords.GuessableWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "accounts.signing.forms.SignInForm",
    "change_password": "accounts.signing.forms.NewPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.signing.adapter.ClosedAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
# How many proxies of ours stand before Kura: the throttle counts by the address that the outermost of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.signing.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
if env.bool("SECURITY_KEYS", default=False):  # browsers talk to a key over https only, and for a host name only
    MFA_SUPPORTED_TYPES.append("webauthn")
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 0  # a used code is remembered for one period: with more, it would open the door again
MFA_FORMS = {
    "authenticate": "accounts.signing.forms.SignInCodeForm",
    "reauthenticate": "accounts.signing.forms.ReauthenticationCodeForm",
    "activate_totp": "accounts.signing.forms.SetUpForm",
    "add_webauthn": "accounts.signing.key_forms.AddKeyForm",
    "authenticate_webauthn": "accounts.signing.key_forms.SignInKeyForm",
    "reauthenticate_webauthn": "accounts.signing.key_forms.ReauthenticationKeyForm",
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie on somebody's disk
SESSION_ENGINE = "accounts.signing.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accounts.kept.csrf_failure"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# The company's own accounts open Kura too (OpenID Connect, docs/sign-in.md); left out: nothing of it exists.
OIDC_ISSUER = env("OIDC_ISSUER", default="")
OIDC_NAME = env("OIDC_NAME", default="")
if OIDC_ISSUER:
    if find_spec("jwt") is None or find_spec("requests") is None:
        raise ImproperlyConfigured("OIDC_ISSUER is set, but its packages are missing: OIDC=yes make setup")
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "accounts.signing.company_accounts.CompanyAccountAdapter"
    SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
    SOCIALACCOUNT_LOGIN_ON_GET = True  # the view asks for POST, with its token
    SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_AUTO_SIGNUP = False
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "company",  # as accounts.signing.links calls it
                    "name": OIDC_NAME,
                    "client_id": env("OIDC_CLIENT_ID"),
                    "secret": env("OIDC_CLIENT_SECRET"),
                    "settings": {
                        "server_url": OIDC_ISSUER.rstrip("/"),
                        "fetch_userinfo": False,
                        "oauth_pkce_enabled": True,
                    },
                }
            ],
            "SCOPE": ["openid", "email"],
        }
    }
    SECURE_CSP["form-action"].append(urlsplit(OIDC_ISSUER)._replace(path="", query="").geturl())  # the way there

# EMAIL_URL=smtp+tls://user:password@mail.example.co.jp:587; without it nothing is ever mailed.
KURA_MAILS = bool(env("EMAIL_URL", default=""))
MAILERS = {"default": mailer(env.email_url(default="smtp://localhost"))}
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="kura@localhost")

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Asia/Tokyo")
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = KURA_HOME / "static"
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static", BASE_DIR / "build" / "static") if folder.exists()]
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/vendor/biz-udpgothic/[0-9.]+/files/"  # their folder bears their version

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "config.logs.WithoutWords"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
