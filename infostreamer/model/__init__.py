"""The nouns: frozen, slotted values that every other room speaks. No input, no output, no clock, no randomness.

Conventions that hold for every field: times are aware UTC datetimes; text positions are code points, half-open;
`_s` is seconds and `_bytes` bytes; collections are tuples; an absent value is None and never an empty string.
"""

from infostreamer.model.anchor import Anchor
from infostreamer.model.capture import Capture, Lead
from infostreamer.model.change import Change
from infostreamer.model.codec import decode, encode, finding_from_json, finding_to_json
from infostreamer.model.dossier import Dossier, OpenKind, OpenQuestion
from infostreamer.model.errors import (
    BadInput,
    ConfigurationError,
    FetchError,
    InformationStreamerError,
    IntegrityError,
    LoginNeeded,
    NotAllowed,
    NotFound,
    Refused,
    StoreBusy,
    TooManyTries,
    TryLater,
    Unreadable,
)
from infostreamer.model.failure import Failure
from infostreamer.model.finding import (
    PAYLOADS,
    Credit,
    Date,
    Event,
    Figure,
    Finding,
    Location,
    Name,
    Payload,
    Quote,
    Stance,
    Statement,
)
from infostreamer.model.ids import content_id, fold, sha256_hex
from infostreamer.model.judgement import Judgement, Review, Target
from infostreamer.model.keep import Keep, KeepKind
from infostreamer.model.news import CaughtUp, NewsPage, Piece, SeenState, StoryNews
from infostreamer.model.note import Earlier, Note
from infostreamer.model.reader import OWNER, PUBLIC, Reader, ReaderRole
from infostreamer.model.report import Image, Link, Published, Report
from infostreamer.model.share import Share
from infostreamer.model.source import Source, SourceHealth
from infostreamer.model.span import Span, slice_of
from infostreamer.model.story import (
    Account,
    Contested,
    Edge,
    Evidence,
    Fact,
    FigureSeries,
    FigureVersion,
    Held,
    Line,
    Member,
    Moment,
    Side,
    Story,
    Verdict,
    Who,
    named_speaker,
)
from infostreamer.model.token import Token, TokenScope
from infostreamer.model.user import Session, User, user_name

__all__ = [
    "OWNER",
    "PAYLOADS",
    "PUBLIC",
    "Account",
    "Anchor",
    "BadInput",
    "Capture",
    "CaughtUp",
    "Change",
    "ConfigurationError",
    "Contested",
    "Credit",
    "Date",
    "Dossier",
    "Earlier",
    "Edge",
    "Event",
    "Evidence",
    "Fact",
    "Failure",
    "FetchError",
    "Figure",
    "FigureSeries",
    "FigureVersion",
    "Finding",
    "Held",
    "Image",
    "InformationStreamerError",
    "IntegrityError",
    "Judgement",
    "Keep",
    "KeepKind",
    "Lead",
    "Line",
    "Link",
    "Location",
    "LoginNeeded",
    "Member",
    "Moment",
    "Name",
    "NewsPage",
    "NotAllowed",
    "NotFound",
    "Note",
    "OpenKind",
    "OpenQuestion",
    "Payload",
    "Piece",
    "Published",
    "Quote",
    "Reader",
    "ReaderRole",
    "Refused",
    "Report",
    "Review",
    "SeenState",
    "Session",
    "Share",
    "Side",
    "Source",
    "SourceHealth",
    "Span",
    "Stance",
    "Statement",
    "StoreBusy",
    "Story",
    "StoryNews",
    "Target",
    "Token",
    "TokenScope",
    "TooManyTries",
    "TryLater",
    "Unreadable",
    "User",
    "Verdict",
    "Who",
    "content_id",
    "decode",
    "encode",
    "finding_from_json",
    "finding_to_json",
    "fold",
    "named_speaker",
    "sha256_hex",
    "slice_of",
    "user_name",
]
