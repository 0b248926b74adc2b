"""What this machine runs short of: no mistake of the desk, and over when there is more of it."""

from __future__ import annotations

import errno

_SHORT_OF = {
    errno.ENOSPC: "no space is left on the disk; free some",
    errno.EDQUOT: "the disk quota is used up; free some space",
    errno.EFBIG: "a file may not become larger; raise the limit (ulimit -f) or free some space",
    errno.EROFS: "the file system may only be read; mount it for writing",
    errno.EMFILE: "this process may open no more files; raise the limit (ulimit -n, LimitNOFILE=)",
    errno.ENFILE: "the machine may open no more files; close some programs",
    errno.ENOMEM: "there is no memory left; close some programs",
    errno.EIO: "the disk does not answer; check it",
}
_NO_THREAD = "can't start new thread"  # CPython's only words for it, in a RuntimeError


def shortage_of(error: BaseException) -> str | None:
    """One sentence on what the machine is short of; None where the error is something else.

    Causes count too: a library may wrap the error of the system in one of its own. They may run in a circle, where an
    error is raised again from one that it caused.
    """
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        words = _words(cause)
        if words is not None:
            return f"This machine is short of something: {words}. Nothing that is kept is lost, and the desk goes on."
        cause = cause.__cause__ or cause.__context__
    return None


def _words(error: BaseException) -> str | None:
    if isinstance(error, OSError):
        return _SHORT_OF.get(error.errno or 0)
    if isinstance(error, MemoryError):
        return _SHORT_OF[errno.ENOMEM]
    if isinstance(error, RuntimeError) and _NO_THREAD in str(error):
        return "no further thread can be started; raise the limit (ulimit -u, TasksMax=)"
    return None
