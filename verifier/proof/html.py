"""HTML: one file that holds everything, for screens and for the browser's own printing; every text is escaped."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from verifier.proof import balance, code, glyphs
from verifier.proof.sheet import Block, Extract, Fields, Prose, Sheet, Signatures, Table

STYLE = "sheet.css"


def render(sheet: Sheet) -> bytes:
    """Return the sheet as one UTF-8 HTML file without scripts, outside pictures or fonts."""
    missing = glyphs.unfit_in(sheet)
    shown = glyphs.replaced(sheet, missing)
    style = files("verifier.proof").joinpath("templates", STYLE).read_text(encoding="utf-8")
    note = glyphs.note(shown, missing)
    parts = (
        "<!DOCTYPE html>",
        f'<html lang="{"en" if shown.lang == "en" else "zh-CN"}"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(shown.title)} {escape(shown.number)}</title><style>{style}{_running(shown)}</style></head>",
        f'<body class="{shown.kind}">',
        *(f'<p class="mark">{escape(mark)}</p>' for mark in shown.marks),
        f"<header>{_code(shown)}<h1>{escape(shown.title)}</h1>",
        f"<p>{escape(shown.subtitle)}</p></header>",
        *(_block(block) for block in shown.blocks),
        f"<p>{escape(note)}</p>" if note else "",
        f'<section class="annex"><p>{escape(shown.annex_note)}</p>' if shown.annex else "",
        *(_extract(extract, shown.marks) for extract in shown.annex),
        "</section>" if shown.annex else "",
        f"<footer>{escape(shown.foot)}　{escape('　'.join(shown.marks))}</footer>",
        "</body></html>",
    )
    return "\n".join(part for part in parts if part).encode()


def _running(sheet: Sheet) -> str:
    """Return what a browser prints on every page: the marks above, number and page below."""
    head, foot = ("".join(one for one in text if one not in '\\"<\n') for text in ("　".join(sheet.marks), sheet.foot))
    return (
        f'@page {{ @top-left {{ content: "{head}"; font-size: 9pt }} @bottom-left {{ content: "{foot}"; font-size: 7.5pt }} '
        '@bottom-right { content: counter(page) " / " counter(pages); font-size: 7.5pt } }'
    )


def _code(sheet: Sheet) -> str:
    if not sheet.code:
        return ""
    return f'<figure class="code">{code.svg(sheet.code)}<figcaption>{escape(sheet.short)}</figcaption></figure>'


def _block(block: Block) -> str:
    if isinstance(block, Fields):
        return _fields(block)
    if isinstance(block, Table):
        return _table(block)
    return _prose(block) if isinstance(block, Prose) else _signatures(block)


def _fields(block: Fields) -> str:
    """Lay pairs out two a row, a wide one alone."""
    rows: list[list[str]] = [[]]
    for label, value in block.pairs:
        wide = label in block.wide
        if len(rows[-1]) == 2 or (wide and rows[-1]):
            rows.append([])
        rows[-1].append(f'<th scope="row">{_text(label)}</th><td colspan="{3 if wide else 1}">{_text(value)}</td>')
        if wide:
            rows.append([])
    return '<table class="fields">' + "".join(f"<tr>{''.join(row)}</tr>" for row in rows if row) + "</table>"


def _table(block: Table) -> str:
    caption = f"<h2>{escape(block.caption)}</h2>"
    if not block.rows and block.brief:
        return f"<p><strong>{escape(block.caption)}</strong>：{escape(block.empty)}</p>"
    whole = sum(column.width for column in block.columns)
    widths = "".join(f'<col style="width:{column.width / whole:.2%}">' for column in block.columns)
    head = "".join(f'<th scope="col">{_text(column.title)}</th>' for column in block.columns)
    aligns = [column.align for column in block.columns]
    body = "".join(
        "<tr>" + "".join(f'<td class="{at}">{_text(cell)}</td>' for cell, at in zip(row, aligns, strict=True)) + "</tr>"
        for row in block.rows
    )
    body = body or f'<tr><td class="center" colspan="{len(aligns)}">{_text(block.empty)}</td></tr>'
    note = f'<p class="note">{escape(block.note)}</p>' if block.note else ""
    look = ' class="small"' if block.small else ""
    return f"{caption}{note}<table{look}><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _prose(block: Prose) -> str:
    heading = f"<h2>{escape(block.heading)}</h2>" if block.heading else ""
    if block.numbered:
        return heading + "<ol>" + "".join(f"<li>{_text(line)}</li>" for line in block.lines) + "</ol>"
    return heading + "".join(f"<p>{_text(line)}</p>" for line in block.lines)


def _signatures(block: Signatures) -> str:
    whole = sum(width for _, width in block.places)
    head = "".join(f'<th style="width:{width / whole:.2%}">{_text(label)}</th>' for label, width in block.places)
    room = f'<td style="height:{block.room:g}mm"></td>' * len(block.places)
    note = f'<p class="note">{escape(block.note)}</p>' if block.note else ""
    return f'<table class="signatures"><tr>{head}</tr><tr>{room}</tr></table>{note}'


def _extract(extract: Extract, marks: tuple[str, ...]) -> str:
    """Return one piece of evidence as a box that stays on one page where it can; its text stands in columns."""
    parts = balance.parts(extract.text)
    columns = "".join(f"<pre>{escape(part)}</pre>" for part in parts)
    note = "　".join(part for part in (*marks, extract.note) if part)
    return (
        f'<section class="piece"><h2>{escape(extract.heading)}<small>{escape(note)}</small></h2>'
        + _pairs(extract.facts)
        + (f"<h3>{escape(extract.fields_heading)}</h3>{_pairs(extract.fields)}" if extract.fields else "")
        + f'<h3>{escape(extract.text_heading)}</h3><div class="columns">{columns}</div></section>'
    )


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    rows = "".join(f'<tr><th scope="row">{_text(label)}</th><td>{_text(value)}</td></tr>' for label, value in pairs)
    return f'<table class="facts">{rows}</table>'


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
