"""Convert a file with LibreOffice: in a private profile, within a time limit, without macros, links and network."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from perfnlp.errors import ReadingError

_SECONDS = 120
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/opt/libreoffice/program/soffice",
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Office.Calc/Content/Update", "Link", "2"),  # never
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),  # a proxy that nobody answers at: what is asked for is not fetched
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def convert(data: bytes, ending: str, target: str, name: str) -> bytes:
    """Return the file in `data` as LibreOffice converts it; nothing is left on the disk.

    Args:
        data: the file.
        ending: its own ending, e.g. "doc".
        target: the ending to convert to, e.g. "docx".
        name: what the file is called in messages.

    Raises:
        ReadingError: LibreOffice is missing, takes too long or cannot convert the file.
    """
    program = _program()
    if program is None:
        message = (
            f"cannot read '{name}': a .{ending} file is read by LibreOffice, which is not installed. "
            f"Install LibreOffice (https://www.libreoffice.org), or save the file as .{target}."
        )
        raise ReadingError(message)
    with tempfile.TemporaryDirectory(prefix="perfnlp-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source = place / f"source.{ending}"
        source.write_bytes(data)
        _write_settings(place / "profile" / "user")
        _run(program, place, source, target, name)
        made = place / "out" / f"source.{target}"
        if not made.is_file():
            message = (
                f"cannot read '{name}': LibreOffice cannot convert this .{ending} file, it may be damaged. "
                f"Open it in its program and save it as .{target}."
            )
            raise ReadingError(message)
        return made.read_bytes()


def _program() -> str | None:
    """Return LibreOffice's command, on the path or where installers put it; None if there is none."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return on_path or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def _write_settings(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}">'
        f'<prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, key, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    settings = f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    (folder / "registrymodifications.xcu").write_text(settings, encoding="utf-8")


def _run(program: str, place: Path, source: Path, target: str, name: str) -> None:
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        "--convert-to", target, "--outdir", str(place / "out"), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603  a fixed command on a file of our own
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd=place, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        message = (
            f"cannot read '{name}': LibreOffice had not converted it after {_SECONDS} s. "
            f"Open it in its program and save it as .{target}."
        )
        raise ReadingError(message) from error
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with all processes that it started, whether or not it is still at work."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
