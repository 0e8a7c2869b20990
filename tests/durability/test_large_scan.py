"""200 MB 的扫描件: sent over real HTTP it is refused with a sentence, and no process ever holds it in memory."""

from __future__ import annotations

import http.client
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.durability.browser import Browser
from tests.durability.cut import PASSWORD, served_until_the_cut

MEGABYTE = 1 << 20
EDGE = "----scan"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="要读 /proc 里的内存用量")


def peak(group):
    """The most memory that any process of the group has held so far, in MB."""
    most = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if int((place / "stat").read_text().rsplit(")", 1)[1].split()[2]) == group:
                told = (place / "status").read_text().split("VmHWM:")[1].split()[0]
                most = max(most, int(told) // 1024)
        except (OSError, IndexError):
            continue
    return most


def send(clerk, path, megabytes):
    """A form with one large file, sent as it is made; what was answered."""
    head = (
        f'--{EDGE}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{clerk.cookies["baton-form"]}\r\n'
        f'--{EDGE}\r\nContent-Disposition: form-data; name="scan"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-'
    ).encode()
    tail = f"\r\n--{EDGE}--\r\n".encode()
    line = http.client.HTTPConnection(urlsplit(clerk.address).netloc, timeout=120)
    line.putrequest("POST", path)
    line.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in clerk.cookies.items()))
    line.putheader("Content-Type", f"multipart/form-data; boundary={EDGE}")
    line.putheader("Content-Length", str(len(head) + megabytes * MEGABYTE + len(tail)))
    line.endheaders()
    line.send(head)
    for _ in range(megabytes):
        line.send(b"x" * MEGABYTE)
    line.send(tail)
    answer = line.getresponse()
    found = answer.status, answer.read().decode()
    line.close()
    return found


def test_a_scan_of_200_mb_is_refused_and_never_held_in_memory(home):
    with served_until_the_cut(home) as served:
        clerk = Browser(served.address)
        clerk.sign_in("he", PASSWORD)
        sheet = clerk.get("/office/desk/").text.split("/office/desk/")[1:]
        pk = next(part.split("/")[0] for part in sheet if part.split("/")[0].isdigit())
        before = peak(served.group)
        status, page = send(clerk, f"/office/desk/{pk}/1/scan/", 200)
        after = peak(served.group)
        assert status == 409 and "超过 60 MB" in page and "请压缩" in page
        kept, _ = send(clerk, f"/office/desk/{pk}/1/scan/", 50)
        assert kept == 302
        assert peak(served.group) - before < 60, json.dumps([before, after, peak(served.group)])
    left = [path for path in (home / "files").rglob("*") if path.stat().st_size > 60 * MEGABYTE]
    assert left == []
