"""Office files behind a password (.docx .xlsx .doc .xls): decrypted in memory, then read as what they are."""

import hashlib
import io
import struct
import zipfile
from dataclasses import replace
from xml.parsers.expat import ExpatError

from perfnlp.errors import ReadingError
from perfnlp.reading.formats import Format, detect_format
from perfnlp.reading.options import ReadingOptions
from perfnlp.records import Report

_OFFICE_DEFAULT = "VelvetSweatshop"  # Office opens files with this password without asking
_BROKEN = (
    OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError, struct.error, zipfile.BadZipFile,
    OverflowError, EOFError, ExpatError,
)  # fmt: skip
"""What msoffcrypto lets through, beside its own errors, where the file is cut or changed."""


def read_encrypted(data: bytes, name: str, options: ReadingOptions) -> Report:
    """Return the report in `data`, opened with the first password of the options that fits.

    Raises:
        ReadingError: no password fits, the encryption is unknown, or what it hid cannot be read.
    """
    from perfnlp.reading import read_bytes

    for password in (*options.passwords, _OFFICE_DEFAULT):
        opened = _decrypted(data, password, name)
        if opened is None:
            continue
        if detect_format(opened, name) is Format.ENCRYPTED:
            break
        report = read_bytes(opened, name, options=options)
        return replace(report, sha256=hashlib.sha256(data).hexdigest())
    message = (
        f"cannot read '{name}': it is behind a password"
        f"{', and none of those given opens it' if options.passwords else ''}. Give the password with --password-file."
    )
    raise ReadingError(message)


def _decrypted(data: bytes, password: str, name: str) -> bytes | None:
    """Return the file without its encryption, None if `password` does not open it."""
    import msoffcrypto
    from msoffcrypto import exceptions

    opened = io.BytesIO()
    known = (exceptions.FileFormatError, exceptions.ParseError, exceptions.DecryptionError, *_BROKEN)
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=password, **({"verify_password": True} if file.format == "ooxml" else {}))
    except exceptions.InvalidKeyError:
        return None
    except known as error:
        raise ReadingError(_damaged(name)) from error
    try:
        file.decrypt(opened)
    except known as error:
        raise ReadingError(_damaged(name)) from error
    return opened.getvalue()


def _damaged(name: str) -> str:
    return (
        f"cannot read '{name}': it is behind a password, and it is damaged or encrypted in an unknown way. "
        "Open it in its program and save it without a password."
    )
