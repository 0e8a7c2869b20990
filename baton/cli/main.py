"""Read the command line, call one thing, print the answer."""

import argparse
from collections.abc import Sequence

from baton import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run `baton` and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="baton", description="指挥棒:年度目标责任考核。每个分数都说得清、算得准、查得到。"
    )
    parser.add_argument("--version", action="version", version=f"指挥棒 {__version__}")
    parser.parse_args(argv)
    parser.print_help()
    return 0
