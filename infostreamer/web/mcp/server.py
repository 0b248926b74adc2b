"""The MCP server over stdio and over HTTP. Needs the extra `mcp`; nothing else here imports it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from infostreamer import __version__
from infostreamer.desk import Desk
from infostreamer.model import OWNER, PUBLIC, BadInput, InformationStreamerError, Reader
from infostreamer.web.mcp.answers import NOTICE
from infostreamer.web.mcp.tools import TOOLS, Tools
from infostreamer.web.reader import reader_of

if TYPE_CHECKING:
    from mcp.server import MCPServer

MISSING = "The tools for language models are not installed: pip install 'infostreamer[mcp]'."
_ASKING: ContextVar[Reader] = ContextVar("asking", default=OWNER)
_MAX_BODY_BYTES = 262_144


def make_server(desk: Desk) -> MCPServer:
    """The server with its read-only tools.

    Raises:
        BadInput: the extra `mcp` is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise BadInput(MISSING) from error
    server = MCPServer(
        "infostreamer",
        title=str(desk.settings["desk.name"]),
        instructions=f"A news desk: stories compiled from reports, every line with its sources. {NOTICE}",
        version=__version__,
        log_level="WARNING",
    )
    hints = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    tools = Tools(desk, _ASKING.get)
    for name in TOOLS:
        server.add_tool(_told_plainly(getattr(tools, name), ToolError), name=name, annotations=hints)
    return server


def _told_plainly(tool: Callable[..., dict[str, Any]], failure: type[Exception]) -> Callable[..., dict[str, Any]]:
    """The tool, whose trouble is told to the model in our one sentence."""
    from functools import wraps

    @wraps(tool)
    def called(*args: Any, **given: Any) -> dict[str, Any]:
        try:
            return tool(*args, **given)
        except InformationStreamerError as error:
            raise failure(str(error)) from error

    return called


def serve_stdio(desk: Desk) -> None:
    """Serve one client over standard input and output, until it hangs up.

    Raises:
        BadInput: the extra `mcp` is not installed.
    """
    make_server(desk).run("stdio")


class McpDoor:
    """The address /mcp: Streamable HTTP without sessions, each POST answered on its own."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        refusal = _refusal(request)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        try:
            server = _server_of(request)
        except BadInput as error:
            await PlainTextResponse(f"{error}\n", 501)(scope, receive, send)
            return
        await _handled(server, reader_of(request), scope, receive, send)


def _refusal(request: Request) -> Response | None:
    if request.method != "POST":
        return PlainTextResponse("This address takes POST.\n", 405, headers={"allow": "POST"})
    if reader_of(request) == PUBLIC:
        return PlainTextResponse("Send a token: `Authorization: Bearer …`.\n", 401)
    return None


def _server_of(request: Request) -> MCPServer:
    state = request.app.state
    if getattr(state, "mcp_server", None) is None:
        state.mcp_server = make_server(state.desk)
    server: MCPServer = state.mcp_server
    return server


async def _handled(server: MCPServer, reader: Reader, scope: Scope, receive: Receive, send: Send) -> None:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    # Host names and origins are checked by our own guard, before this.
    manager = StreamableHTTPSessionManager(
        server._lowlevel_server, json_response=True, stateless=True, max_request_body_size=_MAX_BODY_BYTES
    )
    asking = _ASKING.set(reader)
    try:
        async with manager.run():
            await manager.handle_request(scope, receive, send)
    finally:
        _ASKING.reset(asking)
