"""Work on untrusted bytes in processes that can be killed and cannot eat the machine.

C parsers hold the interpreter's lock, so neither a thread nor a time-out in the same process can stop one that hangs; a
process can be ended. The processes are forked from a clean server with the parsers loaded (about a second, once) and
kept, so that one more document costs about a millisecond. Each has a pipe of its own: one that dies costs the document
it was reading and no other.
"""

from infostreamer.isolation.pool import MEMORY_BYTES, Ticket, close_pools, submit
from infostreamer.isolation.worker import Stopped

__all__ = ["MEMORY_BYTES", "Stopped", "Ticket", "close_pools", "submit"]
