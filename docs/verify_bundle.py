#!/usr/bin/env python3
"""Check the bundle of a retrieval certificate alone: captures, chain, and the facts of every row. Python 3.8+, nothing else.

    python3 verify_bundle.py bundle.wacz [--head HASH] [--digest HASH] [--number NUMBER]

HASH and NUMBER are what the stamped paper prints (留痕链头, 内容摘要 in full or its first 16 digits, 编号). The script shares no
code with the program that wrote the bundle. It prints the first thing that does not fit and ends with exit code 1; 0 = all fits;
2 = no bundle can be read at all. It says whether the bundle is whole, not whether it is genuine: that is what the paper's own
head, digest and seals are for, so give them.
"""

# ruff: noqa: T201 - a script that stands alone: it prints its answer, and runs on older Pythons
import argparse
import hashlib
import html
import io
import json
import pathlib
import re
import sys
import urllib.parse
import zipfile
import zlib

LARGEST = 1 << 30
PACKAGE, DIGEST, REPORT, INDEX = "datapackage.json", "datapackage-digest.json", "report/report.json", "report/evidence.json"
CHAIN, WARC, CDX, PAGES = "report/chain.jsonl", "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
NEEDED = (PACKAGE, DIGEST, REPORT, INDEX, CHAIN, WARC, CDX, PAGES)
SAME = ("source", "role", "at", "status", "sha256", "length", "demo")


class Misfit(Exception):
    """The first thing that does not fit."""


def demand(holds, where, says):
    """Raise Misfit unless something holds."""
    if not holds:
        raise Misfit(f"{where}: {says}")


def sha(data):
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    """Return the canonical JSON of plain data: sorted keys, UTF-8, no blanks."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def parsed(data, where):
    """Return JSON; a repeated key is refused, for two readers would read it differently."""

    def pairs(found):
        keys = [key for key, _ in found]
        demand(len(keys) == len(set(keys)), where, "有重复的键 (a key stands twice)")
        return dict(found)

    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=pairs)
    except (ValueError, RecursionError) as error:
        raise Misfit(f"{where}: 不是 JSON (no JSON): {error}") from None


def unzipped(data):
    """Return the members of the zip in order; every byte of the file must be what writing them again gives."""
    members, again = {}, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as copy:
        for member in package.infolist():
            demand(member.compress_type == zipfile.ZIP_STORED, member.filename, "成员被压缩过 (a member is compressed)")
            demand(member.filename not in members, member.filename, "成员重复 (a member stands twice)")
            members[member.filename] = package.read(member)
            fresh = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            fresh.create_system = 3
            copy.writestr(fresh, members[member.filename])
    demand(again.getvalue() == data, "zip", "封装的字节有变动 (the packing's own bytes have changed)")
    return members


def check_package(members):
    """Every member is listed once with its length and digest, and the list itself has its digest."""
    for name in NEEDED:
        demand(name in members, name, "缺失 (missing)")
    stated = parsed(members[DIGEST], DIGEST)
    demand(stated.get("hash") == "sha256:" + sha(members[PACKAGE]), PACKAGE, "与 datapackage-digest.json 不符 (digest differs)")
    demand(stated == {"path": PACKAGE, "hash": stated["hash"]}, DIGEST, "内容有增减 (not as written)")
    listed = parsed(members[PACKAGE], PACKAGE).get("resources", [])
    paths = [one.get("path") for one in listed]
    demand(paths == [name for name in members if name not in (PACKAGE, DIGEST)], PACKAGE, "清单与成员不一致 (list and members differ)")
    for one in listed:
        data = members[one["path"]]
        demand(one.get("bytes") == len(data), one["path"], "长度与清单不符 (length differs)")
        demand(one.get("hash") == "sha256:" + sha(data), one["path"], "与清单的摘要不符 (digest differs)")


def check_report(data):
    """The report's digest is that of its own bytes with an empty digest; return the report."""
    report = parsed(data, REPORT)
    stated = report.get("hash", "")
    demand(isinstance(stated, str) and re.fullmatch(r"[0-9a-f]{64}", stated), REPORT, "没有内容摘要 (no digest)")
    bare = data.replace(b'"hash":"' + stated.encode() + b'"', b'"hash":""', 1)
    demand(sha(bare) == stated, REPORT, "内容与其摘要不符 (contents and digest differ)")
    return report


def check_chain(data, head):
    """Links follow one another up to the printed head; a link with an entry proves it. Return entries by evidence id."""
    entries, last = {}, None
    for place, line in enumerate(data.decode("utf-8").splitlines(), 1):
        where = f"{CHAIN} 第{place}行"
        link = parsed(line.encode("utf-8"), where)
        demand(set(link) in ({"n", "prev", "hash"}, {"n", "prev", "entry", "hash"}), where, "字段不符 (fields)")
        if last is not None:
            demand((link["n"], link["prev"]) == (last["n"] + 1, last["hash"]), where, "与前一条不相接 (does not follow)")
        if "entry" in link:
            demand(sha(canonical([link["n"], link["prev"], link["entry"]])) == link["hash"], where, "内容与其哈希值不符 (hash differs)")
            entries[link["entry"]["id"]] = link["entry"]
        last = link
    reached = last["hash"] if last else "0" * 64
    demand(not last or reached == head, CHAIN, "末条不是所印的链头 (does not end at the printed head)")
    return entries


