"""Time the judging of generated cases from their warm cache, on one core and without network: identity alone, then everything.

    python -m bench.judge_cases DIR          fills the cache in DIR/out/data
    python -m bench.judge_speed DIR [--lists 100]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import msgspec

from verifier import readers
from verifier.desk import opened_desk
from verifier.judging import matching, registry
from verifier.model import Citation, Item, Lookup, Submission
from verifier.retrieval.lookup import look_up
from verifier.serving import Choice
from verifier.verify import Standards, judge_item, question

NOTICE = "liaoning-gxt-2021-194"
Work = list[tuple[Submission, Item, Citation, tuple[Lookup, ...]]]


def identify(work: Work, standards: Standards) -> int:
    """Decide journal and record of every item in every source; returns the number of records looked at."""
    looked = 0
    for submission, item, citation, lookups in work:
        databases = tuple(one for one in lookups if one.source != "nppa")
        listed = next((one for one in lookups if one.source == "nppa"), None)
        serial = registry.decide(citation, listed, claimed=item.claimed, databases=databases)
        for one in databases:
            matching.match(citation, one, standards.weights, serial, standards.defects, submission.applicant.units)
            looked += len(one.records) + sum(len(page.records) for page in one.contents)
    return looked


def main() -> None:
    """Print identified citations and compared records a second, then whole judgements a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lists", type=int, default=100)
    options = parser.parse_args()
    lines = (options.folder / "submissions.jsonl").read_bytes().splitlines()[: options.lists]
    submissions = [msgspec.json.decode(line, type=Submission) for line in lines]
    choice = Choice(catalogue=str(options.folder), data=str(options.folder / "out" / "data"))
    with opened_desk(choice, NOTICE) as desk:
        work = []
        for submission in submissions:
            for item in submission.items:
                citation = readers.read(item.text, item.id)
                work.append((submission, item, citation, look_up(question(citation, item.claimed), desk.driver)))
        for turn in ("first", "second"):
            begin = time.process_time()
            looked = identify(work, desk.standards)
            identified = time.process_time()
            for submission, item, citation, lookups in work:
                judge_item(submission, item, citation, lookups, desk.standards)
            done = time.process_time()
            took, whole = identified - begin, done - identified
            print(
                f"{turn} turn: {len(work)} citations in their sources: {len(work) / took:,.0f} identified a second, "
                f"{looked / took:,.0f} records compared a second, {len(work) / whole:,.0f} whole judgements a second"
            )


if __name__ == "__main__":
    main()
