"""Every environment variable, read once and checked, with a plain error for what is wrong."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOME = Path(__file__).resolve().parent.parent

KNOWN = {
    "DAYMARK_APP_DIR": "the built app (default: pwa/dist)",
    "DAYMARK_BASE_URL": "the address people open (default: http://localhost:PORT)",
    "DAYMARK_DATABASE_URL": "sqlite:///FILE or postgres://... (default: a file in the data directory)",
    "DAYMARK_DATA_DIR": "where the database, keys and secrets live (default: data)",
    "DAYMARK_DEMO": "yes or no: make the demo program in an empty database (default: no; make run says yes)",
    "DAYMARK_EXTRA_PUSH_ORIGINS": "tests only: exact origins taken for push services, comma-separated",
    "DAYMARK_FIELD_KEYS": "the keys of encrypted columns, ID:BASE64, comma-separated, newest first",
    "DAYMARK_HOST": "the address to listen on (default: 127.0.0.1)",
    "DAYMARK_MAIL_FROM": "the address that emails come from; needed with DAYMARK_SMTP_URL",
    "DAYMARK_METRICS_PORT": "the worker's port for /metrics (default: none)",
    "DAYMARK_SMTP_URL": "smtp://USER:PASSWORD@HOST:587 or smtps://...: offers email as a second way (default: none)",
    "DAYMARK_TICK": "yes or no: whether serve also runs the clock's work (default: yes)",
    "DAYMARK_TRUSTED_PROXIES": "addresses of proxies whose X-Forwarded-For is believed, comma-separated",
    "DAYMARK_VAPID_SUBJECT": "mailto: or https: address where push services reach the operator",
}


class SettingsError(Exception):
    """A setting is wrong; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class MailServer:
    """Who takes our emails, and whom they come from."""

    host: str
    port: int
    is_tls: bool  # from the first byte on; else STARTTLS, without which nothing is said
    sender: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def is_here(self) -> bool:
        """On this machine: only then what is said to it may be readable on the way."""
        return self.host in ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Settings:
    """What the environment says, checked."""

    port: int
    host: str
    base_url: str  # origin only, without a trailing slash
    data_dir: Path
    database_url: str
    app_dir: Path
    demo: bool
    tick: bool
    extra_push_origins: frozenset[str]
    field_keys: str | None
    mail_server: MailServer | None
    metrics_port: int | None
    trusted_proxies: str
    vapid_subject: str

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        """Browsers take the __Host- prefix only together with Secure, so not on plain http."""
        return "__Host-daymark" if self.https else "daymark"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises SettingsError on the first thing that is wrong."""
    env = dict(os.environ if environ is None else environ)
    _refuse_unknown(env)
    port = _port(env.get("PORT") or "8000", "PORT")
    data_dir = Path(env.get("DAYMARK_DATA_DIR") or HOME / "data")
    base_url = _origin(env.get("DAYMARK_BASE_URL") or f"http://localhost:{port}", "DAYMARK_BASE_URL")
    metrics = env.get("DAYMARK_METRICS_PORT")
    return Settings(
        port=port,
        host=env.get("DAYMARK_HOST") or "127.0.0.1",
        base_url=base_url,
        data_dir=data_dir,
        database_url=_database_url(env.get("DAYMARK_DATABASE_URL") or f"sqlite:///{data_dir / 'daymark.db'}"),
        app_dir=Path(env.get("DAYMARK_APP_DIR") or HOME / "pwa" / "dist"),
        demo=_yes(env.get("DAYMARK_DEMO") or "no", "DAYMARK_DEMO"),
        tick=_yes(env.get("DAYMARK_TICK") or "yes", "DAYMARK_TICK"),
        extra_push_origins=frozenset(
            _origin(part.strip(), "DAYMARK_EXTRA_PUSH_ORIGINS")
            for part in (env.get("DAYMARK_EXTRA_PUSH_ORIGINS") or "").split(",")
            if part.strip()
        ),
        field_keys=env.get("DAYMARK_FIELD_KEYS") or None,
        mail_server=_mail_server(env.get("DAYMARK_SMTP_URL") or "", env.get("DAYMARK_MAIL_FROM") or ""),
        metrics_port=_port(metrics, "DAYMARK_METRICS_PORT") if metrics else None,
        trusted_proxies=env.get("DAYMARK_TRUSTED_PROXIES") or "",
        vapid_subject=_subject(env.get("DAYMARK_VAPID_SUBJECT") or _default_subject(base_url)),
    )


def _refuse_unknown(env: Mapping[str, str]) -> None:
    for name in sorted(env):
        if name.startswith("DAYMARK_") and name not in KNOWN:
            known = ", ".join(sorted(KNOWN))
            raise SettingsError(f"{name} is not a setting of Daymark; remove it or use one of {known}.")


def _port(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SettingsError(f"{name} is “{text}”; it must be a number from 1 to 65535.")
    return int(text)


def _yes(text: str, name: str) -> bool:
    if text not in ("yes", "no"):
        raise SettingsError(f"{name} is “{text}”; say yes or no.")
    return text == "yes"


def _origin(text: str, name: str) -> str:
    wrong = SettingsError(f"{name} is “{text}”; it must be an address like https://daymark.example.org.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise wrong from None
    more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or not parts.hostname or more or port == 0:
        raise wrong
    return f"{parts.scheme}://{parts.netloc}"


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise SettingsError("DAYMARK_DATABASE_URL must begin with sqlite:/// or postgres://.")
    return text


def _mail_server(url: str, sender: str) -> MailServer | None:
    if not url and not sender:
        return None
    if not url or not sender:
        missing, given = ("DAYMARK_MAIL_FROM", "DAYMARK_SMTP_URL") if url else ("DAYMARK_SMTP_URL", "DAYMARK_MAIL_FROM")
        raise SettingsError(f"{missing} is missing; {given} needs it, or take that one away.")
    # It may hold a password, so it is not repeated.
    wrong = SettingsError("DAYMARK_SMTP_URL must be like smtp://user:password@mail.example.org:587, or smtps://.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    more = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or more or port == 0:
        raise wrong
    if (parts.username is None) != (parts.password is None):
        raise SettingsError("DAYMARK_SMTP_URL has only one of user and password; give both or none.")
    return MailServer(
        host=parts.hostname,
        port=port or (465 if parts.scheme == "smtps" else 587),
        is_tls=parts.scheme == "smtps",
        sender=_sender(sender),
        user=parts.username and unquote(parts.username),
        password=parts.password and unquote(parts.password),
    )


def _sender(text: str) -> str:
    if not is_mailbox(text):
        raise SettingsError(f"DAYMARK_MAIL_FROM is “{text}”; it must be an address like reminders@example.org.")
    return text


def is_mailbox(text: str) -> bool:
    """Whether one can write to it: `name@domain` in ASCII, and nothing around it."""
    try:
        address = Address(addr_spec=text)
    except (ValueError, MessageError, IndexError):
        return False
    has_domain = "." in address.domain.strip(".") and not address.domain.startswith("[")
    return text.isascii() and address.addr_spec == text and has_domain and " " not in text


def _default_subject(base_url: str) -> str:
    """Push services want an address of the operator's; without one set, the program's own on https."""
    return base_url if base_url.startswith("https://") else "mailto:operator@daymark.invalid"


def _subject(text: str) -> str:
    if not text.startswith(("mailto:", "https://")):
        raise SettingsError("DAYMARK_VAPID_SUBJECT must begin with mailto: or https://.")
    return text
