"""Names found in the members -> the story's who's who: one entry per person, organisation or place.

Joined: equal canonical names; a lone surname with the only full name of the story that ends in it; a full name with
and without middle names; an acronym with the only organisation whose capitals it is; what an editor called the same.
Never joined on likeness alone, so two people of one surname stay two; nor what an editor told apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Finding, Judgement, Location, Name, Report, Span, Who, fold
from infostreamer.stories.features import Read
from infostreamer.stories.group import Group
from infostreamer.stories.identity import Identity, form_id
from infostreamer.stories.identity import Key as _Key
from infostreamer.stories.passages import sentence_at
from infostreamer.stories.roles import Given, held_of
from infostreamer.text.accusing import accuses

MOST_CITATIONS = 12
_BUTTONS = frozenset(
    [
        *("advertisement", "click", "close", "comment", "comments", "continue", "cookie", "download", "email"),
        *("enlarge", "follow", "here", "image", "log", "login", "logout", "menu", "more", "newsletter", "next", "now"),
        *("previous", "print", "read", "register", "reply", "save", "share", "sign", "skip", "story", "subscribe"),
        *("toggle", "tweet", "up", "video", "view", "watch"),
    ]
)
"""Words of a page's buttons: a name made of nothing else is none."""


@dataclass(frozen=True, slots=True)
class _Mention:
    key: str
    kind: str
    canonical: str
    role: str | None
    words: str
    span: Span
    location: Location | None
    given: Given | None = None


def who_of(group: Group, judgements: Sequence[Judgement] = ()) -> tuple[Who, ...]:
    """Everybody in the story, most mentioned first, ties by name. Authors and outlets are not in it."""
    by_key: dict[_Key, list[_Mention]] = defaultdict(list)
    identity = Identity(judgements)
    for read in group.current:
        for mention in _mentions(read, identity):
            by_key[mention.kind, fold(mention.canonical)].append(mention)
    reports = [read.report.id for read in group.arrived]
    ids = {key: identity.id_of(key, reports) for key in by_key}
    heads = _joined(by_key, ids, identity)
    gathered: dict[_Key, list[_Mention]] = defaultdict(list)
    for key in sorted(by_key):
        gathered[heads[key]] += by_key[key]
    entries = [_who(head, ids[head], mentions) for head, mentions in gathered.items()]
    return tuple(sorted(entries, key=lambda who: (-who.mentions, who.name, who.id)))


def ids_by_key(who: Sequence[Who]) -> dict[str, Who]:
    """Mention key -> who it means."""
    return {key: entry for entry in who for key in entry.keys}


def _mentions(read: Read, identity: Identity) -> list[_Mention]:
    report = read.report
    outside = {fold(name) for name in (*report.byline, report.outlet or "", report.host or "")}
    names = [(finding, finding.payload) for finding in read.findings if isinstance(finding.payload, Name)]
    found = [
        _mention(finding, name, report)
        for finding, name in names
        if fold(name.canonical) not in outside and not _BUTTONS.issuperset(fold(name.canonical).split())
    ]
    return [_told_apart(mention, identity) for mention in found]


def _once(name: str) -> str:
    """ "ADA MARSH Ada Marsh", a caption's name and the text's in one: the name once."""
    words = name.split()
    half = len(words) // 2
    is_twice = len(words) % 2 == 0 and half > 1 and fold(" ".join(words[:half])) == fold(" ".join(words[half:]))
    return " ".join(words[half:]) if is_twice else name


def _told_apart(mention: _Mention, identity: Identity) -> _Mention:
    """A form that an editor said is not this one, stands for itself, though the report's own reading joins the two."""
    own = form_id(mention.kind, mention.words)
    if not identity.is_apart([own], [form_id(mention.kind, mention.canonical)]):
        return mention
    return replace(mention, key=own, canonical=mention.words)


def _mention(finding: Finding, name: Name, report: Report) -> _Mention:
    key, words = name.who or form_id(name.type, name.canonical), finding.words(report.text)
    canonical = _once(name.canonical)
    given = _given(finding, name.role, report) if name.role else None
    return _Mention(key, name.type, canonical, name.role, words, finding.spans[0], name.location, given)


def _given(finding: Finding, role: str, report: Report) -> Given | None:
    """The role with its sentence, where that holds the words of the role."""
    sentence = sentence_at(report, finding.start)
    if sentence is None or fold(role) not in fold(report.text[slice(*sentence)]):
        return None
    published = report.published.at if report.published else None
    return Given(role, Span(report.id, *sentence), report.outlet or report.host, published)


