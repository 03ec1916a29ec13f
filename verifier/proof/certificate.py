"""检索证明: the certificate. Facts only, what was searched and what was found; never a finding, an outcome or a remedy."""

from __future__ import annotations

from collections import Counter

from verifier.model import ANSWERED, ItemReport, Report, State
from verifier.proof import attachments, rows, strength, wording
from verifier.proof import number as numbers
from verifier.proof.annex import NOTE, AnnexPage, extract
from verifier.proof.beside import NOTHING, Beside, Noted, is_draft
from verifier.proof.brought import Brought
from verifier.proof.sheet import Block, Fields, Prose, Sheet, Signatures, Table, columns
from verifier.proof.words import COLON, DATABASES, LIST, ORDER, REGISTRY, SEMICOLON, SOURCES, ZONE, moment, name, pick


def build(
    report: Report,
    lang: str = "zh",
    *,
    annex: tuple[AnnexPage, ...] = (),
    head: str = "",
    number: str,
    issued: str,
    beside: Beside = NOTHING,
) -> Sheet:
    """Return the certificate of one report.

    `annex` are the pages to print, `head` the audit chain's head, `issued` is YYYY-MM-DD. With an unfinished search the
    paper is a draft until a reviewer's name and reason stand beside the report.
    """
    printed = attachments.numbered(report, annex)
    draft = is_draft(report, beside.noted)
    marks = [pick(wording.DRAFT, lang)] * draft + [pick(wording.DEMO, lang)] * report.demo
    return Sheet(
        kind="certificate",
        lang=lang,
        title=pick(wording.TITLE, lang) + (f"（{pick(wording.DRAFT, lang)}）" if draft else ""),
        subtitle=_subtitle(report, lang),
        number=number,
        issued=issued,
        blocks=(
            *_blocks(report, lang, number, None if draft else beside.noted, printed, beside.brought),
            _signatures(report, lang, beside.department),
            _check(report, lang, head, issued),
            *strength.table(report, lang, beside.brought),
            attachments.listing(report, annex, lang, printed, beside.brought),
        ),
        annex_note=pick(NOTE, lang),
        annex=tuple(extract(page, place, lang) for place, page in enumerate(attachments.ordered(annex, printed), 1)),
        marks=tuple(marks),
        foot=pick(wording.FOOT, lang).format(number=number, digest=report.hash[:16]),
        pages=pick(wording.PAGES, lang),
        seam=pick(wording.SEAM, lang),
        code=f"{number} {numbers.short(report.hash)} SHA256:{report.hash}".upper(),
        short=numbers.short(report.hash),
        glyph_note=pick(wording.GLYPHS, lang),
    )


def _blocks(
    report: Report,
    lang: str,
    number: str,
    noted: Noted | None,
    printed: dict[str, int],
    brought: tuple[Brought, ...],
) -> tuple[Block, ...]:
    return (
        _header(report, lang, number),
        _table_one(report, lang, printed, brought),
        _explanations(report, lang),
        _table_three(report, lang, printed, brought),
        _totals(report, lang, noted),
    )


def _signatures(report: Report, lang: str, department: str) -> Signatures:
    labels = [pick(label, lang) for label, _ in wording.SIGNATURES]
    if department:
        labels[wording.DEPARTMENT] = pick(wording.NAMED_DEPARTMENT, lang).format(name=department)
    widths = [width for _, width in wording.SIGNATURES]
    unfinished = any(rows.unfinished(item) for item in report.items)
    return Signatures(
        places=tuple(zip(labels, widths, strict=True)),
        note=pick(wording.UNFINISHED_NOTE, lang) if unfinished else "",
    )


def _subtitle(report: Report, lang: str) -> str:
    rules = report.rules
    title = rules.title if rules.title.startswith("《") else f"《{rules.title}》"
    return pick(wording.SUBTITLE, lang).format(title=title, document=rules.document, clause=rules.certificate).strip()


def _header(report: Report, lang: str, number: str) -> Fields:
    who = report.applicant
    now = who.qualification
    period = report.period
    values = (
        number,
        _span(report, lang),
        who.name,
        "；".join(who.units) or "—",
        applied_for(report, lang),
        f"{now.title}{pick(rows.COMMA, lang)}{now.obtained}{pick(wording.BASES[now.basis], lang)}",
        pick(wording.PERIOD, lang).format(
            start=period.start,
            start_clause=period.start_clause,
            end=period.end or pick(wording.OPEN_END, lang),
            end_clause=period.end_clause,
        ),
    )
    pairs = tuple((pick(label, lang), value) for label, value in zip(wording.HEADER, values, strict=True))
    return Fields(pairs=pairs, wide=(pick(wording.HEADER[6], lang),))


def applied_for(report: Report, lang: str) -> str:
    """Return series, specialty and level, as far as they are stated."""
    who = report.applicant
    parts = (pick(wording.SERIES[who.series], lang), who.specialty, who.level)
    return pick(LIST, lang).join(part for part in parts if part)


def _span(report: Report, lang: str) -> str:
    if report.retrieved is None:
        return pick(wording.NOT_SEARCHED, lang)
    start, end = report.retrieved
    return pick(wording.SPAN, lang).format(start=moment(start), end=moment(end), zone=pick(ZONE, lang))


