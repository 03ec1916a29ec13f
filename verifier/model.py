"""The nouns of the walk: frozen records that every room shares. Null means unknown, never "no"."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

import msgspec

from verifier.reasons import Outcome, Reason


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record that never changes and refuses keys it does not know."""


# ---------------------------------------------------------------- what comes in


class Origin(Frozen, frozen=True, kw_only=True):
    """Where in a hand-in a citation stood; `line`, `row` and `page` count from 1."""

    file: str
    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    line: int | None = None


class Doubt(Frozen, frozen=True, kw_only=True):
    """A field that was repaired, guessed or could not be read, with the original beside it.

    `kind` is one word: `repaired` (original -> repaired), `inferred` (not printed, deduced), `unread` (there, but not
    understood), `suspect` (read as printed, looks wrong).
    """

    field: str
    kind: Literal["repaired", "inferred", "unread", "suspect"]
    original: str
    repaired: str | None = None
    note: str = ""


class Citation(Frozen, frozen=True, kw_only=True):
    """著录: one reference as handed in, field by field, with the raw text and the span each field came from.

    `type` is the GB/T 7714 mark without brackets (`J`, `M`, `C`, `EB/OL` …), printed or inferred (then a doubt says so).
    `spans` maps a field to (start, end) in `raw`, half open, in code points; `authors` spans the whole author block.
    """

    id: str
    raw: str
    type: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    et_al: bool = False
    container: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    publisher: str | None = None
    place: str | None = None
    issn: str | None = None
    cn: str | None = None
    date: str | None = None
    url: str | None = None
    number: str | None = None
    doubts: tuple[Doubt, ...] = ()
    spans: dict[str, tuple[int, int]] = {}
    origin: Origin | None = None


class Qualification(Frozen, frozen=True, kw_only=True):
    """现专业技术资格: the current title; `obtained` is YYYY, YYYY-MM or YYYY-MM-DD, taken from `source`."""

    title: str
    obtained: str
    basis: Literal["certificate", "review-year", "appointment"] = "certificate"
    source: str = ""


class OwnFields(Frozen, frozen=True, kw_only=True):
    """The applicant's own and near fields as CLC prefixes, overriding the specialty's map."""

    own: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class Applicant(Frozen, frozen=True, kw_only=True):
    """申报人. Never an ID number."""

    id: str
    name: str
    name_latin: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    series: Literal["engineering", "economics", "other"]
    specialty: str
    level: str = ""
    qualification: Qualification
    fields: OwnFields | None = None


class LiteratureCertificate(Frozen, frozen=True, kw_only=True):
    """科技文献检索证明: issuer, number and date as the applicant states them."""

    issuer: str
    number: str
    date: str


class Claimed(Frozen, frozen=True, kw_only=True):
    """What the applicant claims beside the citation itself."""

    author_rank: int | None = None
    cn: str | None = None
    issn: str | None = None
    certificate: LiteratureCertificate | None = None


class Item(Frozen, frozen=True, kw_only=True):
    """One line of the applicant's list."""

    id: str
    text: str
    claimed: Claimed | None = None


class Submission(Frozen, frozen=True, kw_only=True):
    """申报: one applicant's list under one notice."""

    applicant: Applicant
    notice: str
    items: tuple[Item, ...]


# ---------------------------------------------------------------- asking and being answered


