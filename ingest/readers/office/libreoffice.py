"""Let LibreOffice make a file of today of one of before 2007.

The program runs inside the confined child: its memory, processor time and the size of
its files are bound by the limits of the child. Its profile is empty and its own, runs
no macros, follows no links and knows no way to the network but a closed port.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

__all__ = ["converted", "remove_left_behind"]

_PREFIX: Final = "gtnum-office-"

_PROXY = "".join(
    f'<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="{name}" '
    f'oor:op="fuse"><value>{value}</value></prop></item>'
    for name, value in (
        ("ooInetProxyType", "1"),
        ("ooInetHTTPProxyName", "127.0.0.1"),
        ("ooInetHTTPProxyPort", "9"),
        ("ooInetHTTPSProxyName", "127.0.0.1"),
        ("ooInetHTTPSProxyPort", "9"),
    )
)
_SECURITY = "".join(
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
    for name, value in (
        ("MacroSecurityLevel", "3"),
        ("DisableMacrosExecution", "true"),
        ("BlockUntrustedRefererLinks", "true"),
        ("DisableActiveContent", "true"),
    )
)
_SETTINGS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items '
    'xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{_PROXY}{_SECURITY}'
    "</oor:items>"
)


def converted(
    content: bytes, *, ending: str, wanted: str, soffice: str, seconds: float
) -> bytes | None:
    """Return a document in another format.

    Args:
        content: Of the file.
        ending: Of its name, ``doc``.
        wanted: Ending of the format to make, ``docx``.
        soffice: Absolute path of the program.
        seconds: After which it is given up.

    Returns:
        None when LibreOffice fails or takes longer.
    """
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-") as name:
        folder = Path(name)
        source = folder / f"document.{ending}"
        source.write_bytes(content)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [
            soffice,
            f"-env:UserInstallation={profile.parent.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault"),
            *("--convert-to", wanted, "--outdir", name, str(source)),
        ]
        try:
            subprocess.run(  # noqa: S603 - our program, the document is its input
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"HOME": name, "PATH": "/usr/bin:/bin"},
                timeout=seconds,
                check=True,
            )
            return (folder / f"document.{wanted}").read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def remove_left_behind(process: int) -> None:
    """Remove what a process that was killed while it converted has left.

    Args:
        process: Number of the process, which is gone.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}{process}-*"):
        shutil.rmtree(folder, ignore_errors=True)
