"""What the resolver of these tests says of the names in `addresses.py`; it may say something else the next time."""

from __future__ import annotations

from odd_addresses import ODD_ANSWERS

OUTSIDE = "93.184.215.14"  # any public address; the test closes the way to it
ANSWERS = {
    **ODD_ANSWERS,
    "localhost": [["127.0.0.1"]],
    "localhost.localdomain": [["127.0.0.1"]],
    "ip6-localhost": [["::1"]],
    "ip6-loopback": [["::1"]],
    "x.localhost": [["127.0.0.1"]],
    "metadata.google.internal": [["169.254.169.254"]],
    "metadata": [["169.254.169.254"]],
    "instance-data": [["169.254.169.254"]],
    "loop.test": [["127.0.0.1"]],
    "deep.loop.test": [["127.0.0.1"]],
    "loop6.test": [["::1"]],
    "mixed.test": [[OUTSIDE, "127.0.0.1"]],
    "private.test": [["10.0.0.1"]],
    "meta.test": [["169.254.169.254"]],
    "mapped.test": [["::ffff:127.0.0.1"]],
    "rebound.test": [[OUTSIDE], ["127.0.0.1"]],
}
