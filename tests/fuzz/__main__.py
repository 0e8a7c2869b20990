"""`python -m tests.fuzz`: compare engine and verifier on random cases and say what was covered."""

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.books import case
from tests.fuzz.compare import Difference, canonical, compare
from tests.fuzz.coverage import observe
from tests.fuzz.expected import shortfalls, table
from tests.fuzz.shrink import shrink

CHUNK = 50


def run(seeds: range) -> tuple[Counter, list[tuple[int, Difference]]]:
    """Compare the cases of these seeds; returns what they show and where the two disagree."""
    count: Counter = Counter()
    found = []
    for seed in seeds:
        rulebook, facts = case(seed)
        difference, result = compare(rulebook, facts)
        if difference:
            found.append((seed, difference))
        else:
            observe(count, rulebook, facts, result)
    return count, found


def smallest(rulebook: dict, facts: dict, difference: Difference) -> tuple[dict, dict]:
    """A small case with a difference of the same kind."""

    def shows(book: dict, given: dict) -> bool:
        seen = compare(book, given)[0]
        return seen is not None and seen.kind == difference.kind

    return shrink(rulebook, facts, shows)


def report(seed: int, difference: Difference, folder: Path | None) -> str:
    """The smallest rule book and facts with this difference, as text; saved when a folder is given."""
    rulebook, facts = smallest(*case(seed), difference)
    last = compare(rulebook, facts)[0] or difference
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in (("rulebook", rulebook), ("facts", facts)):
            (folder / f"{seed}-{name}.json").write_bytes(canonical(value))
    return "\n".join((f"seed {seed}: {last.text}", *_lines(rulebook), *_lines(facts)))


def _lines(value: dict) -> Iterator[str]:
    """One line for each entry of the lists and tables, small enough to read."""
    for key, part in value.items():
        rows = part["rows"] if isinstance(part, dict) and "rows" in part else part
        if isinstance(rows, list) and rows and isinstance(rows[0], list | dict):
            yield f"  {key}:"
            yield from (f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)
        elif rows not in ([], {}, ""):
            yield f"  {key}: {json.dumps(rows, ensure_ascii=False)}"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--books", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=int, help="begin no more cases after this time")
    parser.add_argument("--save", type=Path, help="write the smallest cases into this folder")
    parser.add_argument("--kinds", type=int, default=8, help="how many differences to make small")
    asked = parser.parse_args()
    begun = time.monotonic()
    last = asked.seed + asked.books
    chunks = [range(at, min(at + CHUNK, last)) for at in range(asked.seed, last, CHUNK)]
    count: Counter = Counter()
    kinds: dict[str, list[tuple[int, Difference]]] = {}
    books = 0
    with multiprocessing.Pool(asked.jobs) as pool:
        for done, (seen, found) in enumerate(pool.imap(run, chunks), 1):
            count += seen
            books += len(chunks[done - 1])
            for seed, difference in found:
                kinds.setdefault(difference.kind, []).append((seed, difference))
            if asked.minutes and time.monotonic() - begun > 60 * asked.minutes:
                break
    print(table(count))
    for line in shortfalls(count):
        print("rare:", line)
    for kind, found in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
        print(f"differs in {len(found)} books: {kind} (seeds {[s for s, _ in found[:5]]})")
    for kind in list(kinds)[: asked.kinds]:
        print(report(*kinds[kind][0], asked.save))
    differing = sum(map(len, kinds.values()))
    print(f"{books} books, {differing} differ, {time.monotonic() - begun:.0f} s")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
