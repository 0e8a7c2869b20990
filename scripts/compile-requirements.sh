#!/bin/sh
# Pin every package by version and hash, without writing down where it was fetched from:
# an office installs from its own mirror, and hashes hold whichever mirror that is.
# One resolution for all supported Python versions (`fewest`), so that figures never depend on
# which Python an office happens to have. Extra arguments go to uv, e.g. --upgrade.
set -eu
cd "$(dirname "$0")/.."

pin() {
    output=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-config \
        --custom-compile-command "make requirements" --output-file "requirements/$output" "$@"
}

pin runtime.txt pyproject.toml "$@"
pin dev.txt pyproject.toml requirements/dev.in "$@"
pin installer.txt requirements/installer.in "$@"
