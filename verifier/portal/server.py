"""One command's worth of portal: settings opened, database made, worker watched over, pages served by waitress."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django
from waitress.server import create_server

from verifier.errors import BadValue
from verifier.portal.language import say
from verifier.portal.run import Run, environment
from verifier.serving import Choice, opened_settings
from verifier.settings import Settings

THREADS = 8
BODY = 80 * 1024 * 1024
AGAIN = 1.0
"""Seconds before a worker that died is started again."""


def serve(
    choice: Choice,
    host: str,
    port: int,
    *,
    names: tuple[str, ...] = (),
    https: bool = False,
    role: str = "all",
    tell: Callable[[str], object] = print,
) -> None:
    """Serve until interrupted. Raises VerifierError for whatever cannot be opened."""
    with opened_settings(choice) as settings:
        run = Run(
            data=settings.data, settings=settings, registry=choice.registry, hosts=_hosts(host, names), https=https,
            named=bool(names),
        )  # fmt: skip
        prepare(run, tell)
        if role == "worker":
            from verifier.portal import worker

            worker.run()
            return
        with _worker(role == "all"):
            _serve(host, port, settings, tell)


def prepare(run: Run, tell: Callable[[str], object]) -> None:
    """Set Django up in this process, bring the database to this release, and make the first administrator."""
    os.environ.update(environment(run))
    django.setup()
    from django.core.management import call_command

    from verifier.portal import people

    call_command("migrate", verbosity=0, interactive=False)
    password = people.first_administrator()
    if password:
        tell(
            say(
                f"首个管理员：用户名 admin，一次性口令 {password}（首次登录须更改，只显示这一次）",
                f"First administrator: user admin, password {password} (shown once; to be changed at the first login)",
            )
        )


def _hosts(host: str, names: tuple[str, ...]) -> tuple[str, ...]:
    own = () if host in ("0.0.0.0", "::") else (host,)  # noqa: S104 - compared, not bound
    return tuple(dict.fromkeys(("127.0.0.1", "localhost", "[::1]", *own, *names)))


def _serve(host: str, port: int, settings: Settings, tell: Callable[[str], object]) -> None:
    from verifier.portal.wsgi import application

    try:
        server = create_server(
            application, host=host, port=port, threads=THREADS, ident="", max_request_body_size=BODY,
            clear_untrusted_proxy_headers=False,  # proxies.py says whom they are believed; Django needs X-Forwarded-Proto
        )  # fmt: skip
    except OSError as error:
        raise BadValue(
            f"端口 {port} 无法监听（{error.strerror}）。请用 --port 换一个端口。",
            f"Port {port} cannot be opened ({error.strerror}). Choose another by --port.",
        ) from None
    demo = say("（演示数据）", " (demo data)") if settings.realm != "live" else ""
    tell(
        say(
            f"核验门户已启动：http://{host}:{server.effective_port}/{demo}",
            f"The portal is running: http://{host}:{server.effective_port}/{demo}",
        )
    )
    try:
        server.run()
    finally:
        server.close()


@contextmanager
def _worker(wanted: bool) -> Iterator[None]:
    """Keep a worker alive in a process of its own; one that dies is started again."""
    if not wanted:
        yield
        return
    over, watch = threading.Event(), Watch()
    thread = threading.Thread(target=watch.keep, args=(over,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        watch.stop()
        thread.join(10)


class Watch:
    """Starts the worker, and starts it again."""

    child: subprocess.Popen[bytes] | None = None

    def keep(self, over: threading.Event) -> None:
        """Run workers one after another until it is over."""
        while not over.is_set():
            self.child = subprocess.Popen([sys.executable, "-m", "verifier.portal.worker"], env=dict(os.environ))
            self.child.wait()
            over.wait(AGAIN)

    def stop(self) -> None:
        """End the worker; it hands its tasks back."""
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(8)
            except subprocess.TimeoutExpired:
                self.child.kill()
