"""Recalculation of the city workbook by LibreOffice, timed inside it: loading is apart.

A Basic macro in a profile of its own opens the workbook hidden, calls calculateAll several times
with the clock around each call, and writes the milliseconds, totals and ranks to a text file.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.peers.workbook import CityWorkbook

Array = Any
LIMIT = 900
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Clock"
 script:language="StarBasic">
Sub Main
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim n As Integer
  n = FreeFile
  Open ConvertToURL("{out}") For Output As #n
  before = GetSystemTicks()
  book = StarDesktop.loadComponentFromURL(ConvertToURL("{book}"), "_blank", 0, hidden())
  Print #n, "load " &amp; (GetSystemTicks() - before)
  For i = 1 To {times}
    before = GetSystemTicks()
    book.calculateAll()
    Print #n, "calculate " &amp; (GetSystemTicks() - before)
  Next i
  For m = 1 To {periods}
    cells = book.Sheets.getByName("{sheet}" &amp; m).getCellRangeByName("{range}").getDataArray()
    For i = LBound(cells) To UBound(cells)
      Print #n, "total " &amp; m &amp; " " &amp; cells(i)(0) &amp; " " &amp; cells(i)(1)
    Next i
  Next m
  Close #n
  book.close(True)
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Clock"/>
</library:library>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library"
 xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/"
  xlink:type="simple" library:link="false"/>
</library:libraries>
"""


@dataclass
class Recalculated:
    """Seconds of each recalculation, of loading, and what the workbook came to."""

    seconds: list[float]
    load: float
    totals: Array
    ranks: Array


def program() -> str | None:
    """LibreOffice's command, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def recalculate(book: CityWorkbook, folder: Path, times: int = 5) -> Recalculated:
    """Write the workbook into ``folder`` and let LibreOffice recalculate it so many times."""
    command = program()
    if command is None:
        raise FileNotFoundError("没有安装 LibreOffice(soffice)")
    path, out, profile = folder / "city.xlsx", folder / "out.txt", folder / "profile"
    book.write(path)
    arguments = [
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
    ]
    _run([command, *arguments, "--terminate_after_init"])  # sets up the profile, overwriting it
    basic = profile / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    module = MODULE.format(
        out=out,
        book=path,
        times=times,
        periods=len(book.work.periods),
        sheet="分",
        range=book.total_range,
    )
    (basic / "Standard" / "Clock.xba").write_text(module, encoding="utf-8")
    (basic / "Standard" / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (basic / "script.xlc").write_text(LIBRARIES, encoding="utf-8")
    _run([command, *arguments, "macro:///Standard.Clock.Main"])
    if not out.exists():
        raise RuntimeError("LibreOffice 没有运行宏")
    return _read(out, len(book.work.periods))


def _read(out: Path, periods: int) -> Recalculated:
    lines = [line.split() for line in out.read_text(encoding="utf-8").splitlines() if line.strip()]
    seconds = [float(line[1]) / 1000 for line in lines if line[0] == "calculate"]
    load = next(float(line[1]) / 1000 for line in lines if line[0] == "load")
    rows = np.array([[float(x) for x in line[2:]] for line in lines if line[0] == "total"])
    totals, ranks = rows.reshape(periods, -1, 2).transpose(2, 0, 1)
    return Recalculated(seconds, load, totals, ranks.astype(np.int64))


def _run(command: list[str]) -> None:
    subprocess.run(command, timeout=LIMIT, check=False, capture_output=True)
