"""The files of the project, as the architecture tests see them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCED = {
    *(".git", ".venv", "dist", "build", "__pycache__"),
    *(".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache"),
}


def project_files(root: Path = ROOT) -> list[Path]:
    """Every file that is, or would be, under version control; in an unpacked archive simply every file."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        names = listing.stdout.decode().split("\0")
        paths = [root / name for name in names if name]
    else:
        paths = [p for p in root.rglob("*") if not PRODUCED & set(p.relative_to(root).parts)]
    return sorted(path for path in paths if path.is_file())


def python_files(folder: str) -> list[Path]:
    """The Python files below `folder`, which is given from the project's root."""
    return sorted((ROOT / folder).rglob("*.py"))
