"""Commands that run: demo, serve, run."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import counted, open_desk, say, settings_of
from infostreamer.cli.delivering import delivering

if TYPE_CHECKING:
    from infostreamer.demo import DemoServer
    from infostreamer.desk import Desk
    from infostreamer.settings import Settings

_INTERRUPTED = 130  # as shells count it
_DEMO_SETTINGS: dict[str, Any] = {
    "collect.pace": 0.0,
    "collect.every": 60,
    "desk.name": "Information Streamer demo",
    "desk.notice": "A demo: country, people and outlets are invented, and links to the outlets' pages lead nowhere.",
}


@click.command("demo")
@click.option("--check", is_flag=True, help="No browser: replay at full speed, check what must come out, exit 0 or 1.")
@click.option("--port", type=int, help="Port of the desk (setting web.port).")
@click.option("--pause", default=1.5, show_default=True, help="Seconds between two steps of the replay.")
@click.pass_context
def demo_command(ctx: click.Context, check: bool, port: int | None, pause: float) -> None:
    """Replay the bundled wire, served by a real local feed server, live in the browser.

    An invented country, invented outlets. With --data the desk is kept, and a second call goes on where the first
    stopped; without, it lives in a temporary folder.
    """
    settings = settings_of(ctx, web__port=port)
    if settings.origin("store.url") != "flag":
        settings = settings.with_values({"store.url": ""})
    is_kept = _may_keep(settings)
    folder = nullcontext(settings["desk.data"]) if is_kept else tempfile.TemporaryDirectory(prefix="infostreamer-demo-")
    with folder as data:
        settings = settings.with_values({"desk.data": str(data), **_DEMO_SETTINGS})
        try:
            with _demo_desk(settings) as (desk, server):
                ctx.exit(_check(desk, server) if check else _show(desk, server, settings, pause))
        except KeyboardInterrupt:
            if is_kept:
                raise
            say("The demo is over and its desk is gone; with --data FOLDER it would have stayed.")
            ctx.exit(_INTERRUPTED)


def _may_keep(settings: Settings) -> bool:
    """True when the demo has a folder of its own: named, and without a real desk in it.

    Raises:
        BadInput: the folder was named for this very call and holds a real desk.
    """
    from infostreamer.desk import Desk
    from infostreamer.model import BadInput

    if not settings["desk.data"]:
        return False
    with Desk.open(settings) as desk:
        is_real = desk.demo_tick() is None and any(desk.counts().values())
    if is_real and settings.origin("desk.data") == "flag":
        raise BadInput(f"{settings['desk.data']} holds a real desk; give the demo a folder of its own with --data.")
    return not is_real


@contextmanager
def _demo_desk(settings: Settings) -> Iterator[tuple[Desk, DemoServer]]:
    """A desk that follows the demo's outlets, on the demo's clock, with the demo's feed server running."""
    from infostreamer.demo import DemoServer, sources, ticks
    from infostreamer.demo.replay import begin
    from infostreamer.desk import Desk

    instants = ticks()
    with (
        DemoServer(instants[0]) as server,
        Desk.open(settings, hosts=server.hosts, clock=lambda: server.now) as desk,
    ):
        begin(desk.store, instants)
        server.now = desk.demo_tick() or instants[0]
        known = {source.address for source, _, _ in desk.sources()}
        desk.put_sources(source for source in sources() if source.address not in known)
        yield desk, server


def _replay(desk: Desk, server: DemoServer, *, pause_s: float, stop: threading.Event, quiet: bool = False) -> None:
    from infostreamer.demo import ticks
    from infostreamer.demo.replay import replay

    def told(tick: datetime) -> None:
        counts = desk.counts()
        if not quiet:
            say(f"  {tick:%d %b %H:%M}  {counts['reports']:3} reports  {counts['stories']:2} stories")

    replay(desk.store, desk.flow, server, ticks(), pause_s=pause_s, stop=stop, on_tick=told)


def _check(desk: Desk, server: DemoServer) -> int:
    from infostreamer.demo.check import expectations

    say("Replaying the demo wire …")
    _replay(desk, server, pause_s=0.0, stop=threading.Event())
    stories = desk.stories(limit=1000)
    reports = desk.reports([report_id for story in stories for report_id in story.report_ids])
    findings = desk.findings(list(reports))
    claims = expectations(stories, reports, findings)
    for claim, holds in claims:
        click.echo(f"{'ok ' if holds else 'NOT'}  {claim}")
    counts = desk.counts()
    failed = sum(not holds for _, holds in claims)
    click.echo(
        f"{counts['reports']} reports from {counts['sources']} sources became {counts['stories']} stories; "
        f"{len(claims) - failed} of {len(claims)} expectations hold. Digest {desk.digest()[:16]}."
    )
    return 1 if failed else 0


def _show(desk: Desk, server: DemoServer, settings: Settings, pause_s: float) -> int:
    from infostreamer.web import serve

    stop = threading.Event()
    worker = threading.Thread(target=_guarded, args=(desk, server, pause_s, stop), name="replay", daemon=True)

    def ready(address: str) -> None:
        say(f"The desk is open at {address}  (Ctrl-C ends it)")
        say("Replaying the demo wire, ten days in fast motion:")
        worker.start()

    try:
        with delivering(desk, stop):
            serve(desk, settings, on_ready=ready)
    finally:
        stop.set()
        if worker.is_alive():
            worker.join(timeout=30)
    return 0


