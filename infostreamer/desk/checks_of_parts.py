"""What the doctor looks at in the parts of a desk: plug-ins, models, mail server, port, folder and keys of backups."""

from __future__ import annotations

import errno
import json
import os
import smtplib
import socket
import ssl
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from infostreamer.collect.smtp import cause_in_words, connected
from infostreamer.desk.backing_up import backup_folder
from infostreamer.desk.backup_keys import check_lock
from infostreamer.desk.backups import lock_of
from infostreamer.desk.checks import Check
from infostreamer.model import ConfigurationError, FetchError
from infostreamer.settings import Settings, data_folder

_WAIT_S = 3.0
_UNKNOWN_SIGNER = (18, 19, 20, 21)  # of openssl-verification-options(1): signed by itself, or by nobody known
_LITTLE_BYTES = 200_000_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def plugins(_: Settings) -> Check:
    """Whether every plug-in loads: with one that does not, nothing is collected."""
    from infostreamer.plugins import load_plugins

    try:
        load_plugins()
    except ConfigurationError as error:
        return Check("plug-ins", "bad", f"{str(error).rstrip('.')}; mend it, or uninstall its package.")
    return Check("plug-ins", "ok", "Every one loads.")


def models(settings: Settings) -> Check:
    """Whether a pipeline or an encoder of one's own is where the settings say."""
    pipeline, encoder = str(settings["understand.pipeline"]), str(settings["understand.encoder"])
    if pipeline and find_spec("spacy") is None:
        return Check("models", "bad", "understand.pipeline needs spaCy: pip install spacy, or empty the setting.")
    if pipeline and not Path(pipeline).is_dir() and not _is_package(pipeline):
        text = f"understand.pipeline names {pipeline}, which is neither a package nor a folder here."
        return Check("models", "bad", f"{text} Install it, or empty the setting.")
    if encoder and not Path(encoder).is_dir():
        return Check("models", "bad", f"understand.encoder names the folder {encoder}, which is not there.")
    return Check("models", "ok", "The desk's own." if not pipeline + encoder else f"{pipeline} {encoder}".strip() + ".")


