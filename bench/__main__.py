"""python -m bench [--only NAME] [--quick]: every figure of this project, measured here and now."""

from __future__ import annotations

import argparse

from bench import boards, files, office
from bench.report import Line, header, show

MEASURES = {
    "city": boards.city_year,
    "workbook": boards.workbook,
    "nation": boards.nation_month,
    "year": boards.nation_year,
    "score": files.end_to_end,
    "explain": files.explain_one_cell,
    "verify": files.verify_and_archive,
    "read": files.read_figures,
    "desk": office.desk,
    "wide": office.wide,
}


def main() -> None:
    """Measure, then print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=MEASURES, action="append", help="只测这一项,可写几次")
    parser.add_argument("--quick", action="store_true", help="小规模跑一遍,只看通不通")
    arguments = parser.parse_args()
    print(header())
    lines: list[Line] = []
    for name, measure in MEASURES.items():
        if not arguments.only or name in arguments.only:
            lines += measure(arguments.quick)
    show(lines, judged=not arguments.quick)
    print(header())


if __name__ == "__main__":
    main()
