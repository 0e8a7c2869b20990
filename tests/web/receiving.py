"""收一张表: how a table is sent, and what its page says and asks."""

import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.sent import book


def text(answer):
    return html.unescape(answer.content.decode())


def upload(path, rows, merged=(), title="Sheet1"):
    return SimpleUploadedFile(path.name, book(path, rows, merged, title).read_bytes())


def hidden(answer, name):
    return [html.unescape(one) for one in re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', answer.content.decode())]  # fmt: skip


def button(answer, label):
    """The value of the button that says this."""
    found = re.search(rf'<button class="[^"]*" name="(\w+)" value="([^"]*)">{re.escape(label)}', answer.content.decode())  # fmt: skip
    return found[1], html.unescape(found[2])
