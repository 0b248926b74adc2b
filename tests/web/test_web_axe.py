"""axe-core, the focus order, 200 % zoom, reflow, reduced motion and paper, over the pages of the demo desk."""

from __future__ import annotations

import io
import json

import pytest

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "right to left": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "360 px": {"color_scheme": "light", "viewport": {"width": 360, "height": 800}},
}
ALIKE = {  # made of the same parts as another page: looked at in one look only
    "story at its revision",
    "sources of a story",
    "split",
    "figures",
    "nobody answers",
    "saved search",
    "write a note",
    "digests",
    "shares",
    "operation",
    "not here",
}


def largest(desk):
    return max(desk.stories(), key=lambda story: (len(story.lines), story.id))


@pytest.fixture(scope="module")
def paths(demo):
    """Address of each page, by name: the desk has a dossier, a saved search, a note and an alert besides the wire."""
    desk = demo.desk
    story = largest(desk)
    quoted = next(line.label for line in story.lines if line.kind == "statement" and line.label)
    demo.post("/dossiers/add", {"title": "Strike", "question": "strike OR walkout"})
    demo.post("/searches/add", {"title": "Quay", "query": "quay OR harbour"})
    demo.post("/notes/add", {"item": f"story:{story.id}", "body": "Ask the ministry again."})
    demo.post("/alerts/add", {"name": "Denials", "query": "", "kinds": "denial"})
    report = story.members[0].report_id
    return {
        "desk": "/",
        "story": f"/s/{story.id}",
        "story at its revision": f"/s/{story.id}@{story.revision}",
        "changes": f"/s/{story.id}/changes",
        "sources of a story": f"/s/{story.id}/sources",
        "compare": f"/s/{story.id}/compare",
        "report": f"/r/{report}",
        "split": f"/judge?do=split&report={report}",
        "dossiers": "/dossiers?question=strike&preview=1",
        "dossier": "/d/strike",
        "who is who": "/d/strike/who",
        "timeline": "/timeline",
        "map": "/map",
        "figures": "/figures",
        "sources": "/sources",
        "search": "/search?q=ministry",
        "nobody answers": f"/search?q={quoted.split()[0]}xyz",
        "saved search": "/q/quay",
        "review": "/review",
        "notes": "/notes",
        "write a note": f"/notes/new?item=story:{story.id}",
        "alerts": "/alerts",
        "digests": "/digests",
        "shares": "/shares",
        "settings": "/settings",
        "operation": "/-/jobs",
        "not here": "/nowhere",
    }


@pytest.fixture
def opened(demo, browser):
    contexts = []

    def make(**options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.at = lambda path: page.goto(demo.address.rstrip("/") + path)
        return page

    yield make
    for context in contexts:
        context.close()


def violations(page, axe):
    """[(rule, how bad, first element)] of the page as it stands."""
    page.evaluate(axe)
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")["violations"]
    return [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found]


@pytest.fixture(scope="session")
def axe():
    found = pytest.importorskip(
        "axe_playwright_python.base", reason="axe-core is not installed (pip install '.[test]')"
    )
    return found.AXE_SCRIPT


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_no_violation_on_any_page(opened, paths, axe, look):
    page = opened(**LOOKS[look])
    bad = {}
    for name, path in paths.items():
        if look != "light" and name in ALIKE:
            continue
        answer = page.at(path)
        assert answer.status == (404 if name == "not here" else 200), name
        if look == "right to left":
            page.evaluate("document.documentElement.dir = 'rtl'")
        if found := violations(page, axe):
            bad[name] = found
    assert bad == {}


def test_nothing_is_cut_off_at_200_percent_nor_scrolls_sideways_at_320_px(opened, paths):
    page = opened(viewport={"width": 640, "height": 450}, device_scale_factor=2)  # 1280 px at 200 %
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": 450})
        for name, path in paths.items():
            page.at(path)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (name, width)


def test_tab_goes_through_a_story_in_reading_order_and_never_out_of_sight(opened, paths):
    page = opened(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")  # a smooth scroll takes its time
    page.at(paths["story"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    before = 0
    for _ in range(60):
        place, seen, ring = page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
            const all = [...document.querySelectorAll("*")];
            const styled = getComputedStyle(one);
            return [all.indexOf(one), box.top < innerHeight && box.bottom > 0, styled.outlineStyle !== "none"]; }"""
        )
        assert place > before
        assert seen
        assert ring
        before = place
        page.keyboard.press("Tab")


def test_who_asked_for_less_motion_sees_none(opened, paths):
    page = opened(reduced_motion="reduce")
    for name in ("desk", "story", "review"):
        page.at(paths[name])
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((one) => {
            const styled = getComputedStyle(one);
            const long = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
            const runs = styled.animationName !== "none";
            return long(styled.transitionDuration) || (runs && long(styled.animationDuration));
            }).map((one) => one.outerHTML.slice(0, 100))"""
        )
        assert moving == [], name


def test_a_story_on_paper_has_numbered_notes_with_all_that_finds_the_report_again(opened, demo, paths):
    page = opened()
    page.at(paths["story"])
    pypdf = pytest.importorskip("pypdf")
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
    twin = json.loads(demo.get(f"{paths['story']}.json").text)
    page.emulate_media(media="print")
    printed = page.locator(".note-print").all_inner_texts()
    assert len(printed) == len(twin["notes"]) > 20
    for note, found in zip(twin["notes"], printed, strict=True):
        for part in (note["title"], note["address"], note["report_id"], "accessed 2026-11-"):
            assert part in found
        assert without_spaces(note["address"]) in without_spaces(words)
        assert without_spaces(note["outlet"]) in without_spaces(words)
    assert "Caught up" not in words
    assert "Search reports" not in words


def without_spaces(words):
    """As paper has it: a long address is broken over lines."""
    return "".join(words.split())