class State(StrEnum):
    """How a source answered. Only `found` and `not_found` may become a statement on a certificate."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    LOGIN_REQUIRED = "login_required"
    SESSION_STALE = "session_stale"
    LAYOUT_CHANGED = "layout_changed"
    INCOMPLETE = "incomplete"
    UNREACHABLE = "unreachable"
    SKIPPED = "skipped"


ANSWERED = frozenset({State.FOUND, State.NOT_FOUND, State.AMBIGUOUS})
"""The states in which the source really answered the question."""


class Question(Frozen, frozen=True, kw_only=True):
    """检索问题: what is looked up, in comparison-free form as read from the citation.

    `cn`, `issn` and `names` may be filled from the registry's answer (names of the journal on the paper's date).
    `foreign` outputs are asked of the open APIs and not of the Chinese databases.
    """

    id: str
    type: str | None
    title: str | None
    authors: tuple[str, ...] = ()
    journal: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    cn: str | None = None
    issn: str | None = None
    names: tuple[str, ...] = ()
    foreign: bool = False


class Step(Frozen, frozen=True, kw_only=True):
    """One rung's wish, in the words of no site: `kind` says which of the other fields count.

    journal: `field` name|cn|issn, `text`. issues: `key`, `year`. contents: `key`, `year`, `issue` (as the source codes it).
    search: `field` title|pieces|author_journal|doi|control, `text` (and `authors`, `journal`, `year` for author_journal).
    detail: `record` (id) with the `hints` that the source needs to address it.
    """

    kind: Literal["journal", "issues", "contents", "search", "detail"]
    field: str = ""
    text: str = ""
    author: str = ""
    journal: str = ""
    key: str = ""
    year: str = ""
    issue: str = ""
    record: str = ""
    hints: tuple[tuple[str, str], ...] = ()
    page: int = 1


class Ask(Frozen, frozen=True, kw_only=True):
    """One request of one source, addressed by host role and path, never by a full URL.

    `key` is the normalised question: it names the cached answer and never holds a token. A `{{name}}` in query, form or
    body is filled with a session token just before the request is sent; `prelude` lists the asks that open the session
    or renew those tokens, done only when the network is really used.
    """

    source: str
    role: str
    method: Literal["GET", "POST"] = "GET"
    path: str
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    key: tuple[str, ...]
    step: Step
    prelude: tuple[Ask, ...] = ()
    stable: str = ""


class Page(Frozen, frozen=True, kw_only=True):
    """网页: what came back, or why nothing did (`failure`: timeout, reset, dns, refused, too_large, circuit, missing).

    `fetched` is ISO 8601 in Asia/Shanghai with offset. `demo` marks a stub's answer (演示数据). `archived` is the query and the
    address under which the archive holds a page that an earlier question brought in other words, None where this ask's own do.
    """

    ask: Ask
    status: int = 0
    url: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    fetched: str = ""
    evidence: str = ""
    demo: bool = False
    failure: str | None = None
    note: str = ""
    archived: tuple[str, str] | None = None


class Author(Frozen, frozen=True, kw_only=True):
    """One author as a source prints it, in order."""

    name: str
    affiliations: tuple[str, ...] = ()
    corresponding: bool = False


class Record(Frozen, frozen=True, kw_only=True):
    """检索记录: one record as one source shows it; null = this page does not show it.

    `type` is the GB/T 7714 letter, `dbcode` the source's own code (CJFD, CCJD, CPFD, CAPJ …). `issue` is kept as the source
    codes it (`06`, `S1`, `Z1`, `z1`, `增刊1`). `witnesses` are the places that spoke of a supplement or combined issue:
    (where, what it said), e.g. ("cnki_filename", "S1"), ("vip_isSuppl", "true").
    """

    source: str
    id: str
    title: str
    type: str | None = None
    titles: tuple[str, ...] = ()
    authors: tuple[Author, ...] | None = None
    journal: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    cn: str | None = None
    issn: str | None = None
    doi: str | None = None
    published: str | None = None
    online_first: str | None = None
    indexed_on: str | None = None
    clc: tuple[str, ...] = ()
    section: str | None = None
    book: str | None = None
    publisher: str | None = None
    isbn: str | None = None
    dbcode: str | None = None
    supplement: bool | None = None
    retracted: bool | None = None
    witnesses: tuple[tuple[str, str], ...] = ()
    url: str = ""
    evidence: tuple[str, ...] = ()


class FormerName(Frozen, frozen=True, kw_only=True):
    """曾用刊名 with the dates (`YYYY` or `YYYY-MM`) and numbers it had, where known."""

    title: str
    since: str | None = None
    until: str | None = None
    cn: str | None = None
    issn: str | None = None


class Journal(Frozen, frozen=True, kw_only=True):
    """期刊: a serial's identity as one source shows it (or a registry snapshot holds it)."""

    source: str
    key: str
    title: str
    former: tuple[FormerName, ...] = ()
    cn: str | None = None
    issn: str | None = None
    sponsors: tuple[str, ...] = ()
    authority: str | None = None
    frequency: str | None = None
    place: str | None = None
    language: str | None = None
    medium: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    subject: str | None = None
    coverage: tuple[str, str] | None = None
    evidence: tuple[str, ...] = ()


