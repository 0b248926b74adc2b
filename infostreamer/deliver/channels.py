"""The built-in ways out, registered like any plug-in's; what they need is imported when something is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from infostreamer.model.edition import Edition, Receipt
from infostreamer.plugins import Deliverer, Registry

_BUILT_IN = (("email", "mail", "Mail"), ("webhook", "webhooks", "Webhook"), ("ntfy", "ntfy", "Ntfy"))


@dataclass(slots=True)
class _Late:
    """A deliverer whose module is imported when it is first used."""

    kind: str
    module: str
    name: str

    def deliver(self, edition: Edition, *, settings: Mapping[str, Any], secret: str, now: datetime) -> Receipt:
        made: Deliverer = getattr(import_module(f"infostreamer.deliver.{self.module}"), self.name)()
        return made.deliver(edition, settings=settings, secret=secret, now=now)


def plug(registry: Registry) -> None:
    """Register e-mail, webhook and ntfy."""
    registry.deliverers += [_Late(*one) for one in _BUILT_IN]


def deliverers_of(registry: Registry) -> dict[str, Deliverer]:
    """Kind -> what delivers it; of two the one registered last."""
    return {one.kind: one for one in registry.deliverers}
