"""Accounts on the command line: users add, list, remove, role, password, and users tokens."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from infostreamer.cli.context import open_desk, output_options, say, show_json, show_rows
from infostreamer.cli.terminal import echo

if TYPE_CHECKING:
    from infostreamer.model import Token, User

_ROLES = click.Choice(["reader", "editor", "admin"])
_PASSWORD_FILE = click.option(
    "--password-file", metavar="FILE", help="Read the password from a file, its first line; - is standard input."
)


@click.group("users")
def users_command() -> None:
    """Accounts. As soon as there is one, the desk asks everybody for a login."""


@users_command.command("list")
@output_options
@click.pass_context
def users_list(ctx: click.Context, as_json: bool, as_jsonl: bool) -> None:
    """Every account with its role."""
    with open_desk(ctx) as desk:
        rows = [_user_row(user) for user in desk.users()]
    lines = [f"{row['name']:24} {row['role']:7} {_kind(row)}" for row in rows]
    show_rows("users", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines)
    if not rows:
        say("There are no accounts: whoever reaches the desk is its owner. `infostreamer users add NAME` makes one.")


@users_command.command("add")
@click.argument("name")
@click.option("--role", type=_ROLES, default="reader", show_default=True, help="What the account may do.")
@_PASSWORD_FILE
@click.option("--no-password", is_flag=True, help="For somebody whom a proxy logs in (setting web.proxy_user_header).")
@click.pass_context
def users_add(ctx: click.Context, name: str, role: str, password_file: str | None, no_password: bool) -> None:
    """Make an account; the password is asked for twice. The first account must be an admin's."""
    from infostreamer.desk.accounts import FIRST
    from infostreamer.model import BadInput, user_name

    user_name(name)  # what is wrong is said before a password is asked for
    with open_desk(ctx) as desk:
        is_first = not desk.has_accounts()
        if is_first and role != "admin":
            raise BadInput(FIRST)
        password = None if no_password else _password(password_file)
        user = desk.add_user(name, role, password=password)
    say(f"{user.name} may now log in, with the role {user.role}.")
    if is_first:
        say("From now on this desk asks for a login. What its owner had marked is now kept under this account.")


@users_command.command("remove")
@click.argument("name")
@click.pass_context
def users_remove(ctx: click.Context, name: str) -> None:
    """Remove an account, its sessions, tokens, marks and private notes. What it decided and shared stays."""
    with open_desk(ctx) as desk:
        desk.remove_user(name)
        is_open = not desk.has_accounts()
    say(
        f"{name} has no account any more." + (" That was the last one: nobody is asked for a login." if is_open else "")
    )


@users_command.command("role")
@click.argument("name")
@click.argument("role", type=_ROLES)
@click.pass_context
def users_role(ctx: click.Context, name: str, role: str) -> None:
    """Give an account another role; it holds from the next request on."""
    with open_desk(ctx) as desk:
        user = desk.set_role(name, role)
    say(f"{user.name} has the role {user.role}.")


@users_command.command("password")
@click.argument("name")
@_PASSWORD_FILE
@click.pass_context
def users_password(ctx: click.Context, name: str, password_file: str | None) -> None:
    """Give an account another password. It is logged out everywhere, in reading apps too; its tokens stay."""
    with open_desk(ctx) as desk:
        user = desk.user(name)
        desk.set_password(user.name, _password(password_file))
    say(f"The password of {user.name} is changed.")


@users_command.group("tokens")
def tokens_group() -> None:
    """Keys for programs: the API, feed readers, phone apps."""


@tokens_group.command("list")
@click.argument("name", required=False)
@output_options
@click.pass_context
def tokens_list(ctx: click.Context, name: str | None, as_json: bool, as_jsonl: bool) -> None:
    """Every token, or those of one account. Keys are not kept, so none can be shown."""
    with open_desk(ctx) as desk:
        rows = [_token_row(token) for token in desk.tokens(name)]
    lines = [
        f"{row['id']:14} {row['user']:20} {row['scope']:6} {row['label'] or '-':24} "
        + (f"used {row['used_at']:%Y-%m-%d %H:%M}" if row["used_at"] else "never used")
        + (f", ends {row['until']:%Y-%m-%d}" if row["until"] else "")
        for row in rows
    ]
    show_rows("tokens", rows, as_json=as_json, as_jsonl=as_jsonl, text=lines)


@tokens_group.command("add")
@click.argument("name")
@click.option("--scope", type=click.Choice(["read", "write", "admin"]), default="read", show_default=True)
@click.option("--label", default="", help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="It ends after so many days.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def tokens_add(ctx: click.Context, name: str, scope: str, label: str, days: int | None, as_json: bool) -> None:
    """Make a token for an account and print its key, this once."""
    now = datetime.now(UTC)
    with open_desk(ctx) as desk:
        until = now + timedelta(days=days) if days else None
        token, key = desk.add_token(name, scope, label=label, until=until, now=now)
    if as_json:
        return show_json({"schema": "infostreamer/token/1", "key": key, **_token_row(token)})
    echo(key)
    say(f"This key is shown once. It may {scope} for {token.user_name}; its id is {token.short_id}.")


@tokens_group.command("revoke")
@click.argument("token_id", metavar="ID")
@click.pass_context
def tokens_revoke(ctx: click.Context, token_id: str) -> None:
    """Take a token back, by its id or the beginning of it."""
    with open_desk(ctx) as desk:
        token = desk.revoke_token(token_id)
    say(f"The token {token.short_id} of {token.user_name} opens nothing any more.")


def _password(file: str | None) -> str:
    """The password, from the file or asked for twice on the terminal; it is never printed."""
    from infostreamer.model import BadInput

    if file is None and not sys.stdin.isatty():
        raise BadInput("There is no terminal to ask for the password on; give it with --password-file FILE.")
    if file is None:
        given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return given
    try:
        with click.open_file(file, encoding="utf-8") if file == "-" else Path(file).open(encoding="utf-8") as stream:
            return stream.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The password file {file} cannot be read: {error}.") from error


def _user_row(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "role": user.role,
        "has_password": user.password is not None,
        "created_at": user.created_at,
    }


def _kind(row: dict[str, Any]) -> str:
    made = f"since {row['created_at']:%Y-%m-%d}" if row["created_at"] else ""
    return made if row["has_password"] else f"{made}, no password: comes in through a proxy"


def _token_row(token: Token) -> dict[str, Any]:
    return {
        "id": token.short_id,
        "user": token.user_name,
        "label": token.label,
        "scope": token.scope,
        "created_at": token.created_at,
        "used_at": token.used_at,
        "until": token.until,
    }
