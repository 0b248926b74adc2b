"""Read by every Python that is started with this folder in PYTHONPATH: notes its sockets in the file of SOCKET_LOG."""

import os
import sys

_LOG = os.environ.get("SOCKET_LOG")
_EVENTS = {
    "socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "urllib.Request",

    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "ftplib.connect", "smtplib.connect",
    "webbrowser.open",
}  # fmt: skip


def _note(event, arguments):
    if event not in _EVENTS:
        return
    where = arguments[1] if event in ("socket.connect", "socket.sendto", "socket.bind") else arguments[0]
    line = f"{event}\t{where!r}\n".encode("utf-8", "replace")
    handle = os.open(_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


if _LOG:
    sys.addaudithook(_note)