def places(data):
    """Return evidence id -> (offset, length) from the index."""
    found = {}
    for line in data.decode("utf-8").splitlines():
        facts = parsed(line.split(" ", 2)[2].encode("utf-8"), CDX)
        found[facts["evidence"]] = (int(facts["offset"]), int(facts["length"]))
    return found


def gunzipped(packed, where):
    """Return the first gzip member of some bytes, unpacked."""
    reader = zlib.decompressobj(wbits=31)
    try:
        data = reader.decompress(packed, LARGEST)
    except zlib.error as error:
        raise Misfit(f"{where}: 无法解压 (cannot be unpacked): {error}") from None
    demand(reader.eof, where, "在中途被截断 (cut off)")
    return data


def body_of(packed, where):
    """Return (kind, body) of the first WARC record of a piece."""
    record = gunzipped(packed, where)
    head, _, block = record.partition(b"\r\n\r\n")
    fields = dict(re.findall(r"(?m)^([\w-]+):\s*(.*?)\r?$", head.decode("utf-8", "replace")))
    block = block[: int(fields.get("Content-Length", "0"))]
    return fields.get("WARC-Type", ""), block.partition(b"\r\n\r\n")[2]


def check_captures(warc, index, entries):
    """Every piece lies where the index says, is what the chain counted, and holds the body that was hashed; return bodies."""
    bodies = {}
    demand(set(index) == set(entries), CDX, "索引与留痕不一致 (index and chain differ)")
    demand(sum(length for _, length in index.values()) == len(warc), WARC, "有未列入的字节 (bytes that no piece owns)")
    for name, entry in entries.items():
        offset, length = index[name]
        packed = warc[offset : offset + length]
        demand(len(packed) == entry["size"], name, "长度与留痕不符 (length differs)")
        demand(sha(packed) == entry["stored"], name, "字节与留痕不符 (bytes differ)")
        kind, body = body_of(packed, name)
        if not entry["same_as"]:
            demand(kind == "response" and len(body) == entry["length"], name, "正文长度不符 (body length differs)")
            demand(sha(body) == entry["sha256"], name, "正文与摘要不符 (body and digest differ)")
            bodies[name] = body
    for name, entry in entries.items():
        if entry["same_as"]:
            demand(entry["same_as"] in bodies, name, "所引的正文不在包内 (the body it refers to is missing)")
            demand(sha(bodies[entry["same_as"]]) == entry["sha256"], name, "所引的正文与摘要不符 (digest differs)")
            bodies[name] = bodies[entry["same_as"]]
    return bodies


def check_evidence(report, entries):
    """Every piece of evidence that the report names is the one that the chain counted, under the id that its facts give."""
    for one in report["evidence"]:
        entry = entries.get(one["id"])
        demand(entry is not None, one["id"], "不在留痕中 (not in the chain)")
        by_hand = one["url"].startswith("file:")  # brought by a person: there was no answer of a site, so no status of one
        for field in [name for name in SAME if not by_hand or name not in ("status", "demo")]:
            demand(one[field] == entry[field], one["id"], f"{field} 与留痕不符 (differs from the chain)")
        plain = json.dumps([entry["source"], entry["key"], entry["sha256"], entry["at"]], ensure_ascii=False, separators=(",", ":"))
        demand(one["id"] == "E" + sha(plain.encode("utf-8"))[:12], one["id"], "编号与内容不符 (the id does not follow from its facts)")


def readings(body):
    """Return the ways in which a page's bytes may be read, without white space."""
    texts = [body.decode(name, "replace") for name in ("utf-8", "gb18030")]
    texts += [html.unescape(texts[0]), urllib.parse.unquote(texts[0])]
    texts.append(re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), texts[0]))
    plain = [re.sub(r"<[^>]{0,400}>", "", text) for text in texts]
    return [re.sub(r"\s+", "", text) for text in texts + plain]


def shows(value, pages):
    """Say whether one of the pages holds a value word for word."""
    wanted = re.sub(r"\s+", "", value)
    return any(wanted in page for page in pages)


def read_by_a_person(names, known):
    """Say whether one of some pieces is a print: what stands on it was typed in by the person whom its record names."""
    return any(known[name]["role"] == "print" for name in names)