def _is_package(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def mail_server(settings: Settings) -> Check:
    """Whether the mail server takes a connection, its encryption and the login. No mail is sent."""
    host = str(settings["mail.host"])
    if not host:
        return Check("mail server", "ok", "None is used.")
    is_secret = bool(settings["mail.tls"] or settings["mail.starttls"])
    login = is_secret and settings["mail.user"] and settings["mail.password"]
    try:
        with connected(settings if login else settings.with_values({"mail.user": ""}), _WAIT_S):
            pass
    except smtplib.SMTPAuthenticationError as error:
        return Check(
            "mail server", "bad", f"{host} refuses the login ({error.smtp_code}): mend mail.user, mail.password."
        )
    except smtplib.SMTPNotSupportedError:
        return Check(
            "mail server", "bad", f"{host} offers no encryption or login here: see mail.port, mail.tls, mail.user."
        )
    except ssl.SSLCertVerificationError as error:
        said = f"{host} could not prove who it is ({cause_in_words(error)}), so nothing is sent to it"
        hint = "; name your own authority's file in SSL_CERT_FILE" if error.verify_code in _UNKNOWN_SIGNER else ""
        return Check("mail server", "bad", f"{said}{hint}.")
    except ssl.SSLError as error:
        said = f"{host} and this desk agree on no encryption ({cause_in_words(error)})"
        return Check("mail server", "bad", f"{said}: port 465 needs mail.tls, 587 mail.starttls.")
    except (smtplib.SMTPException, OSError) as error:
        said = f"{host}:{settings['mail.port']} takes no mail ({cause_in_words(error)})"
        return Check("mail server", "bad", f"{said}; see mail.host, mail.port, mail.tls.")
    except (FetchError, ConfigurationError) as error:
        return Check("mail server", "bad", str(error))
    return Check("mail server", "ok", f"{host} takes the connection" + (" and the login." if login else "."))


def port(settings: Settings) -> Check:
    """Whether the desk can listen where it is to, and who does instead."""
    host, number = str(settings["web.host"]), int(settings["web.port"])
    if not 0 <= number <= 65535:
        return Check("port", "bad", f"web.port is {number}; a port is a number from 0 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, number), family=family):
            pass
    except OSError as error:
        return _not_free(host, number, error)
    return Check("port", "ok", f"{_joined(host, number)} is free.")


def _joined(host: str, number: int) -> str:
    return f"[{host}]:{number}" if ":" in host else f"{host}:{number}"


def _not_free(host: str, number: int, error: OSError) -> Check:
    where = _joined(host, number)
    if error.errno == errno.EACCES:
        text = f"Only root may listen on {where}: take a web.port from 1024 on, with a web server in front."
        return Check("port", "bad", text)
    if error.errno == errno.EADDRNOTAVAIL or (error.errno or 0) < 0:  # below 0: of looking a name up
        return Check("port", "bad", f"web.host is {host}, which is no address of this machine: name one that is.")
    if error.errno != errno.EADDRINUSE:
        return Check("port", "bad", f"{where} cannot be listened on ({os.strerror(error.errno or 0)}); see web.host.")
    if _is_desk(host, number):
        return Check("port", "ok", f"A desk answers at {where}.")
    return Check("port", "bad", f"Another program listens on {where}: end it, or take another web.port.")


def _is_desk(host: str, number: int) -> bool:
    """True where a desk answers; this machine alone is asked, and through no proxy."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with build_opener(ProxyHandler({})).open(f"http://{_joined(near, number)}/-/health", timeout=_WAIT_S) as answer:
            return str(json.loads(answer.read(1_000)).get("schema", "")).startswith("infostreamer/")
    except (OSError, ValueError, AttributeError):
        return False


def secure(settings: Settings) -> Check:
    """Whether what readers send is encrypted: the desk itself speaks plain HTTP."""
    host, address = str(settings["web.host"]), str(settings["web.address"])
    if urlsplit(address).scheme == "http" and urlsplit(address).hostname not in LOOPBACK:
        text = f"web.address is {address}: passwords and what is read go over the wire readable."
        return Check("encryption", "warn", f"{text} Put a web server with HTTPS in front and name https:// there.")
    if host not in LOOPBACK and not settings["web.proxy_from"]:
        text = f"Whoever can listen between a reader and {host} reads along: the desk speaks plain HTTP."
        return Check(
            "encryption", "warn", f"{text} Put a web server with HTTPS in front, and name it in web.proxy_from."
        )
    return Check("encryption", "ok", address or "Nothing leaves this machine unencrypted.")


def backup_target(settings: Settings) -> Check:
    """Whether backups can be closed as the settings say, and written where they say."""
    try:
        check_lock(lock_of(settings))
    except ConfigurationError as error:
        return Check("backup folder", "bad", str(error))
    folder = backup_folder(settings)
    if not settings["backup.every"] and not settings["backup.folder"]:
        return Check("backup folder", "ok", "The desk makes none by itself.")
    there = next(one for one in (folder, *folder.parents) if one.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        text = f"{folder} cannot be written ({error.strerror}), so no backup is made; see backup.folder and its owner."
        return Check("backup folder", "bad", text)
    return _room(settings, folder, there)


def _room(settings: Settings, folder: Path, there: Path) -> Check:
    space = os.statvfs(there)
    free = space.f_bavail * space.f_frsize
    if free < _LITTLE_BYTES:
        return Check(
            "backup folder", "warn", f"Only {free // 1_000_000} MB free at {there}, where backups go; make room."
        )
    desk = data_folder(settings)
    is_same = desk.exists() and desk.stat().st_dev == there.stat().st_dev
    also = ": on the same disk as the desk, so keep copies elsewhere too." if is_same else ", on another disk."
    return Check("backup folder", "ok", f"{folder}{also}")