def _joined(by_key: Mapping[_Key, list[_Mention]], ids: Mapping[_Key, str], identity: Identity) -> dict[_Key, _Key]:
    """Every (kind, folded name) -> the (kind, folded name) that stands for it."""
    heads = {key: key for key in by_key}
    for key in sorted(by_key):
        fuller = [
            other
            for other in by_key
            if other != key and _means(key, other) and not _is_barred(key, other, ids, identity)
        ]
        longest = [one for one in fuller if not any(_means(one, other) for other in fuller if other != one)]
        if len(longest) == 1:
            heads[key] = longest[0]
    for items in identity.joins:
        _join_judged(heads, by_key, ids, set(items), identity)
    return {key: _root(heads, key) for key in heads}


def _is_barred(short: _Key, full: _Key, ids: Mapping[_Key, str], identity: Identity) -> bool:
    """True where an editor keeps a rule from joining these two."""
    is_part = short[0] == "person" and len(short[1].split()) == 1
    return identity.is_apart([ids[short]], [ids[full]]) or (is_part and identity.is_unlinked(ids[full]))


def _root(heads: dict[_Key, _Key], key: _Key) -> _Key:
    while heads[key] != key:
        key = heads[key]
    return key


def _join_judged(
    heads: dict[_Key, _Key],
    by_key: Mapping[_Key, list[_Mention]],
    ids: Mapping[_Key, str],
    items: set[str],
    identity: Identity,
) -> None:
    """Items may be mention keys, ids of who's-who entries or names."""
    meant = sorted(
        _root(heads, key)
        for key, mentions in by_key.items()
        if items & {mentions[0].key, ids[key], mentions[0].canonical}
    )
    for key in meant[1:]:
        sides = [[ids[one] for one in heads if _root(heads, one) == root] for root in (key, meant[0])]
        if not identity.is_apart(*sides):
            heads[key] = meant[0]


def _means(short: _Key, full: _Key) -> bool:
    """True when the short name can be the full one: surname, middle names left out, or acronym."""
    if short[0] != full[0]:
        return False
    ours, theirs = short[1].split(), full[1].split()
    if short[0] == "person":
        is_surname = len(ours) == 1 and len(theirs) > 1 and ours[0] == theirs[-1]
        lacks_middle = 1 < len(ours) < len(theirs) and (ours[0], ours[-1]) == (theirs[0], theirs[-1])
        return is_surname or lacks_middle
    if short[0] == "organisation" and len(ours) == 1 and len(theirs) > 1:
        small = ("of", "the", "for", "and", "on", "in")
        return ours[0] == "".join(word[0] for word in theirs if word not in small) and len(ours[0]) > 1
    return False


def _who(head: _Key, who_id: str, mentions: list[_Mention]) -> Who:
    names = Counter(mention.canonical for mention in mentions if fold(mention.canonical) == head[1])
    name = min(names, key=lambda one: (-names[one], one))
    forms = Counter(form for mention in mentions for form in (mention.canonical, mention.words) if form != name)
    roles = Counter(mention.role for mention in mentions if mention.role and not accuses(mention.role))
    return Who(
        id=who_id,
        name=name,
        kind=head[0],
        aliases=tuple(sorted(forms, key=lambda form: (-forms[form], form)))[:8],
        roles=tuple(sorted(roles, key=lambda role: (-roles[role], role))),
        keys=tuple(sorted({mention.key for mention in mentions})),
        mentions=len(mentions),
        citations=_citations(mentions, name),
        held=held_of([mention.given for mention in mentions if mention.given]) if head[0] == "person" else (),
        location=_location(mentions),
    )


def _location(mentions: list[_Mention]) -> Location | None:
    """Where it lies; None where no mention says so or two say otherwise."""
    known = [mention.location for mention in mentions if mention.location is not None]
    return min(known, key=lambda one: one.candidates) if len({one.key for one in known}) == 1 else None


def _citations(mentions: list[_Mention], name: str) -> tuple[Span, ...]:
    """Where the full name stands first, then the other mentions in order, at most a dozen."""
    ordered = sorted(mentions, key=lambda mention: mention.words != name)
    return tuple(dict.fromkeys(mention.span for mention in ordered))[:MOST_CITATIONS]
