"""Every setting once: name, default, unit, help. Flag > environment > TOML > default.

Sources, strongest first: values given in code (flags); `INFOSTREAMER_SECTION__KEY` (or `…_FILE`, whose content is the
value); the file named by `INFOSTREAMER_CONFIG`, else `./infostreamer.toml`; `infostreamer.toml` in the user's
configuration folder; the default.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infostreamer.model.errors import ConfigurationError

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One knob. `name` is "section.key"; the default's type is the setting's type."""

    name: str
    default: Value
    help: str
    unit: str = ""
    is_secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("desk.name", "Information Streamer", "Name of this desk, shown in every page's title."),
    Setting("desk.notice", "", "A sentence shown at the top of every page."),
    Setting("desk.data", "", "Folder for the database; empty: the user's data folder."),
    Setting(
        "store.url", "", "Database; empty: SQLite in the data folder. postgresql+psycopg://… for PostgreSQL.", "", True
    ),
    Setting(
        "web.host",
        "127.0.0.1",
        "Address the desk listens on. Anything but loopback needs accounts or a proxy with a login.",
    ),
    Setting("web.port", 8420, "Port the desk listens on.", "port"),
    Setting("web.hosts", "", "Further host names the desk answers to, comma-separated; loopback names always work."),
    Setting("web.public", False, "With accounts: let everybody read without a login. Writing always needs one."),
    Setting("web.error_reports", False, "Let readers report errors on a story; editors find them first in review."),
    Setting("web.session_days", 30, "How long a browser stays logged in after its last visit.", "days"),
    Setting(
        "web.proxy_login", False, "A proxy before the desk asks for the login: serve on any address without accounts."
    ),
    Setting("web.proxy_from", "", "Addresses or networks of proxies whose headers are believed, comma-separated."),
    Setting(
        "web.proxy_user_header",
        "",
        "Header in which those proxies name who is logged in, such as Remote-User; empty: none.",
    ),
    Setting("web.address", "", "Address of this desk in feeds, exports and mail; empty: the one it was asked under."),
    Setting("deliver.quote_percent", 25, "Share of a report's words that feeds, exports and mail may quote.", "%"),
    Setting("deliver.quote_sentences", 3, "Sentences of a report they may quote where that is more; never half of it."),
    Setting("collect.contact", "", "Address a publisher can write to; sent in the User-Agent."),
    Setting(
        "collect.agent",
        "",
        "What the desk calls itself to servers; empty: InformationStreamer/VERSION, as which it reads robots.txt.",
    ),
    Setting("collect.every", 3600, "Default time between two visits to a source.", "s"),
    Setting("collect.pace", 1.0, "Least time between two requests to one host.", "s"),
    Setting("collect.deadline", 20.0, "Longest time one request may take, redirects included.", "s"),
    Setting("collect.max_bytes", 15_728_640, "Largest body taken, after decompression.", "bytes"),
    Setting("collect.workers", 64, "Visits under way at once, never two to one host.", "threads"),
    Setting(
        "proxy.address",
        "",
        "Proxy for all that leaves the machine: socks5://127.0.0.1:9050 (Tor) or http://HOST:PORT; empty: none.",
    ),
    Setting("proxy.user", "", "Name to log in with at the proxy; empty: no login."),
    Setting("proxy.password", "", "Password for that name.", "", True),
    Setting("collect.allow_private", False, "Let sources live on private networks. Off: such addresses are refused."),
    Setting("collect.pages", True, "Fetch the page behind a feed entry. Off: keep only what the feed carries."),
    Setting("collect.max_leads", 100, "Most new entries taken from one source in one visit.", "entries"),
    Setting("collect.recheck_hours", 48, "How long after publication a page is looked at again for edits.", "h"),
    Setting("extract.deadline", 8.0, "Longest time one document may take to read.", "s"),
    Setting("extract.max_memory", 117_440_512, "Most memory one document may take to read.", "bytes"),
    Setting(
        "understand.deadline",
        30.0,
        "Longest time the finders may take over one report; 0: no limit, no processes.",
        "s",
    ),
    Setting(
        "understand.pipeline", "", "A spaCy pipeline that reads in place of the embedded pack: package name or folder."
    ),
    Setting("understand.encoder", "", "Folder of a sentence encoder used in place of the embedded vectors."),
    Setting("stories.epoch", 16, "Reports placed together; part of the definition of a desk's stories.", "reports"),
    Setting("stories.window_days", 365, "A story with no report for this long takes no new ones.", "days"),
    Setting(
        "stories.revisions", 100, "Past forms of one story that are kept, the oldest going first; 0: none.", "forms"
    ),
    Setting("stories.shards", 1, "Processes that share the index of live stories; same answers.", "processes"),
    Setting("llm.address", "", "OpenAI-compatible address of a language model, such as http://127.0.0.1:11434/v1."),
    Setting("llm.model", "", "Name of the language model at that address."),
    Setting("llm.key", "", "Key for that address.", "", True),
    Setting("llm.timeout_s", 60.0, "Longest time one answer may take, at most 100.", "s"),
    Setting("llm.max_lines", 5, "Most lines of a language model shown on one story.", "lines"),
    Setting("mail.host", "", "Server that takes the desk's mail (SMTP); empty: no mail is sent."),
    Setting("mail.port", 587, "Port of that server.", "port"),
    Setting("mail.user", "", "Name to log in with there; empty: no login."),
    Setting("mail.password", "", "Password for that name.", "", True),
    Setting("mail.from", "", "Sender of the desk's mail, such as desk@host.example."),
    Setting("mail.starttls", True, "Encrypt the connection after it is opened; without encryption nothing is sent."),
    Setting("mail.tls", False, "Open the connection encrypted (port 465); mail.starttls is then not used."),
    Setting("notify.zone", "UTC", "Time zone of quiet hours and digests where none is given, such as Europe/Vilnius."),
    Setting("notify.ntfy", "", "Address of the ntfy server for channels that name only a topic."),
    Setting("notify.ntfy_token", "", "Access token for that ntfy server, sent to no other address.", "", True),
    Setting("notify.allow_private", False, "Let webhooks and ntfy lead to private networks, this machine included."),
    Setting("notify.deadline", 15.0, "Longest time one sending may take.", "s"),
    Setting("notify.keep_days", 90, "How long messages that were sent or given up are kept.", "days"),
    Setting("backup.every", 0, "Time between two backups that the desk makes by itself; 0: none.", "h"),
    Setting(
        "backup.folder", "", "Folder for them, best on another disk; empty: the folder backups in the data folder."
    ),
    Setting("backup.keep", 7, "How many of them are kept, the oldest going first.", "backups"),
    Setting("backup.public_keys", "", "Encrypt backups for these public keys of age (age1…), comma-separated."),
    Setting("backup.passphrase", "", "Encrypt backups under this passphrase, where no public key is given.", "", True),
    Setting(
        "purge.after_days", 0, "Reports that came longer ago are purged, but what readers hold on to; 0: none.", "days"
    ),
    Setting("log.format", "text", "Form of the log on stderr: text, or json with one object a line."),
    Setting("log.level", "warning", "Least weight of a line: debug, info (every visit and pass), warning or error."),
    Setting("log.requests", False, "Log every request: method, route, status and time; never who asked, nor for what."),
    Setting("log.slow_query", 0.0, "Log queries that take longer, without their values; 0: none.", "s"),
    Setting("flow.tick", 5.0, "Time between two looks at what is due.", "s"),
)

