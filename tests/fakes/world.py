"""A small invented world for story tests: an arrest told by an agency, its prints, a rewrite, a witness, a denial."""

from __future__ import annotations

from fakes import build as b

from infostreamer.stories import Read

WIRE_BODY = (
    "MIRSK, Nov 10 (Orlan) – Police in Mirsk on Tuesday arrested the union leader Anton Belov at the central station, "
    "his lawyer Vera Samin said.\n\n"
    "Belov, 41, had returned from Oslo on the morning train and was led away by four men in plain clothes. About 160 "
    "members of his union have been detained since the strike began in September.\n\n"
    "\"They showed no paper and they gave no reason,\" Samin told reporters outside the station.\n\n"
    "The Interior Ministry denied that Belov had been arrested because of the strike."
)  # fmt: skip


def wire(seq: int = 1) -> Read:
    """The agency's own report."""
    report = b.report(WIRE_BODY, title="Police arrest union leader Anton Belov in Mirsk", outlet="Orlan",
                      published="2031-11-10T10:00+01:00", seq=seq)  # fmt: skip
    return _found(report)


def printed(outlet: str, *, seq: int, at: str = "2031-11-10T12:00+01:00") -> Read:
    """A paper's print of the agency's report, with its credit and one sentence cut."""
    body = WIRE_BODY.replace(" and was led away by four men in plain clothes", "")
    report = b.report(body, title="Union leader Belov arrested", outlet=outlet, published=at, seq=seq)
    read = _found(report)
    return b.read(report, *read.findings, b.credit(report, "Orlan", to="Orlan", type="agency"))


def rewrite(*, seq: int) -> Read:
    """An aggregator's rewrite that names an original nobody here holds."""
    report = b.report(
        "The union leader Anton Belov has been arrested in Mirsk after coming back from Oslo, highlighting the "
        "pressure on organised labour.\n\nHis lawyer Vera Samin said that no reason was given.\n\n"
        "Original Source: www.northpost.example",
        title="Arrest of Belov highlights pressure on labour", outlet="Quicknews",
        published="2031-11-11T08:00+01:00", seq=seq, byline=("Lena Groth",),
    )  # fmt: skip
    return b.read(
        report,
        b.name(report, "Anton Belov"), b.name(report, "Vera Samin", role="lawyer"),
        b.credit(report, "www.northpost.example", to="www.northpost.example", type="original"),
    )  # fmt: skip


def witness(*, seq: int) -> Read:
    """Another paper's own reporting on the same arrest."""
    report = b.report(
        "A flower seller at the central station of Mirsk saw how the union leader Anton Belov was arrested on Tuesday, "
        "she told the Mirsk Courier.\n\n\"He asked them for a name and one of them laughed,\" Olga Pern said.\n\n"
        "Belov was arrested because of the strike, his union said in a statement. About 170 members have been detained "
        "since the strike began.",
        title="Witness saw arrest of union leader Belov", outlet="Mirsk Courier",
        published="2031-11-10T18:00+01:00", seq=seq,
    )  # fmt: skip
    return b.read(
        report,
        b.name(report, "Anton Belov"), b.name(report, "Olga Pern"),
        b.name(report, "Belov", canonical="Anton Belov", nth=2),
        b.quote(report, "He asked them for a name and one of them laughed", speaker="Olga Pern"),
        b.figure(report, "About 170 members", 170, of="members", hedge="About", bound="about"),
        b.event(report, "was arrested on Tuesday", did="arrest", patient="Anton Belov", when="2031-11-10"),
    )  # fmt: skip


def comment(*, seq: int) -> Read:
    """An opinion piece."""
    report = b.report(
        "The arrest of the union leader Anton Belov in Mirsk shows what a strike is worth to a government that cannot "
        "pay for coal. Nobody should be surprised by it.",
        title="The price of a strike", outlet="Longview", published="2031-11-12T08:00+01:00", seq=seq, kind="opinion",
    )  # fmt: skip
    return b.read(report, b.name(report, "Anton Belov"))


def _found(report):
    return b.read(
        report,
        b.name(report, "Anton Belov"), b.name(report, "Vera Samin", role="lawyer"),
        b.name(report, "Mirsk", type="place"),
        b.quote(report, "They showed no paper and they gave no reason,", speaker="Samin"),
        b.figure(report, "About 160 members", 160, of="members", hedge="About", bound="about"),
        b.event(report, "arrested the union leader Anton Belov", did="arrest", patient="Anton Belov", when="2031-11-10",
                status="happened"),
        b.statement(report, "Belov had been arrested because of the strike", speaker="The Interior Ministry",
                    stance="denies"),
    )  # fmt: skip


def everything() -> list[Read]:
    """All of it, in order of arrival."""
    return [
        wire(1), printed("Daily Mirror of Mirsk", seq=2), printed("Herald", seq=3, at="2031-11-10T13:00+01:00"),
        witness(seq=4), rewrite(seq=5), comment(seq=6),
    ]  # fmt: skip
