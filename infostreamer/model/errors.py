"""Every error a caller can meet, drawn once. The message is one sentence: the cause, then what to do next.

InformationStreamerError
├── BadInput             what was handed in cannot be used                    exit 1
│   └── Unreadable       a capture holds no article we can read               stored as a Failure by the flow
├── NotFound             no such story, report, source …                      exit 1
├── NotAllowed           this account may not do that                         exit 1
│   └── LoginNeeded      nobody is logged in, or name and password are wrong  exit 1
├── ConfigurationError   a setting is unknown or invalid                      exit 5
├── FetchError           the network did not give us the thing                stored as a Failure by the flow
│   └── Refused          we did not ask: private address, robots, scheme      stored as a Failure by the flow
├── TryLater             busy or locked; the same call may work later         exit 75
│   ├── TooManyTries     too many logins failed; `wait_s` says how long       exit 75
│   └── StoreBusy        the database is locked by another process            exit 75
└── IntegrityError       what is stored contradicts itself                    exit 6
"""


class InformationStreamerError(Exception):
    """The root; `exit_code` is what the command line returns for it."""

    exit_code = 1


class BadInput(InformationStreamerError):
    """What was handed in cannot be used."""


class Unreadable(BadInput):
    """A capture holds no article that we can read."""


class NotFound(InformationStreamerError):
    """Nothing is kept under that id, address or name."""


class NotAllowed(InformationStreamerError):
    """This account may not do that."""


class LoginNeeded(NotAllowed):
    """Nobody is logged in, or name and password do not belong together."""


class ConfigurationError(InformationStreamerError):
    """A setting is unknown or has an invalid value."""

    exit_code = 5


class FetchError(InformationStreamerError):
    """The network did not give us the thing; `status` is the HTTP status where there was one.

    `kind` is one stable word for health pages and tests: dns, connect, tls, timeout, too-large, too-many-redirects,
    status, decode, not-a-feed, refused, robots, paused, proxy. `retry_after_s`: how long the host asked us to
    stay away.
    """

    def __init__(
        self, message: str, *, kind: str = "connect", status: int | None = None, retry_after_s: int | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.retry_after_s = retry_after_s


class Refused(FetchError):
    """We did not ask at all: private address, forbidden scheme, or robots.txt says no."""

    def __init__(self, message: str, *, kind: str = "refused") -> None:
        super().__init__(message, kind=kind)


class TryLater(InformationStreamerError):
    """Busy; the same call may work later."""

    exit_code = 75


class TooManyTries(TryLater):
    """Too many logins failed; `wait_s` seconds from now the next try is looked at."""

    def __init__(self, message: str, *, wait_s: int) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class StoreBusy(TryLater):
    """The database is locked by another process."""


class IntegrityError(InformationStreamerError):
    """What is stored contradicts itself."""

    exit_code = 6
