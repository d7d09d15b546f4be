"""What a check of a whole store finds: is the log as it was written, are the rows, do they fit together. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from perfnlp.review.log import FIRST, Entry, first_broken, from_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check of a store found.

    Attributes:
        n_entries: entries in the file.
        broken_at: running number from which the log was changed, cut, reordered or added to; None if it is whole.
        last: digest of the last whole entry, which stands for all before it; `FIRST` without any.
        changed_runs: numbers of the annotation runs that are not as they were written.
        strange_entries: running numbers of the entries about a row or a text that the store does not hold.
        damage: what SQLite says of a damaged file, "" if nothing.
    """

    n_entries: int
    broken_at: int | None
    last: str
    changed_runs: tuple[int, ...]
    strange_entries: tuple[int, ...]
    damage: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.broken_at is None and not (self.changed_runs or self.strange_entries or self.damage)

    def describe(self) -> str:
        """Return the findings in Chinese."""
        if self.is_whole:
            return f"{self.n_entries}条记录前后相连，各次导入的行没有改动。末条摘要：{self.last}"
        found = [f"文件已损坏（{self.damage}）。"] if self.damage else []
        if self.broken_at is not None:
            found.append(f"记录链在第{self.broken_at}条断开：该条或其后的记录被改动、删除或插入。")
        found.extend(f"第{batch}次导入的行被改动、删除或增加。" for batch in self.changed_runs)
        if self.strange_entries:
            numbers = "、".join(map(str, self.strange_entries[:5]))
            found.append(f"有{len(self.strange_entries)}条记录（第{numbers}条等）所依据的行不在文件中或被改动。")
        return "".join((*found, "请以备份核对。"))


def examine(
    texts: Sequence[str],
    shown: Mapping[tuple[int, str], str],
    *,
    n_written: int,
    changed_runs: tuple[int, ...],
    damage: str,
) -> Verification:
    """Return what is wrong with a log.

    Args:
        texts: the entries as JSON, in the order of their keys.
        shown: run and row id -> digest of the record that the run holds.
        n_written: how many entries there should be at least.
        changed_runs: as in `Verification`.
        damage: as in `Verification`.
    """
    entries = tuple(_readable(texts))
    broken = first_broken(entries) or (len(entries) + 1 if len(entries) < max(len(texts), n_written) else None)
    whole = entries if broken is None else entries[: broken - 1]
    return Verification(
        n_entries=len(texts),
        broken_at=broken,
        last=whole[-1].digest if whole else FIRST,
        changed_runs=changed_runs,
        strange_entries=tuple(entry.seq for entry in whole if shown.get((entry.batch, entry.row_id)) != entry.record),
        damage=damage,
    )


def _readable(texts: Iterable[str]) -> Iterable[Entry]:
    """Yield the entries up to the first text that is none."""
    for text in texts:
        try:
            entry = from_plain(json.loads(text))
        except (ValueError, KeyError, TypeError, ArithmeticError):
            return
        yield entry
