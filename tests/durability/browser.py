"""A clerk's browser, as little of it as a trial needs: cookies, forms, files; an answer is never followed."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    goes_to: str

    def hidden(self, name: str) -> str:
        """A hidden field of the page."""
        return unescape(self.text.split(f'name="{name}" value="', 1)[1].split('"', 1)[0])


@dataclass
class Browser:
    """One signed-in clerk at one address."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, Any] | None = None) -> Answer:
        """Send a form; with a file among its fields as browsers send files."""
        said = {"csrfmiddlewaretoken": self.cookies.get("baton-form", ""), **(fields or {})}
        if any(isinstance(value, SimpleUploadedFile) for value in said.values()):
            return self._ask("POST", path, encode_multipart(BOUNDARY, said), MULTIPART_CONTENT)
        body = urlencode(said, doseq=True).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded")

    def sign_in(self, name: str, password: str) -> None:
        self.get("/login/")
        assert self.post("/login/", {"username": name, "password": password}).status == 302

    def _ask(self, verb: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        line = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        line.request(
            verb, quote(path, safe="/?&=%"), body, heads | ({"Content-Type": kind} if kind else {})
        )
        answer = line.getresponse()
        for told in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = told.split(";")[0].partition("=")
            self.cookies[name] = value
        found = Answer(
            answer.status, answer.read().decode("utf-8", "replace"), answer.getheader("Location") or ""
        )  # fmt: skip
        line.close()
        return found


def file(name: str, content: str | bytes) -> SimpleUploadedFile:
    """A file to choose in a form."""
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
