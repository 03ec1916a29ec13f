"""What our templates say and print: sentences in two languages, moments of Shanghai, and the words of the papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from verifier.portal import acts, language, walk
from verifier.proof import words
from verifier.reasons import Outcome, Reason

register = template.Library()

OUTCOMES = {
    "CLEAR": ("一致", "Agrees"),
    "REVIEW": ("需核对", "To check"),
    "BAR": ("属所列情形", "Named by the notice"),
    "": ("未检", "Not checked"),
}
"""The short words of a traffic light; the sentences stand in the report."""
SETTLED = {
    "CLEAR": ("无须再核", "Settled"),
    "REVIEW": ("仍须核实", "Still to check"),
    "BAR": ("不予认定", "Not recognised"),
    "": ("", ""),
}


@register.simple_tag
def say(zh: str, en: str, **values: Any) -> SafeString:
    """Print a sentence in the language of the page; `{name}` is filled from the values, escaped."""
    text = language.say(zh, en)
    filled = text.format(**{name: conditional_escape(value) for name, value in values.items()}) if values else text
    return mark_safe(filled)  # noqa: S308 - the sentence is ours, the values are escaped


@register.simple_tag(takes_context=True)
def page_link(context: Any, number: int) -> str:
    """Return the address of another page of the same table, with its filters."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def moment(value: Any) -> str:
    """Print a moment as Shanghai's clock shows it, to the minute."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return words.moment(str(value))[:16] if value else ""


@register.filter
def light(outcome: str) -> SafeString:
    """Print an outcome as a word with its colour; the word says it, the colour only helps."""
    word = language.say(*OUTCOMES.get(str(outcome), OUTCOMES[""]))
    kind = {"CLEAR": "clear", "REVIEW": "review", "BAR": "bar"}.get(str(outcome), "none")
    return mark_safe(f'<span class="light {kind}">{word}</span>')  # noqa: S308 - both are ours


@register.filter
def settled(outcome: str) -> str:
    """Print what people settled an item at."""
    return language.say(*SETTLED.get(str(outcome), SETTLED[""]))


@register.filter
def reason(code: str) -> str:
    """Print a reason in words."""
    try:
        return words.pick(words.REASONS[Reason(code)], language.lang())
    except ValueError:
        return str(code)


@register.filter
def act(code: str) -> str:
    """Print an event's act in words."""
    return acts.named(code)


@register.filter
def notice(code: str) -> str:
    """Print a notice by its document number."""
    return str(next((one.document for one in walk.notices() if one.id == code), code))


@register.filter
def source(code: str) -> str:
    """Print a source's name."""
    return words.name(words.SOURCES, code, language.lang())


@register.filter
def field(code: str) -> str:
    """Print a field's name."""
    return words.name(words.FIELDS, code, language.lang())


@register.filter
def sentence(outcome: str) -> str:
    """Print the outcome's own sentence, without a clause."""
    return (
        words.pick(words.OUTCOMES[Outcome(outcome)], language.lang())
        .replace("《通知》{clause}", "《通知》")
        .replace("{clause}", "")
    )


@register.filter
def item_of(mapping: Any, key: Any) -> Any:
    """Return what a mapping holds under a key, "" for nothing."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def size(count: int) -> str:
    """Print a number of bytes."""
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, count // 1024)} KB"
