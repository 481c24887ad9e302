"""A zip of files that has the same bytes wherever and whenever it is made."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

SUMS = "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def write(files: Mapping[str, bytes], folder: str) -> bytes:
    """The files in a folder, with their digests as `sha256sum --check` reads them; sorted, undated, uncompressed:
    compressed bytes differ from one zlib to another."""
    whole = {**files, SUMS: _sums(files)}
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name in sorted(whole):
            info = ZipInfo(f"{folder}/{name}", _EPOCH)
            info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(info, whole[name])
    return target.getvalue()


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
