"""What a visit is told of its source's pages: those it may have to look at again at once, any other when it asks; and
which of the announced ones were purged."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager

from infostreamer.store import Store, Unit
from infostreamer.store.captures import PageRow


class Asking:
    """Reads for a visit. `trouble`: what went wrong with the database, kept because a collector may take it for trouble
    of its source, or of one page, and go on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.trouble: Exception | None = None

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """As `Store.read`."""
        try:
            with self._store.read() as unit:
                yield unit
        except Exception as error:
            self.trouble = error
            raise


class KnownPages(Mapping[str, PageRow]):
    """Address -> what the last capture of the page told. Equal to all of them read at once, which a source of many
    years cannot afford at each visit: most visits end with 304 and look at none."""

    def __init__(self, asking: Asking, source_id: str, young: Mapping[str, PageRow]) -> None:
        self._asking = asking
        self._source_id = source_id
        self._found: dict[str, PageRow | None] = dict(young)
        self._is_whole = False
        self.young = young

    def look_up(self, addresses: Iterable[str]) -> None:
        """Read what is known of these in one go."""
        missing = {address for address in addresses if address not in self._found}
        if missing and not self._is_whole:
            with self._asking.read() as unit:
                found = unit.pages.at(self._source_id, missing)
            self._found |= dict.fromkeys(missing) | found

    def with_bytes(self, sha256: str) -> list[str]:
        """The addresses whose last capture had just these bytes."""
        with self._asking.read() as unit:
            return unit.pages.with_bytes(self._source_id, sha256)

    def __getitem__(self, address: str) -> PageRow:
        self.look_up([address])
        row = self._found.get(address)
        if row is None:
            raise KeyError(address)
        return row

    def __iter__(self) -> Iterator[str]:
        self._read_all()
        return (address for address, row in self._found.items() if row is not None)

    def __len__(self) -> int:
        self._read_all()
        return sum(row is not None for row in self._found.values())

    def _read_all(self) -> None:
        if not self._is_whole:
            with self._asking.read() as unit:
                self._found = dict(unit.pages.all(self._source_id))
            self._is_whole = True


class KnownPurged(Container[str]):
    """The addresses that were purged, asked for by those that a visit comes upon: a desk that keeps nothing for long
    has millions of tombstones."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._found: dict[str, bool] = {}

    def look_up(self, addresses: Iterable[str]) -> None:
        """Read of these in one go whether they were purged."""
        missing = {address for address in addresses if address not in self._found}
        if missing:
            with self._asking.read() as unit:
                purged = unit.purged.among(missing)
            self._found |= {address: address in purged for address in missing}

    def __contains__(self, address: object) -> bool:
        if not isinstance(address, str):
            return False
        self.look_up([address])
        return self._found[address]
