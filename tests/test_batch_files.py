"""What a batch leaves beside its reports says the same whether it lay on disk or in memory."""

from __future__ import annotations

import random

from verifier.batch_files import Summaries
from verifier.judging import across
from verifier.model import canonical
from verifier.packaged import load_standards

NOTICE = load_standards("liaoning-gxt-2021-194").notice
NOTICES = {NOTICE.id: NOTICE}


def drawn(dice: random.Random, number: int) -> across.Summary:
    """Return an item of some list: by records that others may share, or by a title key alone, or by neither."""
    records = tuple(sorted({f"cnki:R{dice.randrange(30)}" for _ in range(dice.randrange(3))}))
    return across.Summary(
        applicant=f"p{dice.randrange(25)}",
        item=f"i{number}",
        notice=dice.choice([NOTICE.id, "another"]),
        records=records,
        key=f"题名键{dice.randrange(12)}" if dice.random() < 0.8 else "",
        rank=dice.choice([None, 1, 1, 2, 3]),
        authors=tuple(dice.sample(("濮砚棣", "卓笠", "褚澈", "嵇渡"), dice.randrange(4))),
        et_al=dice.random() < 0.2,
        evidence=(f"E{number:012}",),
    )


def test_outputs_on_disk_give_the_findings_of_one_pass_in_memory() -> None:
    for seed in range(40):
        dice = random.Random(seed)
        several = [drawn(dice, number) for number in range(120)]
        kept = Summaries()
        for start in range(0, len(several), 7):
            kept.add(several[start : start + 7])
        assert list(kept) == several
        by_output = [finding for output in kept.outputs() for finding in across.over_batch(output, NOTICES)]
        assert [canonical(one) for one in by_output] == [canonical(one) for one in across.over_batch(several, NOTICES)]
        assert by_output
        kept.close()


def test_an_item_with_neither_record_nor_title_key_stands_alone() -> None:
    kept = Summaries()
    kept.add(across.Summary(applicant=f"p{number}", item=f"i{number}") for number in range(3))
    assert list(kept.outputs()) == []
