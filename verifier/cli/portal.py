"""`verifier portal`: the web application, by one command: database, first administrator, server and worker."""

from __future__ import annotations

import signal
from typing import Any

import click

from verifier.cli import options
from verifier.cli.language import say
from verifier.errors import BadValue


@click.command(
    "portal",
    help=say(
        "启动核验门户：建库、首个管理员、网页服务和核验进程一并就绪，直到按 Ctrl-C。数据库默认用数据文件夹中的 SQLite，设 DATABASE_URL 则用 PostgreSQL。",
        "Run the web portal until Ctrl-C: database, first administrator, server and worker. SQLite in the data folder, or PostgreSQL by DATABASE_URL.",
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=say("监听地址", "Address to listen on"))
@click.option(
    "--port", type=int, default=8000, show_default=True, help=say("端口（0 为任意空闲端口）", "Port (0: any free one)")
)
@click.option(
    "--name",
    "names",
    multiple=True,
    help=say("用户在浏览器中输入的主机名，可多次", "A host name that users type, repeatable"),
)
@click.option(
    "--https",
    is_flag=True,
    help=say(
        "前面有 HTTPS 代理：只发安全 Cookie，并转到 https", "Behind an HTTPS proxy: secure cookies, redirect to https"
    ),
)
@click.option(
    "--role",
    type=click.Choice(["all", "web", "worker"]),
    default="all",
    show_default=True,
    help=say(
        "只作网页服务或只作核验进程（多机部署，须用 PostgreSQL）",
        "Be only the server or only the worker (several machines, PostgreSQL)",
    ),
)
@options.sources
def command(host: str, port: int, names: tuple[str, ...], https: bool, role: str, **words: Any) -> int:
    """Serve until interrupted; SIGTERM ends it as Ctrl-C does, and what was under way goes on at the next start."""
    try:
        from verifier.portal import server
    except ModuleNotFoundError as error:
        raise BadValue(
            f"核验门户需要另装的组件（缺 {error.name}）。请运行 pip install 'output-verifier[portal]' 后重试。",
            f"The portal needs packages of its own ({error.name} is missing). Run pip install 'output-verifier[portal]'.",
        ) from None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.serve(options.choice(words), host, port, names=names, https=https, role=role, tell=click.echo)
    except KeyboardInterrupt:
        click.echo(
            say(
                "门户已停止。未完成的核验在下次启动后继续。",
                "The portal has stopped. Unfinished work goes on at the next start.",
            ),
            err=True,
        )
    return 0
