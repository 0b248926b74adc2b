"""Outlets × facts: who has it, who differs, who denies, and who left the denial out."""

from __future__ import annotations

from fakes import build as b
from fakes import world

from infostreamer.deliver.contract import compare_to_json
from infostreamer.stories import build_story
from infostreamer.stories.compare import compare_of

CLAIM = "Pavel Korn was beaten in custody at the prison of Varn, his sister Anna Korn told reporters."
DENIAL = "The prison service denied that Pavel Korn was beaten in custody."


def paper(outlet: str, body: str, *, day: int = 3, language: str = "en", **more):
    report = b.report(f"VARN – {body}", title=f"{outlet} on Korn", outlet=outlet, language=language,
                      published=f"2031-11-{day:02}T10:00+00:00", **more)  # fmt: skip
    found = []
    if CLAIM in body:
        found.append(b.statement(report, "Pavel Korn was beaten in custody at the prison of Varn", speaker="Anna Korn"))
    if DENIAL in body:
        nth = 1 if CLAIM in body else 0
        words = b.span(report, "Pavel Korn was beaten in custody", nth=nth)
        found.append(b.finding(report, "Pavel Korn was beaten in custody",
                               b.Statement(stance="denies", speaker="The prison service"), nth=nth))  # fmt: skip
        assert words.report_id == report.id
    return b.read(report, *found)


def table(*reads):
    return compare_of(build_story("s", reads, reasons={}))


def stands(comparison):
    names = [column.outlet for column in comparison.columns]
    return {row.fact.line.text: dict(zip(names, [cell.stand for cell in row.cells], strict=True))
            for row in comparison.rows}  # fmt: skip


def test_an_outlet_that_leaves_the_denial_out_is_seen():
    whole, half = paper("Courier", f"{CLAIM} {DENIAL}"), paper("Herald", CLAIM + " He is held there since May.", day=4)
    comparison = table(whole, half)
    row = comparison.rows[0]
    assert row.fact.state == "contested"
    cells = dict(zip([column.outlet for column in comparison.columns], row.cells, strict=True))
    assert (cells["Courier"].stand, cells["Herald"].stand) == ("both", "has")
    assert cells["Herald"].leaves_out_denial
    assert not cells["Courier"].leaves_out_denial
    assert row.left_out == 1


def test_who_carries_another_denial_of_the_matter_leaves_none_out():
    own = "The governor Ivan Holt denied that anyone was beaten in custody at the prison."
    seen = (
        "Two women with parcels waited at the gate on Sunday, and neither was let in, the Herald's reporter saw. " * 3
    )
    report = b.report(f"VARN – {seen} {CLAIM} {own}", title="Herald on Korn", outlet="Herald",
                      published="2031-11-04T10:00+00:00")  # fmt: skip
    herald = b.read(
        report, b.statement(report, "Pavel Korn was beaten in custody at the prison of Varn", speaker="Anna Korn"),
        b.finding(report, "anyone was beaten in custody at the prison",
                  b.Statement(stance="denies", speaker="The governor Ivan Holt")),
    )  # fmt: skip
    comparison = table(paper("Courier", f"{CLAIM} {DENIAL}"), herald)
    assert not any(cell.leaves_out_denial for row in comparison.rows for cell in row.cells)


def test_nobody_leaves_out_what_nobody_had_said_yet():
    comparison = table(paper("Herald", CLAIM), paper("Courier", f"{CLAIM} {DENIAL}", day=5))
    assert [cell.leaves_out_denial for cell in comparison.rows[0].cells] == [False, False]


def test_the_row_with_the_denial_left_out_comes_first():
    extra = "Some 420 houses of the district were flooded, the town hall of Varn said."
    reads = [paper(name, f"{CLAIM} {DENIAL if name == 'Courier' else ''} {extra}") for name in ("Courier", "Herald")]
    reads = [b.read(one.report, *one.findings, b.figure(one.report, "Some 420 houses", 420, of="houses"))
             for one in reads]  # fmt: skip
    rows = table(*reads).rows
    assert len(rows) == 2
    assert rows[0].fact.state == "contested"
    assert rows[0].weight > rows[1].weight


def test_columns_are_outlets_grouped_by_origin_and_commentary_has_none():
    comparison = table(*world.everything())
    names = [column.outlet for column in comparison.columns]
    assert names.index("Daily Mirror of Mirsk") - names.index("Orlan") in (1, 2)
    assert names.index("Herald") - names.index("Orlan") in (1, 2)
    assert "Longview" not in names
    assert all(len(row.cells) == len(names) for row in comparison.rows)


def test_two_reports_of_one_outlet_are_one_column():
    comparison = table(paper("Courier", CLAIM), paper("Courier", DENIAL, day=4), paper("Herald", CLAIM, day=4))
    column = next(column for column in comparison.columns if column.outlet == "Courier")
    assert len(column.report_ids) == 2
    assert stands(comparison)[CLAIM]["Courier"] == "both"


def test_an_older_report_is_no_omission():
    comparison = table(paper("Herald", "The prison of Varn was built in 1911 by the town.", day=1),
                       paper("Courier", CLAIM, day=4))  # fmt: skip
    assert stands(comparison)[CLAIM] == {"Herald": "earlier", "Courier": "has"}


def test_a_report_in_another_language_is_not_said_to_omit():
    other = paper("Vestnik", "Павел Корн находится в тюрьме Варна с мая, сообщила его сестра.", day=5, language="ru")
    assert stands(table(paper("Courier", CLAIM, day=4), other))[CLAIM]["Vestnik"] == "unknown"


def test_one_outlet_alone_is_compared_with_nobody():
    comparison = table(paper("Courier", CLAIM))
    assert len(comparison.columns) == 1
    assert comparison.rows == ()


def test_json_names_accounts_by_their_place_in_the_fact():
    comparison = table(paper("Courier", f"{CLAIM} {DENIAL}"), paper("Herald", CLAIM, day=4))
    told = compare_to_json(comparison)
    accounts = comparison.rows[0].fact.accounts
    cell = told["rows"][0]["cells"][0]
    assert {accounts[at].outlet for at in cell["accounts"]} == {told["columns"][0]["outlet"]}