def check_rows(report, bodies):
    """Every fact of every row rests on evidence of its own source, and the captured bytes hold what the row says."""
    known = {one["id"]: one for one in report["evidence"]}
    read = {}

    def pages(names):
        for name in names:
            read.setdefault(name, readings(bodies[name]))
        return [text for name in names for text in read[name]]

    for item in report["items"]:
        where = f"成果 {item['id']}"
        for source, result in item["lookups"].items():
            cited = result["evidence"]
            for name in cited:
                demand(name in known, where, f"{source} 所据的 {name} 不在证据目录中 (not among the evidence)")
                demand(known[name]["source"] == source, where, f"{name} 不是 {source} 的网页 (another source's page)")
            if result["state"] in ("found", "not_found"):
                demand(cited, where, f"{source} 的结果没有证据 (a result without evidence)")
            if result["state"] == "found" and result["record"] and not read_by_a_person(cited, known):
                demand(shows(result["record"], pages(cited)), where, f"{source} 的网页不载记录号 {result['record']} (record not on its pages)")
        check_record(item, known, pages, where)
        for finding in item["findings"]:
            demand(set(finding["evidence"]) <= set(known), where, "意见所据的证据不在目录中 (a finding's evidence is missing)")


def check_record(item, known, pages, where):
    """The record that a row was compared with is the one its source shows, and its title stands on its pages."""
    identity, record = item["identity"], item["record"]
    if identity is not None:
        demand(item["lookups"][identity["source"]]["record"] == identity["record"], where, "比对的记录与检索结果不符 (identity differs)")
        demand(record is not None and record["id"] == identity["record"], where, "比对的记录与所载记录不符 (record differs)")
    if record is None:
        return
    demand(record["evidence"] and set(record["evidence"]) <= set(known), where, "记录没有证据 (a record without evidence)")
    for field in ("title", "pages", "journal"):
        if record[field] and not read_by_a_person(record["evidence"], known):
            demand(shows(record[field], pages(record["evidence"])), where, f"网页不载记录的{field} {record[field]} (not on its pages)")


def check_index(index, report):
    """evidence.json says the same as the report."""
    demand(index["report"] == report["hash"], INDEX, "内容摘要与核验结果不符 (another report's)")
    demand([one["evidence"] for one in index["pieces"]] == report["evidence"], INDEX, "证据与核验结果不符 (evidence differs)")


def check_brought(index, members):
    """Files that people brought are the listed ones."""
    listed = {"brought/" + one["file"]: one for one in index["brought"]}
    for name, data in members.items():
        if name.startswith("brought/"):
            demand(name in listed and listed[name]["sha256"] == sha(data), name, "与证据目录不符 (differs from the list)")


def streams(pdf):
    """Yield the unpacked streams of a PDF."""
    for found in re.finditer(rb"stream\r?\n", pdf):
        end = pdf.find(b"endstream", found.end())
        if end > 0 and pdf[found.start() - 3 : found.start()] != b"end":
            raw = pdf[found.end() : end]
            yield raw.rstrip(b"\r\n")
            try:
                yield zlib.decompressobj().decompress(raw, LARGEST)
            except zlib.error:
                continue


def check_papers(members):
    """A PDF in the bundle carries exactly the report of the bundle."""
    for name, data in members.items():
        if name.startswith("papers/") and name.endswith(".pdf") and "certificate" in name:
            demand(members[REPORT] in streams(data), name, "所附的核验结果不是本包的 (another report is attached)")


def check(data, head=None, digest=None, number=None):
    """Check a whole bundle and return its evidence list and report. Raises Misfit with the first thing that does not fit."""
    try:
        members = unzipped(data)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, zlib.error) as error:
        raise Misfit(f"zip: 无法打开 (cannot be opened): {error}") from None
    check_package(members)
    report = check_report(members[REPORT])
    index = parsed(members[INDEX], INDEX)
    check_index(index, report)
    demand(head is None or index["head"] == head, INDEX, "链头与所给的不同 (another head than given)")
    demand(digest is None or report["hash"].startswith(digest.lower()), REPORT, "内容摘要与所给的不同 (another digest than given)")
    demand(number is None or index["number"] == number, INDEX, "编号与所给的不同 (another number than given)")
    entries = check_chain(members[CHAIN], index["head"])
    bodies = check_captures(members[WARC], places(members[CDX]), entries)
    check_evidence(report, entries)
    check_rows(report, bodies)
    check_brought(index, members)
    check_papers(members)
    return index, report


def main(words=None):
    """Check the named file and print what was found."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("bundle")
    options.add_argument("--head", help="留痕链头, as printed")
    options.add_argument("--digest", help="内容摘要, in full or its first 16 digits")
    options.add_argument("--number", help="编号")
    given = options.parse_args(words)
    try:
        with pathlib.Path(given.bundle).open("rb") as file:
            data = file.read(LARGEST)
    except OSError as error:
        print(f"{given.bundle}: {error}", file=sys.stderr)
        return 2
    try:
        index, report = check(data, given.head, given.digest, given.number)
    except Misfit as misfit:
        print(f"不符 (does not fit): {misfit}")
        return 1
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, UnicodeDecodeError, RecursionError) as error:
        print(f"不符 (does not fit): 结构有误 (not in the form of a bundle): {type(error).__name__} {error}")
        return 1
    print(f"完好 (whole): {len(report['items'])} 项成果 (outputs), {len(report['evidence'])} 件证据 (pieces of evidence)")
    print(f"编号 (number): {index['number']}\n内容摘要 (digest): {report['hash']}\n留痕链头 (head): {index['head']}")
    print("请与盖章的检索证明上所印的逐一核对 (compare these with the stamped paper).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
