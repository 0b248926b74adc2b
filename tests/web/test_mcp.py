"""The MCP server, asked by the official Python client, over HTTP and over stdio."""

import asyncio
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("mcp.client")

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from infostreamer.web.mcp.answers import MAX_BYTES
from infostreamer.web.mcp.server import MISSING
from infostreamer.web.mcp.tools import TOOLS


def talk(target, what):
    async def session():
        async with Client(target() if callable(target) else target) as client:
            return await what(client)

    with ThreadPoolExecutor(1) as beside:  # a browser of another test may keep a loop running in this thread
        return beside.submit(lambda: asyncio.run(asyncio.wait_for(session(), 60))).result()


@pytest.fixture(scope="module")
def stdio(demo):
    """The desk of the demo, served by the command as a desktop assistant starts it."""
    words = ["-m", "infostreamer", "--data", demo.desk.settings["desk.data"], "mcp"]
    return lambda: stdio_client(StdioServerParameters(command=sys.executable, args=words))


@pytest.fixture(scope="module", params=["http", "stdio"])
def target(request, demo, stdio):
    return f"{demo.address}mcp" if request.param == "http" else stdio


def spans_in(value):
    if isinstance(value, dict):
        if {"report_id", "start", "end", "words"} <= value.keys():
            yield value
        for one in value.values():
            yield from spans_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from spans_in(one)


def test_every_tool_is_read_only_and_says_what_it_does(target):
    tools = talk(target, lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == set(TOOLS)
    assert all(tool.annotations.read_only_hint and len(tool.description) > 40 for tool in tools)


def test_every_answer_carries_spans_that_slice_exactly_and_the_notice(target, demo):
    story = max(demo.desk.stories(limit=50), key=lambda one: len(one.figures))
    report = demo.desk.report(story.report_ids[0])
    somebody = next(who for who in story.who if who.kind == "person")
    asked = [
        ("search", {"query": story.headline.text.split()[0]}),
        ("story", {"story_id": story.id}),
        ("news", {"since": "0"}),
        ("who", {"name": somebody.id}),
        ("figures", {"story_id": story.id}),
        ("evidence", {"report_id": report.id, "start": report.body_start, "end": report.body_start + 20}),
    ]

    async def ask(client):
        return [await client.call_tool(name, given) for name, given in asked]

    for (name, _), answer in zip(asked, talk(target, ask), strict=True):
        assert not answer.is_error, answer.content
        body = answer.structured_content
        assert body["notice"].startswith("Everything here is compiled by a machine")
        assert body["schema"].startswith("infostreamer/mcp-")
        assert len(json.dumps(body, ensure_ascii=False).encode()) < MAX_BYTES * 1.3, name
        spans = list(spans_in(body))
        assert spans, name
        reports = demo.desk.reports({span["report_id"] for span in spans})
        for span in spans:
            exact = reports[span["report_id"]].text[span["start"] : span["end"]]
            assert exact.startswith(span["words"])
            assert span["is_cut"] == (exact != span["words"])


def test_a_long_report_is_read_in_pieces(target, demo):
    report = demo.desk.newest_reports(limit=1)[0]

    async def ask(client):
        words, start = "", 0
        while start is not None:
            body = (await client.call_tool("report", {"report_id": report.id, "start": start})).structured_content
            assert len(body["quoted_text"]) <= 6000
            words, start = words + body["quoted_text"], body["next"]
        return words

    assert talk(target, ask) == report.text


@pytest.mark.parametrize(
    ("tool", "given", "words"),
    [
        ("story", {"story_id": "nope"}, "No story has the id 'nope'"),
        ("search", {"query": '"open'}, "."),
        ("news", {"since": "whenever"}, "is not a time"),
        ("evidence", {"report_id": "nope", "start": 0, "end": 1}, "No report has the id"),
        ("who", {"name": "Nobody Atall"}, "No person, organisation or place is called"),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_sentence(demo, tool, given, words):
    answer = talk(f"{demo.address}mcp", lambda client: client.call_tool(tool, given))
    assert answer.is_error
    assert words in answer.content[0].text
    assert "Traceback" not in answer.content[0].text


def test_on_a_desk_with_accounts_the_address_asks_for_a_token(demo):
    demo.desk.add_user("adm", "admin", password=None)
    try:
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}})
        headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
        assert demo.ask("POST", "/mcp", body, headers).status == 401
        _, key = demo.desk.add_token("adm", "read")
        answer = demo.ask("POST", "/mcp", body, {**headers, "authorization": f"Bearer {key}"})
        assert answer.status == 200
        assert {tool["name"] for tool in json.loads(answer.text)["result"]["tools"]} == set(TOOLS)
    finally:
        demo.desk.remove_user("adm")


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path):
    code = (
        "import sys; sys.modules['mcp'] = None; sys.modules['mcp.server'] = None;"
        f"from infostreamer.cli import main; main(['--data', {str(tmp_path)!r}, 'mcp'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=200, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == f"Error: {MISSING}"
