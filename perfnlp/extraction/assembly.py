"""Put the rows of all extractors together: order, notes of unmet indicators, stable ids."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from perfnlp.records import Indicator, Locator
from perfnlp.text import squeeze


def in_document_order(rows: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Return `rows` by the line or running number they stand on; rows of one, or without any, keep their order."""
    return tuple(sorted(rows, key=lambda row: _place(row.locator)))


def join_notes(rows: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Give the reasons of a table of unmet indicators to the rows of the same name, and drop its own rows.

    Such a table repeats name, target and completion without points or levels. Its row
    stays where no other row has that name, or where that row's target is another one.
    """
    kept: dict[int, Indicator] = dict(enumerate(rows))
    named: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        named.setdefault(squeeze(row.name), []).append(position)
    for position, row in enumerate(rows):
        if not _only_explains(row):
            continue
        owners = [at for at in named[squeeze(row.name)] if _explains(row, rows[at])]
        if owners:
            # the form usually follows the summary that explains it; projects repeat names
            owner = min(owners, key=lambda at: abs(at - position))
            kept[owner] = replace(kept[owner], note=kept[owner].note or row.note)
            del kept[position]
    return tuple(kept.values())


def assign_ids(rows: Sequence[Indicator], sha256: str) -> tuple[Indicator, ...]:
    """Return `rows` with their ids: 16 hex digits over document, section, name, target, actual.

    Rows that agree in all of these are told apart by their running number, so ids are
    unique within a document and the same in every run.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    identified = []
    for row in rows:
        text = (row.section or "", row.name, row.target or "", row.actual or "")
        seen[text] += 1
        key = "\x1f".join((sha256, *text, str(seen[text])))
        identified.append(replace(row, id=hashlib.sha256(key.encode()).hexdigest()[:16]))
    return tuple(identified)


def _place(locator: Locator) -> tuple[int, int, int]:
    return locator.line or locator.order or 0, locator.table or 0, locator.row or 0


def _only_explains(row: Indicator) -> bool:
    has_form = row.points is not None or row.self_score is not None or row.level1 is not None
    return row.note is not None and not has_form


def _explains(row: Indicator, owner: Indicator) -> bool:
    if _only_explains(owner) or (owner.points is None and owner.self_score is None and owner.level1 is None):
        return False
    targets = {squeeze(target) for target in (row.target, owner.target) if target}
    return len(targets) <= 1
