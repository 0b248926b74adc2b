"""The nouns: frozen, slotted values that every other room speaks. No input, no output, no clock, no randomness.

Conventions that hold for every field: times are aware UTC datetimes; text positions are code points, half-open;
`_s` is seconds and `_bytes` bytes; collections are tuples; an absent value is None and never an empty string.
"""

from infostreamer.model.capture import Capture, Lead
from infostreamer.model.change import Change
from infostreamer.model.codec import decode, encode, finding_from_json, finding_to_json
from infostreamer.model.dossier import Dossier
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
from infostreamer.model.judgement import Judgement
from infostreamer.model.reader import OWNER, PUBLIC, Reader, ReaderRole
from infostreamer.model.report import Image, Link, Published, Report
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
    Line,
    Member,
    Moment,
    Side,
    Story,
    Who,
)
from infostreamer.model.token import Token, TokenScope
from infostreamer.model.user import Session, User, user_name

__all__ = [
    "OWNER",
    "PAYLOADS",
    "PUBLIC",
    "Account",
    "BadInput",
    "Capture",
    "Change",
    "ConfigurationError",
    "Contested",
    "Credit",
    "Date",
    "Dossier",
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
    "Image",
    "InformationStreamerError",
    "IntegrityError",
    "Judgement",
    "Lead",
    "Line",
    "Link",
    "Location",
    "LoginNeeded",
    "Member",
    "Moment",
    "Name",
    "NotAllowed",
    "NotFound",
    "Payload",
    "Published",
    "Quote",
    "Reader",
    "ReaderRole",
    "Refused",
    "Report",
    "Session",
    "Side",
    "Source",
    "SourceHealth",
    "Span",
    "Stance",
    "Statement",
    "StoreBusy",
    "Story",
    "Token",
    "TokenScope",
    "TooManyTries",
    "TryLater",
    "Unreadable",
    "User",
    "Who",
    "content_id",
    "decode",
    "encode",
    "finding_from_json",
    "finding_to_json",
    "fold",
    "sha256_hex",
    "slice_of",
    "user_name",
]
