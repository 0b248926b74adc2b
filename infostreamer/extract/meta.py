"""<meta>, <link> and the visible marks of a page -> their values by name."""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.extract.tree import Element


@dataclass(frozen=True, slots=True)
class Meta:
    """Values by lower-case name, property or itemprop, in order of the document."""

    values: dict[str, tuple[str, ...]]

    def first(self, *names: str) -> str | None:
        """The first value of the first name that has one."""
        return next((self.values[name][0] for name in names if self.values.get(name)), None)

    def all(self, *names: str) -> tuple[str, ...]:
        """Every value of the first name that has any."""
        return next((self.values[name] for name in names if self.values.get(name)), ())


def meta_of(root: Element) -> Meta:
    """The page's <meta> values."""
    values: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        for name in {element.get("property"), element.get("name"), element.get("itemprop")}:
            if name and content:
                values.setdefault(name.strip().lower(), []).append(content)
    return Meta({name: tuple(found) for name, found in values.items()})


def link_of(root: Element, relation: str) -> str | None:
    """The address of the first <link> with that relation."""
    for element in root.iter("link"):
        if relation in (element.get("rel") or "").lower().split() and element.get("href"):
            return str(element.get("href")).strip()
    return None
