"""python typesetting.py LAYOUT: reads what a sheet says from standard input, writes the PDF to standard output.

A process of its own on purpose: a city's check sheets take some 700 MB while they are laid out, and all of it is given
back when the process ends; a fault in there ends nothing else. It uses nothing of the rest of the project. When what it
made can't be written, the number of that error is what it ends with.
"""

from __future__ import annotations

import os
import sys

import typst


def main() -> None:
    """Lay one sheet out."""
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    compiler = typst.Compiler(sys.argv[1], font_paths=fonts, ignore_system_fonts=True)
    inputs = {"sheet": sys.stdin.buffer.read().decode("utf-8")}
    made = compiler.compile(format="pdf", timestamp=0, sys_inputs=inputs)
    try:
        sys.stdout.buffer.write(made)  # type: ignore[arg-type]  # one file: bytes
        sys.stdout.buffer.flush()
    except OSError as error:
        os._exit(error.errno or 1)  # without a second try to write


if __name__ == "__main__":
    main()
