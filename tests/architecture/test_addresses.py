"""The repository names no place to download from: an office uses its own mirror, or none at all."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, project_files

# Written in pieces, so that this file does not find itself.
HOSTS = [
    ".".join(pieces)
    for pieces in [
        ("pypi", "org"),
        ("files", "pythonhosted"),
        ("pypi", "python", "org"),
        ("registry", "npmjs"),
        ("registry", "yarnpkg"),
        ("deb", "debian"),
        ("security", "debian"),
        ("pypi", "tuna"),
        ("mirrors", "aliyun"),
    ]
]
IN_REQUIREMENTS = re.compile(r"https?://|file:|--(extra-)?index-url|--find-links|^-[if]\b", re.M)
LOCKS_WITH_ADDRESSES = {"uv.lock", "poetry.lock", "Pipfile.lock"}


def addresses(root: Path) -> list[str]:
    """One sentence for each download address in the files below `root`."""
    faults = []
    for path in project_files(root):
        name = path.relative_to(root).as_posix()
        text = path.read_bytes().lower().decode("utf-8", errors="ignore")
        faults += [f"{name} 写有下载地址 {host}" for host in HOSTS if host in text]
        if name.startswith("requirements/") and (found := IN_REQUIREMENTS.search(text)):
            faults.append(f"{name} 写有下载位置 {found.group()}")
        if path.name in LOCKS_WITH_ADDRESSES:
            faults.append(f"{name} 会记录下载地址,请改用 make requirements")
    return faults


def test_no_file_names_a_place_to_download_from():
    assert addresses(ROOT) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *[("docs/install.md", f"see https://{host}.example/simple") for host in HOSTS],
        ("docs/install.md", f"HTTPS://{HOSTS[0].upper()}/"),
        ("requirements/dev.txt", "tool @ https://example.invalid/tool.whl"),
        ("requirements/dev.txt", "numpy==2\n--extra-index-url mirror\n"),
        ("requirements/dev.txt", "# comment\n-i mirror\n"),
        ("requirements/dev.in", "tool @ file:///home/me/tool.whl"),
        ("uv.lock", "version = 1"),
    ],
)
def test_an_address_is_found(tmp_path, name, text):
    planted = tmp_path / name
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(text, encoding="utf-8")
    assert addresses(tmp_path)


def test_the_licence_of_a_dependency_may_name_its_home(tmp_path):
    (tmp_path / "LICENSE").write_text("http://www.apache.org/licenses/", encoding="utf-8")
    assert addresses(tmp_path) == []
