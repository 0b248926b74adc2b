"""A real SMTP server on a free loopback port that keeps what it is sent; it can encrypt, refuse, hang, or hang up."""

from __future__ import annotations

import email
import email.policy
import socketserver
import ssl
import threading
from contextlib import contextmanager


class MailServer:
    """`mails`: (sender, recipients, message) as received. `answers`: command -> a reply in place of the usual one.

    `said`: every command, and whether it came encrypted. With a `context` it encrypts: when asked to by STARTTLS, or
    `from_start`. `slipped_in`: what somebody on the way adds to the answer that encryption may begin.
    """

    def __init__(self, context=None, *, from_start=False):
        self.mails, self.answers, self.hangs = [], {}, threading.Event()
        self.said, self.slipped_in = [], b""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def setup(self):
                super().setup()
                self.is_encrypted = False
                if from_start:
                    self.encrypt()

            def encrypt(self):
                self.request = self.connection = context.wrap_socket(self.request, server_side=True)
                self.is_encrypted = True
                super().setup()

            def handle(self):
                try:
                    self.talk()
                except (ssl.SSLError, OSError):
                    return

            def talk(self):
                self.say("220 here")
                sender, recipients = "", []
                while line := self.rfile.readline():
                    word = line.decode().strip()
                    verb = word[:4].upper()
                    outer.said.append((word, self.is_encrypted))
                    if verb in outer.answers:
                        self.say(outer.answers[verb])
                    elif verb in ("EHLO", "HELO"):
                        self.say(f"250-here\r\n250 {'AUTH PLAIN' if self.is_encrypted or not context else 'STARTTLS'}")
                    elif verb == "STAR" and context:
                        self.wfile.write(b"220 go on\r\n" + outer.slipped_in)
                        self.encrypt()
                    elif verb == "AUTH":
                        self.say("235 in")
                    elif verb == "MAIL":
                        sender = word.partition(":")[2].strip().partition(">")[0].strip("<")
                        self.say("250 ok")
                    elif verb == "RCPT":
                        recipients.append(word.partition(":")[2].strip().strip("<>"))
                        self.say("250 ok")
                    elif verb == "DATA":
                        self.take(sender, recipients)
                    elif verb == "QUIT":
                        return self.say("221 bye")
                    else:
                        self.say("250 ok")

            def take(self, sender, recipients):
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line[1:] if line.startswith(b"..") else line)
                if outer.hangs.is_set():
                    return threading.Event().wait(30)
                raw = b"".join(lines)
                outer.mails.append((sender, recipients, email.message_from_bytes(raw, policy=email.policy.default)))
                self.say("250 taken")

            def say(self, text):
                self.wfile.write(text.encode() + b"\r\n")

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads, allow_reuse_address = True, True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def mail_server(context=None, *, from_start=False):
    server = MailServer(context, from_start=from_start)
    try:
        yield server
    finally:
        server.close()
