"""The folder that a browser or Office puts beside a saved web page (报告.files, 报告_files)."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import TypeVar

AnyPath = TypeVar("AnyPath", bound=PurePath)

_PAGES = frozenset({".htm", ".html"})
_ENDS = (".files", "_files")


def without_page_parts(paths: Iterable[AnyPath]) -> list[AnyPath]:
    """Return `paths` without the pictures and scripts of saved pages; pages in such folders are frames and stay."""
    kept = list(paths)
    folders = {page.parent / f"{page.stem}{end}" for page in kept if page.suffix.lower() in _PAGES for end in _ENDS}
    return [path for path in kept if path.suffix.lower() in _PAGES or not folders.intersection(path.parents)]
