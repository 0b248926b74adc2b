"""What people decide about who is who: the same, not the same, somebody else of that name, called so, not linked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infostreamer.desk.decisions import Decision, counted, headline_of
from infostreamer.desk.people import People
from infostreamer.model import BadInput, Judgement, NotFound, Story, Who, fold
from infostreamer.stories.identity import form_id
from infostreamer.text.clean import clean_text

LONGEST_NAME = 120  # characters
_ADDRESSED = re.compile(r"/(?:s|r|who|place)/([0-9a-f]+)")


def key_in(typed: str) -> str:
    """The id in what a person typed: an id, the beginning of one, or the address of a page."""
    found = _ADDRESSED.search(typed)
    return found[1] if found else typed.strip()


class Identifying(People):
    """Each `would_…` answers with a decision and what it will do."""

    def would_be_same(self, one: str, other: str) -> Decision:
        """Two entries of the who's who are one person, organisation or place.

        Raises:
            NotFound: nobody has that id.
            BadInput: both are one already, or of different kinds.
        """
        first, second = self.who(key_in(one)).who, self.who(key_in(other)).who
        if second.id in self._same_people().get(first.id, {first.id}):
            raise BadInput(f"{first.name} is that entry already; name another one.")
        if first.kind != second.kind:
            raise BadInput(
                f"{first.name} is a {first.kind} and {second.name} a {second.kind}: they cannot be the same."
            )
        items = tuple(sorted((first.id, second.id)))
        undoes = self._in_force("not-same-person", items)
        taken = " The decision that they are two is taken back." if undoes else ""
        return Decision(
            kind="same-person",
            items=items,
            will=f"{first.name} and {second.name} are one {first.kind} wherever a story names both.{taken}",
            undoes=undoes,
        )

    def would_be_distinct(self, one: str, other: str) -> Decision:
        """Two entries, or an entry and a form of its name, are never taken for the same, by a rule or a reader.

        Args:
            one: an entry: its id or address.
            other: another one, or a name that the entry is also written with.

        Raises:
            NotFound: nobody has that id, and it is no form of the name.
            BadInput: both are the same words.
        """
        first = self.who(key_in(one)).who
        second_id, name = self._entry_or_form(first, other)
        if second_id == first.id:
            raise BadInput(
                f"{name} is what that entry is called; name another form, or say in which stories it differs."
            )
        items = tuple(sorted((first.id, second_id)))
        undoes = self._in_force("same-person", items)
        if not undoes and second_id in self._same_people().get(first.id, ()):
            raise BadInput("They are one by way of other decisions; take one of these back under Judgements first.")
        taken = " The decision that they are the same is taken back." if undoes else ""
        will = f"{first.name} and {name} are kept apart in every story, as two entries.{taken}"
        return Decision(kind="not-same-person", items=items, will=will, undoes=undoes)

    def would_be_another(self, one: str, stories: Sequence[str]) -> Decision:
        """In these stories the name means somebody else, who gets an entry of their own.

        Raises:
            NotFound: nobody has that id, or no such story.
            BadInput: no story is named, one does not name the entry, or it was split off already.
        """
        page, told = self.who(key_in(one)), [self.story(key_in(story)) for story in stories]
        if not told:
            raise BadInput("Choose the stories in which the name means somebody else.")
        ids = {self._entry_in(story, page.who).id for story in told}
        own = {form_id(page.who.kind, form) for form in (page.who.name, *page.who.aliases)}
        if len(ids) > 1 or not ids <= own:
            raise BadInput(
                f"{page.who.name} was joined or split off there by a decision; take that back under Judgements first."
            )
        if len({story.id for story in told}) == page.stories_total:
            raise BadInput(
                f"No other story names {page.who.name}; there is nobody to tell apart. Change the name instead."
            )
        reports = sorted({report_id for story in told for report_id in story.report_ids})
        where = headline_of(told[0]) if len(told) == 1 else counted(len(told), "story").replace("storys", "stories")
        will = f"In {where}, {page.who.name} is somebody else of the same name, with an entry of their own."
        return Decision(kind="another-person", items=(*ids, *reports), will=will)

    def would_rename(self, one: str, name: str) -> Decision:
        """The entry is shown under another name; what reports call it stays as an alias.

        Raises:
            NotFound: nobody has that id.
            BadInput: no name is given, it is too long, or the entry is called so already.
        """
        who = self.who(key_in(one)).who
        words = " ".join(clean_text(name).split())
        if not words or len(words) > LONGEST_NAME:
            raise BadInput(f"Give the name to show, at most {LONGEST_NAME} characters.")
        if words == who.name:
            raise BadInput(f"{who.name} is called that already.")
        ids = tuple(sorted(self._same_people().get(who.id, {who.id})))
        will = f"{who.name} is shown as {words} on every page. {who.name} stays as another form of the name."
        undoes = self._in_force("rename", ids)
        return Decision(kind="rename", items=ids, will=will, words=words, undoes=undoes)

    def would_not_link(self, one: str) -> Decision:
        """A surname alone is never taken for this person.

        Raises:
            NotFound: nobody has that id.
            BadInput: it is no person with a first and a last name.
        """
        who = self.who(key_in(one)).who
        if who.kind != "person" or len(who.name.split()) < 2:
            raise BadInput(f"{who.name} is no person with a first and a last name; nothing is linked by a surname.")
        surname = who.name.split()[-1]
        will = (
            f"A report that names only {surname}, and never {who.name} in full, is no longer taken to mean {who.name}: "
            f"{surname} becomes an entry of its own there."
        )
        return Decision(kind="no-link", items=(who.id,), will=will)

    def decided_about(self, who_id: str) -> list[Judgement]:
        """What is in force on one entry, the newest first."""
        ids = self._same_people().get(who_id, frozenset({who_id}))
        kinds = ("not-same-person", "another-person", "rename", "no-link", "same-person")
        with self.store.read() as unit:
            held = [one for one in unit.judgements.all() if one.undone_at is None and one.kind in kinds]
        about = [one for one in held if not ids.isdisjoint(one.items)]
        return sorted(about, key=lambda one: (one.made_at is not None, one.made_at, one.id), reverse=True)

    def _in_force(self, kind: str, items: Sequence[str]) -> tuple[str, ...]:
        with self.store.read() as unit:
            held = [one for one in unit.judgements.all() if one.undone_at is None and one.kind == kind]
        wanted = set(items)
        return tuple(
            one.id for one in held if (set(one.items) == wanted if kind != "rename" else wanted & set(one.items))
        )

    def _entry_or_form(self, who: Who, typed: str) -> tuple[str, str]:
        forms = {fold(form): form for form in (who.name, *who.aliases)}
        form = forms.get(fold(" ".join(typed.split())))
        if form is not None:
            return form_id(who.kind, form), form
        key = key_in(typed)
        other = self.who(key).who
        if key not in self._same_people().get(who.id, ()):
            return other.id, other.name
        names = {form_id(who.kind, form): form for form in (*other.aliases, other.name)}
        return key, names.get(key, other.name)

    def _entry_in(self, story: Story, who: Who) -> Who:
        ids = self._same_people().get(who.id, frozenset({who.id}))
        for entry in story.who:
            if entry.id in ids:
                return entry
        raise NotFound(f"{headline_of(story)} does not name {who.name}.")