def _guarded(desk: Desk, server: DemoServer, pause_s: float, stop: threading.Event) -> None:
    try:
        _replay(desk, server, pause_s=pause_s, stop=stop)
    except Exception as error:
        say(f"Error: the replay stopped: {error}")
        raise
    if not stop.is_set():
        say("The whole wire is in. The desk stays open.")


@click.command("serve")
@click.option("--host", help="Address to listen on (setting web.host).")
@click.option("--port", type=int, help="Port to listen on (setting web.port).")
@click.option("--no-flow", is_flag=True, help="Only serve; another process runs the flow.")
@click.pass_context
def serve_command(ctx: click.Context, host: str | None, port: int | None, no_flow: bool) -> None:
    """Serve the desk in the browser and keep it up to date.

    What collects, derives and sends runs in a process of its own beside the pages, and ends with them.
    """
    from infostreamer.desk.logged import log_as_set, log_slow_queries

    settings = settings_of(ctx, web__host=host, web__port=port)
    log_as_set(settings)
    _bear_hang_ups()
    signal.signal(signal.SIGTERM, _leave)  # what the server hands on after its own end; else nothing here would end
    with _desk_or_demo(ctx, settings) as (desk, server):
        log_slow_queries(desk)
        if no_flow:
            _serve(desk, settings, start=lambda: None, end=lambda: None)
        elif server is None:
            _serve_beside_flow(desk, settings)
        else:  # the demo's clock and its outlets live in this process
            _serve_with_demo(desk, server, settings)


def _bear_hang_ups() -> None:
    """SIGHUP ends a desk in a terminal that was closed, as SIGTERM does; without a terminal it is passed over.

    Rotators of logs send it to services, and systemd takes an end by it for a wish that is not to be undone.
    """
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is None or signal.getsignal(hang_up) != signal.SIG_DFL:  # under nohup it is ignored already
        return
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        signal.signal(hang_up, signal.SIG_IGN)
    else:
        signal.signal(hang_up, lambda *_: signal.raise_signal(signal.SIGTERM))


def _leave(*_: object) -> None:
    raise SystemExit(0)


def _serve(desk: Desk, settings: Settings, *, start: Callable[[], None], end: Callable[[], None]) -> None:
    from infostreamer.web import serve

    def ready(address: str) -> None:
        say(f"The desk is open at {address}  (Ctrl-C ends it)")
        start()

    try:
        serve(desk, settings, on_ready=ready)
    finally:
        end()


def _serve_beside_flow(desk: Desk, settings: Settings) -> None:
    from infostreamer.cli.flow_process import FlowProcess

    flow = FlowProcess(settings)
    desk.enrich_elsewhere(flow.enriched)
    _serve(desk, settings, start=flow.start, end=flow.stop)


def _serve_with_demo(desk: Desk, server: DemoServer, settings: Settings) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=_work, args=(desk, server, stop), name="flow", daemon=True)

    def end() -> None:
        stop.set()
        if worker.is_alive():
            worker.join(timeout=30)

    _serve(desk, settings, start=worker.start, end=end)


@click.command("run")
@click.option("--once", is_flag=True, help="Visit what is due, derive everything, and end.")
@click.option("--exit-code", is_flag=True, help="With --once: exit 4 when nothing was new.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that share the work."
)
@click.pass_context
def run_command(ctx: click.Context, once: bool, exit_code: bool, workers: int) -> None:
    """Keep the desk up to date without serving it. A demo desk that was stopped is replayed to its end.

    Several of these may run on one database, on one machine or on many: they share the work.
    """
    from infostreamer.desk.logged import log_as_set, log_slow_queries
    from infostreamer.desk.workers import beside

    settings = settings_of(ctx)
    log_as_set(settings)
    with _desk_or_demo(ctx, settings) as (desk, server), beside(settings, 0 if server else workers - 1):
        log_slow_queries(desk)
        if not once:
            stop = threading.Event()
            _bear_hang_ups()
            signal.signal(signal.SIGTERM, lambda *_: stop.set())
            return _work(desk, server, stop)
        before = desk.position()
        if server is not None:
            _replay(desk, server, pause_s=0.0, stop=threading.Event())
        desk.flow.pass_once(desk.now())
        _deliver(desk)
        counts = desk.counts()
        told = [counted(counts[f"{noun}s"], noun) for noun in ("report", "failure")]
        say(f"{told[0]}, {counted(counts['stories'], 'story', 'stories')}, {told[1]}.")
        new = [change for change in desk.changes(before, limit=10_000) if change.noun in ("report", "story")]
    ctx.exit(4 if exit_code and not new else 0)


def _work(desk: Desk, server: DemoServer | None, stop: threading.Event) -> None:
    with delivering(desk, stop):
        if server is not None:
            _replay(desk, server, pause_s=0.0, stop=stop, quiet=True)
        desk.flow.forever(stop)


def _deliver(desk: Desk) -> None:
    from infostreamer.deliver.sending import deliver_once

    done = deliver_once(desk)
    if done.sent or done.failed:
        say(f"{done.sent} messages sent, {done.failed} not sent.")


@contextmanager
def _desk_or_demo(ctx: click.Context, settings: Settings) -> Iterator[tuple[Desk, DemoServer | None]]:
    """The desk; where its database is a demo's, with the demo's feed server, so that it can go on."""
    with open_desk(ctx) as desk:
        is_demo = desk.demo_tick() is not None
    if is_demo:
        with _demo_desk(settings.with_values(_DEMO_SETTINGS)) as (demo, server):
            yield demo, server
    else:
        from infostreamer.desk import Desk

        with Desk.open(settings) as desk:
            yield desk, None