_LOGIN = re.compile(r"//[^/\s]*@")  # up to the last: a password may hold an @
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings(Mapping[str, Value]):
    """All settings with where each came from. `settings["web.port"]` has the type of the default."""

    def __init__(self, values: Mapping[str, Value] | None = None) -> None:
        """Defaults, overridden by `values`.

        Raises:
            ConfigurationError: an unknown name or a value of the wrong type.
        """
        self._values: dict[str, Value] = {setting.name: setting.default for setting in SETTINGS}
        self._origins: dict[str, str] = {setting.name: "default" for setting in SETTINGS}
        self._override(values or {}, "given")

    @classmethod
    def load(
        cls,
        given: Mapping[str, Value] | None = None,
        *,
        environment: Mapping[str, str] | None = None,
        files: tuple[Path, ...] | None = None,
    ) -> Settings:
        """Settings from flags, environment and files.

        Args:
            given: the strongest values, from flags; None values must be left out.
            environment: default os.environ.
            files: TOML files, weakest first; default the user's then the working folder's (or INFOSTREAMER_CONFIG).

        Raises:
            ConfigurationError: unknown key (with the nearest known one), wrong type, unreadable file.
        """
        surroundings = os.environ if environment is None else environment
        settings = cls()
        for path in default_files(surroundings) if files is None else files:
            if path.is_file():
                settings._override(_read_toml(path), str(path))
        settings._override(_read_environment(surroundings), "environment")
        settings._override(given or {}, "flag")
        return settings

    def origin(self, name: str) -> str:
        """Where the value came from: default, a file's path, environment or flag."""
        return self._origins[name]

    def shown(self, name: str) -> Value:
        """The value as it may be shown: a secret as "…", and so a name and password that stand in an address."""
        value = self._values[name]
        if _BY_NAME[name].is_secret and value:
            return "…"
        return _LOGIN.sub("//…@", value) if isinstance(value, str) else value

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def with_values(self, values: Mapping[str, Value]) -> Settings:
        """A copy with these values on top."""
        copy = Settings()
        copy._values, copy._origins = dict(self._values), dict(self._origins)
        copy._override(values, "given")
        return copy

    def _override(self, values: Mapping[str, Any], origin: str) -> None:
        for name, value in values.items():
            self._values[name] = _convert(name, value, origin)
            self._origins[name] = origin


