"""Pages saved from a browser as text: what is the report, and what is the page."""

from __future__ import annotations

import pytest

from infostreamer.extract import extract

HEADLINE = "Ferry to Sorrel Island Stopped After Cracks Found in Hull"


def read(capture, *blocks, name="page.txt"):
    return extract(capture("\n\n".join(blocks), address=f"file:{name}"))


def test_site_name_tagline_headline_and_trailing_furniture(capture, prose):
    report = read(
        capture,
        "marsh-courier.example",
        "News from the coast at marsh-courier.example",
        "\u00a0",
        HEADLINE,
        *prose,
        "Original Source: www.harbour-wire.example",
        "Runa Teller",
        "Runa Teller is an award-winning journalist with a focus on the sea. She has spent ten years "
        "reporting on harbours.",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
    )
    assert (report.title, report.outlet, report.byline) == (HEADLINE, "marsh-courier.example", ("Runa Teller",))
    assert report.body.split("\n\n") == [*prose, "Original Source: www.harbour-wire.example"]
    assert [link.address for link in report.links] == ["https://www.harbour-wire.example/"]
    assert (report.published, report.host, report.canonical) == (None, None, "file:page.txt")


def test_author_first_then_headline_credit_and_caption(capture, prose):
    credit = "SHORELINE COMMONS/CC BY 4.0 ATTRIBUTION: HARBOUR.EXAMPLE"
    report = read(
        capture, "Oskar Lind", HEADLINE, f"{credit}\nThe ferry and its crew in February 2024.", *prose, "Explore more"
    )
    assert (report.title, report.byline, report.body) == (HEADLINE, ("Oskar Lind",), "\n\n".join(prose))
    (image,) = report.images
    assert (image.credit, image.licence, image.caption) == (
        "Harbour.example",
        "CC BY 4.0",
        "The ferry and its crew in February 2024.",
    )


@pytest.mark.parametrize(
    "head",
    [
        (
            "Home\nNews\nOpinion\nSport",
            "World > Coast",
            HEADLINE,
            "By Runa Teller, Maritime Correspondent",
            "Published 2 March 2026 21:15 +0200",
        ),
        (
            "Skip to content\nMenu\nSubscribe",
            HEADLINE,
            "March 2, 2026",
            "by Runa Teller",
            "Share this article",
            "Facebook\nTwitter\nWhatsApp",
        ),
        (HEADLINE, "Runa Teller", "2 March 2026", "Photo: Ada Moor / Harbour Pool"),
        ("MARSH COURIER", HEADLINE, "Posted on March 2, 2026", "By Runa Teller", "3 min read"),
    ],
)
def test_heads_in_many_orders(capture, prose, head):
    report = read(
        capture, *head, *prose, "Related Articles", "Bridge toll rises in spring", "Copyright © 2026 Marsh Courier"
    )
    assert (report.title, report.byline) == (HEADLINE, ("Runa Teller",))
    assert report.published is not None
    assert report.published.at.date().isoformat() == "2026-03-02"
    assert report.body == "\n\n".join(prose)


def test_a_date_without_a_year_is_no_date(capture, prose):
    report = read(capture, HEADLINE, "Monday, 2 March", *prose)
    assert report.published is None


def test_a_standfirst_is_part_of_the_report_and_furniture_between_paragraphs_is_not(capture, prose):
    standfirst = "Inspectors ordered the vessel into dry dock on Monday evening."
    report = read(
        capture, HEADLINE, standfirst, prose[0], "Advertisement", prose[1], "Read also: Bridge toll rises", prose[2]
    )
    assert report.body.split("\n\n") == [standfirst, *prose[:3]]


def test_a_person_the_report_is_about_is_not_its_author(capture, prose):
    last = "Ilse Brandvik is expected to speak to the council about the ferry on Thursday."
    report = read(capture, HEADLINE, "By Runa Teller", *prose, last)
    assert report.byline == ("Runa Teller",)
    assert report.body.endswith(last)


def test_lines_wrapped_at_a_fixed_width_are_joined(capture):
    report = extract(
        capture(
            f"{HEADLINE}\n\nThe ferry between Port Alder and Sorrel Island was taken out of\n"
            "service on Monday after inspectors found several cracks in its hull,\n"
            "the harbour office said in a statement.\n\nA second paragraph that is long enough to be "
            "prose follows the first one here, too.\n",
            address="file:a.txt",
        )
    )
    assert report.body.split("\n\n")[0] == (
        "The ferry between Port Alder and Sorrel Island was taken out of service on Monday after "
        "inspectors found several "
        "cracks in its hull, the harbour office said in a statement."
    )


def test_text_without_a_headline_has_no_title(capture, prose):
    report = read(capture, *prose)
    assert (report.title, report.body_start, report.text) == (None, 0, "\n\n".join(prose))


def test_markdown_with_front_matter(capture, prose):
    text = (
        f"---\ntitle: {HEADLINE}\nauthor: Runa Teller\ndate: 2026-03-02T10:00:00+01:00\nurl: "
        f"https://marsh-courier.example/f\n---\n\n# {HEADLINE}\n\n**{prose[0]}**\n\n{prose[1]} See [the "
        f"report](https://x.example/r)."
    )
    report = extract(capture(text, address="file:a.md"))
    assert (report.title, report.byline, report.canonical) == (
        HEADLINE,
        ("Runa Teller",),
        "https://marsh-courier.example/f",
    )
    assert report.published is not None
    assert report.published.at.isoformat() == "2026-03-02T10:00:00+01:00"
    assert report.body.split("\n\n") == [prose[0], f"{prose[1]} See the report."]


@pytest.mark.parametrize(
    ("line", "credit", "licence", "caption"),
    [
        ("Harbour Press Office/Handout via REUTERS", "Harbour Press Office/Handout via REUTERS", None, None),
        (
            "FILE PHOTO: The ferry leaves Port Alder. REUTERS/Ada Moor",
            "REUTERS/Ada Moor",
            None,
            "The ferry leaves Port Alder.",
        ),
        ("Image: Ada Moor via Flickr (CC BY-SA 2.0)", "Ada Moor via Flickr", "CC BY-SA 2.0", None),
        ("Ada Moor, CC BY-SA 4.0, via Wikimedia Commons", "Ada Moor, via Wikimedia Commons", "CC BY-SA 4.0", None),
        ("© 2026 EPA-EFE/Ada Moor", "EPA-EFE/Ada Moor", None, None),
    ],
)
def test_a_credit_line_in_the_text_becomes_a_picture(capture, prose, line, credit, licence, caption):
    report = read(capture, HEADLINE, *prose[:2], line, *prose[2:])
    assert report.body == "\n\n".join(prose)
    (image,) = report.images
    assert (image.credit, image.licence, image.caption) == (credit, licence, caption)
