"""python -m tests.durability.past.make COMMIT…: an office as the program of an earlier commit left it, for later ones to open.

Each commit's own services live through a year that touches every table (its tests/domain/every_write.py), and its own
`baton backup` writes COMMIT.zip beside this file; COMMIT.json says what its totals were. Add the newest commit before
a release; an office that is there stays as it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
YEAR = """
import json, sys
from datetime import timedelta
from pathlib import Path
from baton.cli.commands.office import set_up
set_up()
from baton.domain.accounts import services as accounts
from tests import stories
from tests.domain.every_write import live_through
papers, told = Path(sys.argv[1]), Path(sys.argv[2])
clerk = accounts.found(username="he", name="何科长", password=sys.argv[3], at=stories.AT - timedelta(1))
live_through(papers, clerk, stories.AT)
from baton.desk import computing
computing.refresh_all(at=stories.AT)
from baton.domain.assessment.models import Run
totals = {
    f"{run.round.name} {run.kind} {run.number}": {line.name: [line.total, line.rank] for line in run.lines.order_by("pk")}
    for run in Run.objects.order_by("pk")
}
told.write_text(json.dumps(totals, ensure_ascii=False) + "\\n", "utf-8")
"""
BACKUP = "import sys; from baton.cli.main import main; sys.exit(main())"


def make(commit: str) -> None:
    """The office of one commit."""
    with tempfile.TemporaryDirectory() as folder:
        then, papers = Path(folder) / "then", Path(folder) / "papers"
        papers.mkdir()
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", then, commit], cwd=ROOT, check=True)  # fmt: skip
        try:
            own = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
            own |= {"BATON_HOME": str(Path(folder) / "home"), "PYTHONPATH": str(then)}
            for words in (
                [YEAR, papers, HERE / f"{commit}.json", "yunzhou-2027-kaohe"],
                [BACKUP, "backup", HERE / f"{commit}.zip", "--force"],
            ):
                subprocess.run([sys.executable, "-c", *words], cwd=then, env=own, check=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", then], cwd=ROOT, check=True)


if __name__ == "__main__":
    for commit in sys.argv[1:]:
        make(commit)