class IssueList(Frozen, frozen=True, kw_only=True):
    """刊期表 of one journal-year in one source: the issue codes that it lists, in its order."""

    source: str
    key: str
    year: str
    issues: tuple[str, ...]
    evidence: tuple[str, ...] = ()


class Contents(Frozen, frozen=True, kw_only=True):
    """目次: one issue's contents page; `complete` only if it holds as many rows as it announces."""

    source: str
    key: str
    year: str
    issue: str
    records: tuple[Record, ...]
    complete: bool
    evidence: tuple[str, ...] = ()


class Answer(Frozen, frozen=True, kw_only=True):
    """What one page says: the state, and everything that was read from it.

    `words` are the page's own words for a zero or a refusal; `until` the earliest time to ask again (ISO 8601).
    `tokens` are session tokens for later asks; they live in the driver's memory only.
    """

    state: State
    records: tuple[Record, ...] = ()
    journals: tuple[Journal, ...] = ()
    issues: IssueList | None = None
    contents: Contents | None = None
    total: int | None = None
    words: str = ""
    note: str = ""
    until: str | None = None
    tokens: tuple[tuple[str, str], ...] = ()
    more: tuple[Ask, ...] = ()


class Reply(Frozen, frozen=True, kw_only=True):
    """A page together with what its source read from it: what a driver hands back to the ladder for an ask."""

    page: Page
    answer: Answer


class Trace(Frozen, frozen=True, kw_only=True):
    """One rung that was climbed: what was asked, how it was answered, which evidence holds the answer."""

    step: Step
    state: State
    evidence: str = ""
    words: str = ""
    note: str = ""
    at: str = ""