def _table_one(report: Report, lang: str, printed: dict[str, int], brought: tuple[Brought, ...]) -> Table:
    lines = tuple(
        (
            str(place),
            rows.title(item),
            rows.authors(item, report.applicant, lang),
            item.citation.container or "—",
            rows.numbers(item),
            rows.place(item),
            *(rows.answer(item, source, lang) for source in (REGISTRY, *DATABASES)),
            rows.compared(item, lang),
            attachments.pages(item, place, printed, brought, lang),
        )
        for place, item in enumerate(report.items, 1)
        if not item.foreign
    )
    return Table(
        name="results",
        caption=pick(wording.TABLE_ONE, lang),
        columns=columns(wording.COLUMNS_ONE, lang, centred=(0, 11)),
        rows=lines,
        empty=pick(wording.NONE if report.items else wording.NIL, lang),
        note=pick(wording.NUMBERS_NOTE, lang) if lines else "",
    )


def _table_three(report: Report, lang: str, printed: dict[str, int], brought: tuple[Brought, ...]) -> Table:
    lines = tuple(
        (
            str(place),
            rows.title(item),
            item.citation.container or "—",
            _doi(item, lang),
            rows.certificate(item) or pick(wording.NOT_STATED, lang),
            attachments.pages(item, place, printed, brought, lang),
        )
        for place, item in enumerate(report.items, 1)
        if item.foreign
    )
    return Table(
        name="international",
        caption=pick(wording.TABLE_THREE, lang),
        columns=columns(wording.COLUMNS_THREE, lang, centred=(0, 5)),
        rows=lines,
        empty=pick(wording.NONE, lang),
        brief=True,
    )


def _doi(item: ItemReport, lang: str) -> str:
    """Return the DOI as stated and what each open source that was asked answered, in the certificate's words."""
    asked = [source for source in ORDER if source in item.lookups and rows.word(item, source) != "not_applicable"]
    said = [
        name(SOURCES, source, lang) + pick(COLON, lang) + rows.answer(item, source, lang).replace("\n", " ")
        for source in asked
    ]
    return "\n".join([item.citation.doi or pick(wording.NOT_STATED, lang), *said])


def _explanations(report: Report, lang: str) -> Prose:
    clause = report.rules.certificate
    shown = f"（{clause}）" if lang == "zh" else f" ({clause})"
    lines = tuple(pick(line, lang).format(clause=shown if clause else "") for line in wording.EXPLANATIONS)
    return Prose(heading=pick(wording.EXPLANATIONS_HEADING, lang), lines=lines, numbered=True)


def _totals(report: Report, lang: str, noted: Noted | None) -> Prose:
    open_items = [item for item in report.items if rows.unfinished(item)]
    counts = Counter(rows.total(item) for item in report.items)
    line = pick(wording.TOTALS, lang).format(
        found=counts["found"],
        not_found=counts["not_found"],
        unfinished=counts["unfinished"],
        foreign=counts["foreign"],
    )
    partly = sum(1 for item in open_items if rows.total(item) == "found")
    if partly:
        line += pick(wording.PARTLY, lang).format(count=partly)
    if counts["not_applicable"]:
        line += pick(wording.NOT_APPLICABLE, lang).format(count=counts["not_applicable"])
    cause = (pick(wording.CAUSE, lang).format(noted=_said(noted, lang)), *_defects(report, lang)) if open_items else ()
    return Prose(heading=pick(wording.TOTALS_HEADING, lang), lines=(line, *cause))


def _defects(report: Report, lang: str) -> tuple[str, ...]:
    """Return a line that names every source that left a search open, with what it did, and the outputs concerned."""
    places: dict[tuple[str, State], list[int]] = {}
    for place, item in enumerate(report.items, 1):
        asked = item.lookups if item.foreign else (REGISTRY, *DATABASES)
        for source in (one for one in asked if rows.word(item, one) == "unfinished"):
            state = item.lookups[source].state if source in item.lookups else State.SKIPPED
            places.setdefault((source, state), []).append(place)
    said = [
        pick(wording.DEFECT, lang).format(
            source=name(SOURCES, source, lang),
            what=pick(wording.DEFECTS[state if state not in ANSWERED else State.AMBIGUOUS], lang),
            places=attachments.joined(numbers),
        )
        for (source, state), numbers in places.items()
    ]
    return (pick(wording.DEFECTS_LINE, lang).format(defects=pick(SEMICOLON, lang).join(said)),) if said else ()


def _said(noted: Noted | None, lang: str) -> str:
    if noted is None:
        return wording.ROOM
    at = pick(rows.COMMA, lang) + noted.at if noted.at else ""
    return pick(wording.BY, lang).format(why=noted.why, by=noted.by, at=at)


def _check(report: Report, lang: str, head: str, issued: str) -> Fields:
    rules = report.rules
    version = f"{rules.id} {rules.version}　{rules.sha256[:16]}" + (
        pick(wording.RULES_DRAFT, lang) if rules.draft else ""
    )
    pairs = (
        (pick(wording.DIGEST, lang), report.hash or "—"),
        (pick(wording.HEAD, lang), head or "—"),
        (pick(wording.RULES, lang), version),
        (pick(wording.ISSUED, lang), issued),
        (pick(wording.SHORT, lang), numbers.short(report.hash)),
        (pick(wording.ATTACHED_LABEL, lang), pick(wording.ATTACHED, lang)),
    )
    return Fields(pairs=pairs, wide=(pick(wording.DIGEST, lang), pick(wording.HEAD, lang)), small=True)
