#!/bin/sh
# Make dist/baton-<version>-offline.tar.gz: everything an office without a network needs, apart from Python.
# Needs the network itself. Wheels for both kinds of office server and all supported Python versions;
# manylinux up to 2.28, because the Linux systems in offices have glibc 2.28.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
version=$($python -m hatchling version)
name=baton-$version-offline
folder=build/$name

rm -rf "$folder"
mkdir -p "$folder/wheels" dist
cp scripts/offline/start.sh scripts/offline/README.md LICENSE CHANGELOG.md "$folder/"
cp requirements/runtime.txt "$folder/requirements.txt"

for machine in x86_64 aarch64; do
    for minor in 11 12 13; do
        echo "正在收集 $machine / Python 3.$minor 的软件包……"
        $python -m pip download --quiet --disable-pip-version-check \
            --require-hashes --no-deps --only-binary :all: --dest "$folder/wheels" \
            --implementation cp --python-version 3.$minor --abi cp3$minor --abi abi3 --abi none \
            --platform manylinux_2_28_$machine --platform manylinux_2_27_$machine \
            --platform manylinux_2_26_$machine --platform manylinux_2_24_$machine \
            --platform manylinux_2_17_$machine --platform manylinux2014_$machine \
            -r requirements/runtime.txt
    done
done

# The newest commit dates the files, so that the same source gives the same wheel.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)
export SOURCE_DATE_EPOCH
$python -m hatchling build -t wheel -d "$folder" >/dev/null 2>&1

(cd "$folder" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    -C build -cf - "$name" | gzip -n >"dist/$name.tar.gz"
echo "已生成 dist/$name.tar.gz($(du -h "dist/$name.tar.gz" | cut -f1))"
