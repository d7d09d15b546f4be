"""Where a report lies: a file, or a file in an archive."""

from dataclasses import dataclass
from pathlib import Path

from perfnlp.errors import ReadingError
from perfnlp.reading.archive import read_member
from perfnlp.reading.options import ReadingOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One report, not read yet.

    Attributes:
        path: a file, as the user named it.
        members: names inside of the archive at `path`, outermost first; () for a file by itself.
    """

    path: Path
    members: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the report is called in results: "批次.zip/乡镇/报告.docx"."""
        return "/".join((str(self.path), *self.members))

    @property
    def place(self) -> tuple[Path, tuple[str, ...]]:
        """Where it really is: the same for two ways to name one file."""
        return self.path.resolve(), self.members

    def read(self, options: ReadingOptions) -> bytes:
        """Return its bytes.

        Raises:
            ReadingError: it is missing, no file, may not be read, or its archive is damaged or locked.
        """
        if self.path.exists() and not self.path.is_file():  # a pipe or a device may never end
            what = "a folder that cannot be opened" if self.path.is_dir() else "no regular file"
            message = f"cannot read '{self.name}': it is {what}. Name a report, or pipe it to `perfnlp annotate -`."
            raise ReadingError(message)
        try:
            return read_member(self.path, self.members, options) if self.members else self.path.read_bytes()
        except OSError as error:
            message = f"cannot read '{self.name}': {error.strerror or error}. Check the path and its permissions."
            raise ReadingError(message) from error
