"""The registered journals as the press registry's query finds them: by name, CN or ISSN."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from verifier.stub.catalogue import Journal

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")


def fold_name(name: str) -> str:
    """A journal name as the registry compares it: NFKC, no blanks; punctuation counts."""
    return unicodedata.normalize("NFKC", name).replace(" ", "").casefold()


def stem(name: str) -> str:
    """A folded name without the edition in brackets at its end.

    >>> stem("农业科学(学术版)")
    '农业科学'
    """
    return _BRACKETS.sub("", name) or name


def fold_number(number: str) -> str:
    """A CN or ISSN for comparison: capitals, no prefix, blanks, or unlike dashes.

    >>> fold_number("CN 21－1234/th"), fold_number("issn1000-1234")
    ('21-1234/TH', '1000-1234')
    """
    folded = unicodedata.normalize("NFKC", number).upper().replace(" ", "").replace("—", "-")
    return re.sub(r"^(CN|ISSN)[:-]?", "", folded)


class Registry:
    """Dictionaries over the journals with `registered = true`."""

    def __init__(self, journals: tuple[Journal, ...]) -> None:
        """Index present and former names, name stems, and present and former numbers."""
        self._names: dict[str, list[Journal]] = defaultdict(list)
        self._stems: dict[str, list[Journal]] = defaultdict(list)
        self._numbers: dict[str, list[Journal]] = defaultdict(list)
        self._issns: dict[str, list[Journal]] = defaultdict(list)
        for journal in journals:
            for issn in {journal.issn, *(former.issn for former in journal.former)} - {None}:
                self._issns[fold_number(issn or "")].append(journal)
            if journal.registered:
                self._add(journal)

    def _add(self, journal: Journal) -> None:
        name = fold_name(journal.title)
        self._stems[stem(name)].append(journal)
        for each in {name, *(fold_name(former.title) for former in journal.former)}:
            self._names[each].append(journal)
        numbers = (journal.cn, journal.issn, *(n for f in journal.former for n in (f.cn, f.issn)))
        folded = {fold_number(number) for number in numbers if number}
        for number in folded | {number.split("/")[0] for number in folded}:
            self._numbers[number].append(journal)

    def find(self, name: str = "", cn: str = "", issn: str = "") -> tuple[Journal, ...]:
        """Journals that meet every criterion given; a name also brings the other editions of its stem."""
        found: list[Journal] | None = None
        for wanted, hits in ((name, self._named(name)), (cn, self._numbered(cn)), (issn, self._numbered(issn))):
            if wanted:
                found = hits if found is None else [j for j in found if j in hits]
        return tuple(found or ())

    def by_issn(self, issn: str) -> tuple[Journal, ...]:
        """All journals with this ISSN, the unregistered and foreign ones too (for the ISSN portal)."""
        return tuple(self._issns.get(fold_number(issn), ()))

    def _named(self, name: str) -> list[Journal]:
        folded = fold_name(name)
        exact = self._names.get(folded, [])
        if not exact and folded not in self._stems:
            return []
        editions = [j for hit in exact for j in self._stems[stem(fold_name(hit.title))]] or self._stems[folded]
        return list({j.id: j for j in (*exact, *editions)}.values())

    def _numbered(self, number: str) -> list[Journal]:
        return self._numbers.get(fold_number(number), [])
