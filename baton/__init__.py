"""指挥棒 Baton: annual performance assessment in which every score explains itself.

An assessment is one pure function: score = f(rule book, facts). `baton.scoring` is that function;
`baton.documents` brings rule books and facts in and results out; `baton.cli` is the command.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("baton-assessment")
except PackageNotFoundError:  # imported from an unpacked source folder, before `make install`
    __version__ = "0+source"
