"""Rewrites without a credit: what is one, and what only looks like one."""

from __future__ import annotations

from fakes import build as b

from infostreamer.stories import build_story

ORIGINAL = (
    "The regional court in Mirsk on Monday sentenced the engineer Pavel Korn to six years in prison for the collapse "
    "of the Lesna bridge. Judge Irma Solt found that he had approved the bolts although the laboratory in Varn had "
    "warned him twice. The bridge fell on 14 March 2029 and killed 11 people.\n\n"
    "The prosecutor Tomas Vell had asked for nine years. Korn will appeal, his lawyer Anna Dreis said. The company "
    "Norbau, which built the bridge for 48 million crowns, paid 3 million crowns to the families in 2030."
)  # fmt: skip
REWORDED = (
    "A court in Mirsk has sent engineer Pavel Korn to prison for six years over the collapsed Lesna bridge. Judge Irma "
    "Solt held that Korn approved bolts despite two warnings from the Varn laboratory. When it fell, on 14 March 2029, "
    "11 people were killed.\n\n"
    "Nine years were what prosecutor Tomas Vell had asked. An appeal will follow, said lawyer Anna Dreis. Norbau built "
    "it for 48 million crowns; the families were paid 3 million by the company in 2030."
)  # fmt: skip
OWN = (
    "Relatives of those who died on the Lesna bridge wept on Monday when the court in Mirsk sent Pavel Korn to prison "
    "for six years. Ida Moll, whose son was 19, had come by bus from Orlin. Judge Irma Solt read for three hours.\n\n"
    "Outside, Mayor Jan Prok of Lesna promised a memorial by May 2032. Anna Dreis said that Korn would appeal. A new "
    "bridge, built by Vesta for 61 million crowns, opens on 2 April."
)  # fmt: skip


def at(hour: int, body: str, outlet: str):
    return b.read(
        b.report(body, title=f"Korn {outlet}", outlet=outlet, seq=hour, published=f"2031-11-10T{hour:02}:00+01:00")
    )


def edges(*reads):
    return {(edge.from_id, edge.kind, edge.to) for edge in build_story("s", reads, reasons={}).edges}


def test_the_same_names_and_figures_in_the_same_order_reworded_are_a_rewrite():
    one, other = at(8, ORIGINAL, "Herald"), at(11, REWORDED, "Quicknews")
    assert edges(one, other) == {(other.report.id, "rewrites", one.report.id)}
    story = build_story("s", [one, other], reasons={})
    assert story.independent_at_most == 1
    edge = story.edges[0]
    assert "It tells the report of Herald again in other words, 3 hours later" in edge.evidence.text


def test_the_earlier_one_is_never_the_rewrite():
    one, other = at(11, ORIGINAL, "Herald"), at(8, REWORDED, "Quicknews")
    assert edges(one, other) == {(one.report.id, "rewrites", other.report.id)}


def test_two_reports_of_one_hearing_are_no_rewrites():
    assert edges(at(8, ORIGINAL, "Herald"), at(11, OWN, "Courier")) == set()


def test_a_report_that_says_it_was_there_is_no_rewrite():
    there = REWORDED.replace("said lawyer Anna Dreis", "lawyer Anna Dreis told the Courier")
    assert edges(at(8, ORIGINAL, "Herald"), at(11, there, "Mirsk Courier")) == set()


def test_a_few_names_in_common_are_too_few():
    assert edges(at(8, ORIGINAL, "Herald"), at(11, "Pavel Korn was sentenced in Mirsk to six years.", "Echo")) == set()


def test_an_outlet_neither_rewrites_itself_nor_copies_its_own_background():
    assert edges(at(8, ORIGINAL, "Herald"), at(11, REWORDED, "Herald")) == set()
    background = ORIGINAL.split("\n\n")[0]
    follow_up = "Pavel Korn left the prison of Orlin on Friday, his lawyer said, to await his appeal at home with his "
    later = at(11, follow_up * 4 + "\n\n" + background, "Herald")
    assert not {kind for _, kind, _ in edges(at(8, ORIGINAL, "Herald"), later)} & {"rewrites", "copies"}