def default_files(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The configuration files that are looked for, weakest first."""
    import platformdirs

    user = Path(platformdirs.user_config_dir("infostreamer")) / "infostreamer.toml"
    named = environment.get("INFOSTREAMER_CONFIG")
    return (user, Path(named) if named else Path("infostreamer.toml"))


def data_folder(settings: Settings) -> Path:
    """The folder that holds the database, as configured or the user's data folder. Not created here."""
    if settings["desk.data"]:
        return Path(settings["desk.data"]).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("infostreamer"))


def store_url(settings: Settings) -> str:
    """The database address: as configured, else SQLite in the data folder."""
    if settings["store.url"]:
        return str(settings["store.url"])
    return f"sqlite:///{data_folder(settings) / 'desk.sqlite3'}"


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        sections = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read as TOML: {error}.") from error
    flat: dict[str, Any] = {}
    for section, content in sections.items():
        if not isinstance(content, dict):
            raise ConfigurationError(f"{path}: {section!r} must stand in a section such as [web].")
        flat.update({f"{section}.{key}": value for key, value in content.items()})
    return flat


_NOT_SETTINGS = {"INFOSTREAMER_CONFIG"}


def _read_environment(environment: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for variable, value in environment.items():
        if not variable.startswith("INFOSTREAMER_") or variable in _NOT_SETTINGS:
            continue
        name = variable.removeprefix("INFOSTREAMER_").lower().replace("__", ".", 1)
        if name not in _BY_NAME and name.endswith("_file"):
            name, value = name.removesuffix("_file"), _read_secret(variable, value)
        values[name] = value
    return values


def _read_secret(variable: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"{variable} names {path}, which cannot be read: {error.strerror}.") from error


def _check_web_address(value: str, origin: str) -> None:
    """It stands in every feed, mail and export, so what it holds is sent to strangers."""
    try:
        parts = urlsplit(value)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_whole = False
    if not is_whole or "@" in parts.netloc or not set(value).isdisjoint("?#\\<>\"'` ") or not value.isprintable():
        raise ConfigurationError(
            f"Setting 'web.address' ({origin}) must be the desk's own address, as https://desk.example: no name, "
            "password or question in it."
        )


_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def _convert(name: str, value: Any, origin: str) -> Value:
    if name not in _BY_NAME:
        near = difflib.get_close_matches(name, _BY_NAME, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else "; see `infostreamer config show`."
        raise ConfigurationError(f"Unknown setting {name!r} ({origin}){hint}")
    if name == "web.address" and str(value).strip():
        _check_web_address(str(value).strip(), origin)
    kind = type(_BY_NAME[name].default)
    if kind is bool and str(value).lower() in _TRUE | _FALSE:
        return str(value).lower() in _TRUE
    try:
        if kind is bool or (isinstance(value, bool) and kind is not str):
            raise ValueError
        return kind(value)
    except (TypeError, ValueError):
        wanted = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}[kind]
        raise ConfigurationError(f"Setting {name!r} ({origin}) must be {wanted}, not {value!r}.") from None
