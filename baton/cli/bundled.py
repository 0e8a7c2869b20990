"""Where the files that travel with Baton are: in the installed package, or else in the source tree."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def verifier() -> Path:
    """The offline verifier, a single file that runs on any Python without Baton."""
    return _first(
        PACKAGE / "_verify" / "baton_verify.py", PACKAGE.parent / "verify/baton_verify.py"
    )


def examples() -> Path:
    """The folder of worked examples."""
    return _first(PACKAGE / "examples", PACKAGE.parent / "examples")


def _first(installed: Path, source: Path) -> Path:
    """An installed copy wins; see hatch_build.py for how it gets there."""
    if installed.exists():
        return installed
    if source.exists():
        return source
    raise FileNotFoundError(f"安装不完整:缺少 {installed.name}。请重新安装指挥棒。")