class Lookup(Frozen, frozen=True, kw_only=True):
    """检索: everything that one source said to one question.

    `state` is the ladder's: found = a record with the same canonical title and a shared author (or no authors shown) or the
    same coordinates; not_found = every rung answered, none of them incomplete, and `control` holds. `reach` says how far a
    silence goes: `covered` (journal-year inside the source's coverage), `outside`, `unknown`, or `` when found.
    """

    source: str
    state: State
    records: tuple[Record, ...] = ()
    journals: tuple[Journal, ...] = ()
    issues: tuple[IssueList, ...] = ()
    contents: tuple[Contents, ...] = ()
    control: bool = False
    reach: Literal["", "covered", "outside", "unknown"] = ""
    trail: tuple[Trace, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    demo: bool = False


# ---------------------------------------------------------------- judging


class Window(Frozen, frozen=True, kw_only=True):
    """A date that is known as a window of days, both ends included, ISO `YYYY-MM-DD`; `basis` says where it comes from."""

    start: str
    end: str
    basis: str = ""
    evidence: tuple[str, ...] = ()


class Difference(Frozen, frozen=True, kw_only=True):
    """What the applicant says otherwise than a record: typed, weighed, and harmless or not.

    `kind` is a closed word of `judging.matching` (e.g. `numeral`, `one_ideograph`, `width`, `order`, `inserted`, `pages`).
    """

    field: str
    kind: str
    claimed: str
    recorded: str
    harmless: bool
    source: str = ""
    weight: float = 0.0


class Identity(Frozen, frozen=True, kw_only=True):
    """Which record it is: level `exact`, `strong`, `weak` or `coordinates`; null in a report below `strong`."""

    source: str
    record: str
    level: Literal["exact", "strong", "coordinates", "weak"]


class Penalty(Frozen, frozen=True, kw_only=True):
    """One labelled step of the waterfall that explains a match."""

    name: str
    weight: float
    detail: str = ""


class Match(Frozen, frozen=True, kw_only=True):
    """比对: identity, discrepancy and the waterfall, for one citation against one source's candidates."""

    source: str
    record: Record | None
    level: Literal["exact", "strong", "coordinates", "weak", "none"]
    distance: float = 1.0
    gap: float = 1.0
    penalties: tuple[Penalty, ...] = ()
    differences: tuple[Difference, ...] = ()
    rivals: tuple[str, ...] = ()


class JournalFinding(Frozen, frozen=True, kw_only=True):
    """Which journal it was on the paper's date, by the registry's answer: found / ambiguous / absent / unknown.

    `unknown` means that the registry was not answered; it is never read as absent.
    """

    state: Literal["found", "ambiguous", "absent", "unknown"]
    journal: Journal | None = None
    candidates: tuple[Journal, ...] = ()
    name_then: str | None = None
    cn_then: str | None = None
    issn_then: str | None = None
    renamed: bool = False
    shared_cn: tuple[str, ...] = ()
    note: str = ""
    evidence: tuple[str, ...] = ()


class IssueFinding(Frozen, frozen=True, kw_only=True):
    """What the sources' issue tables say of the claimed (journal, year, issue, pages).

    `kind`: regular, combined, supplement, special, or unknown, with `basis` in words and the witnesses that spoke.
    `exists`: true / false / null (tables do not suffice). `listed`: the paper stands in a complete contents page of the issue.
    `collisions`: titles of other papers on the claimed pages. `sure` only if a record or list proves the kind.
    """

    kind: Literal["regular", "combined", "supplement", "special", "unknown"] = "unknown"
    basis: str = ""
    sure: bool = False
    witnesses: tuple[tuple[str, str, str], ...] = ()
    exists: bool | None = None
    listed: bool | None = None
    collisions: tuple[str, ...] = ()
    conflict: str = ""
    evidence: tuple[str, ...] = ()


class FieldFinding(Frozen, frozen=True, kw_only=True):
    """The article's relation to the specialty: core, near, off, or undetermined, with the evidence in words."""

    relation: Literal["core", "near", "off", "undetermined"]
    clc: tuple[str, ...] = ()
    journal_class: str | None = None
    subject: str | None = None
    basis: str = ""
    evidence: tuple[str, ...] = ()


class Facts(Frozen, frozen=True, kw_only=True):
    """Everything known of one item, gathered before the notice's rules are run over it."""

    item: Item
    citation: Citation
    applicant: Applicant
    foreign: bool
    lookups: tuple[Lookup, ...]
    matches: tuple[Match, ...]
    record: Record | None
    journal: JournalFinding
    issue: IssueFinding
    field: FieldFinding
    window: Window | None
    kind: Literal[
        "journal", "collection", "proceedings", "newspaper", "thesis", "online_first", "book", "patent", "other", "unknown"
    ]
    kind_basis: str = ""
    kind_evidence: tuple[str, ...] = ()
    control: tuple[str, ...] = ()


class Finding(Frozen, frozen=True, kw_only=True):
    """检查意见: a reason with its outcome, clause and quote, the evidence ids, the sentence, and what would change it.

    `says_en` and `remedy_en` are the English of both, empty in reports that were made without.
    """

    reason: Reason
    outcome: Outcome
    clause: str = ""
    quote: str = ""
    says: str = ""
    evidence: tuple[str, ...] = ()
    remedy: str = ""
    says_en: str = ""
    remedy_en: str = ""


class Note(Frozen, frozen=True, kw_only=True):
    """Information only, never a problem: a rename, a combined issue, a single database, a harmless difference."""

    code: str
    says: str
    evidence: tuple[str, ...] = ()
    says_en: str = ""


# ---------------------------------------------------------------- the report


class SourceResult(Frozen, frozen=True, kw_only=True):
    """One source's line of an item in a report; `record` is the id that the source shows."""

    state: State
    record: str | None = None
    evidence: tuple[str, ...] = ()
    at: str = ""
    note: str = ""
    reach: str = ""


class ItemReport(Frozen, frozen=True, kw_only=True):
    """One item of a report; `citation` and `claimed` are what was handed in, so that the report can be made again.

    A report of the first release has no `claimed`; it stays left out, or the report's own hash would not hold any more.
    """

    id: str
    citation: Citation
    lookups: dict[str, SourceResult]
    identity: Identity | None
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    outcome: Outcome
    notes: tuple[Note, ...] = ()
    record: Record | None = None
    journal: Journal | None = None
    window: Window | None = None
    kind: str = "unknown"
    foreign: bool = False
    author_rank: int | None = None
    certificate: LiteratureCertificate | None = None
    claimed: Claimed | msgspec.UnsetType | None = msgspec.UNSET


class AcrossFinding(Frozen, frozen=True, kw_only=True):
    """A finding over several items of one list, or of a batch: then `applicants` names the applicant of each item."""

    reason: Reason
    outcome: Outcome
    items: tuple[str, ...]
    clause: str = ""
    quote: str = ""
    says: str = ""
    evidence: tuple[str, ...] = ()
    remedy: str = ""
    applicants: tuple[str, ...] = ()
    says_en: str = ""
    remedy_en: str = ""


class Evidence(Frozen, frozen=True, kw_only=True):
    """证据: one archived answer, as the certificate's annex names it."""

    id: str
    source: str
    role: str
    url: str
    query: str
    at: str
    status: int
    sha256: str
    length: int
    demo: bool
    parser: str


class RuleSet(Frozen, frozen=True, kw_only=True):
    """Which rules judged: the notice's document number, its version and the digest of its file.

    `certificate` is the clause that asks for the retrieval certificate, "" where the notice has none.
    """

    id: str
    title: str
    document: str
    version: str
    sha256: str
    draft: bool = False
    certificate: str = ""


class Period(Frozen, frozen=True, kw_only=True):
    """成果计算期间: the two ends with their clauses."""

    start: str
    start_clause: str
    end: str | None
    end_clause: str


class Report(Frozen, frozen=True, kw_only=True):
    """核验结果: one applicant's report, pure data; `hash` is SHA-256 of the canonical JSON without it."""

    schema: str
    applicant: Applicant
    notice: str
    rules: RuleSet
    period: Period
    items: tuple[ItemReport, ...]
    across: tuple[AcrossFinding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    retrieved: tuple[str, str] | None = None
    demo: bool = False
    hash: str = ""


class Decision(Frozen, frozen=True, kw_only=True):
    """人工结论: what a person decided on an item, with reason, name and time; it never edits a finding.

    `report` is the report's content hash; `reason` the finding it answers (null = the item as a whole).
    """

    report: str
    item: str
    reason: Reason | None = None
    outcome: Outcome
    why: str
    by: str
    at: str


class Event(Frozen, frozen=True, kw_only=True):
    """留痕: one act: who did what to which subject and when, with the digests before and after (null = there was nothing)."""

    at: str
    who: str
    what: str
    subject: str
    before: str | None = None
    after: str | None = None


REPORT_SCHEMA = "report/1"


def plain(record: Any) -> Any:
    """Return a record as plain JSON-ready data (dicts, lists, strings, numbers)."""
    return msgspec.to_builtins(record)


def canonical(record: Any) -> bytes:
    """Return the canonical JSON of a record: sorted keys, UTF-8, no blanks."""
    return msgspec.json.encode(record, order="sorted")
