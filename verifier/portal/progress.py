"""How far the work on an application is, and what it left: the running check, a failure, the papers that were printed."""

from __future__ import annotations

from verifier.portal.language import lang, say
from verifier.portal.models import Application, Task
from verifier.proof.words import SOURCES, name


def running(application: Application) -> Task | None:
    """Return the check that is under way."""
    rows = Task.objects.filter(version__application=application, kind=Task.Kind.VERIFY)
    return rows.exclude(state__in=Task.OVER).order_by("-id").first()


def failed(application: Application) -> Task | None:
    """Return the last check where it failed and nothing came after."""
    last = Task.objects.filter(version__application=application, kind=Task.Kind.VERIFY).order_by("-id").first()
    return last if last is not None and last.state == Task.State.FAILED else None


def papers(application: Application) -> Task | None:
    """Return the last order of papers for the current version."""
    return (
        Task.objects.filter(version=application.current_id, kind=Task.Kind.PAPERS).order_by("-id").first()
        if application.current_id
        else None
    )


def said(task: Task) -> str:
    """Return in words what a task does now."""
    if task.state == Task.State.QUEUED:
        return say(
            "排队中，很快开始。可以离开本页，稍后再来。", "Waiting for its turn. You may leave this page and come back."
        )
    if task.state == Task.State.JUDGING:
        return say("检索完毕，正在依通知核对。", "The search is done; judging by the notice.")
    if task.state == Task.State.PAUSED:
        return say("已暂停。", "Paused.")
    source, _, _ = task.told.partition(" ")
    who = name(SOURCES, source, lang()) if source else ""
    answered = say(f"{who}已答复。", f"{who} has answered. ") if who else ""
    return say("正在检索各数据库。", "Searching the databases. ") + answered
