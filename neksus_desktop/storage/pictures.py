"""Taking place, time, camera and author out of pictures before they are kept. Bytes in, bytes out.

Rules kept here:

* JPEG: every application segment goes but JFIF, ICC and Adobe's colour mark, and every comment; of EXIF only the
  orientation is written anew (else the picture would lie on its side); what follows the end of the picture goes;
* PNG: only chunks that make the picture stay; WebP: EXIF and XMP go; GIF: comments and foreign extensions go;
* another kind of picture is refused rather than kept with its metadata.
"""

from __future__ import annotations

import struct

from neksus_desktop.errors import StoragePictureError

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
     b"acTL", b"fcTL", b"fdAT"}
)  # fmt: skip
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
_JFIF, _ICC, _ADOBE, _EXIF, _COMMENT = 0xE0, 0xE2, 0xEE, 0xE1, 0xFE
_SCAN, _END, _START = 0xDA, 0xD9, 0xD8
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_ORIENTATION, _SHORT = 0x0112, 3


def is_picture(data: bytes, media_type: str) -> bool:
    """Whether a file is a picture, by its first bytes or its declared type."""
    return media_type.startswith("image/") or data.startswith((b"\xff\xd8\xff", _PNG, b"GIF8")) or _is_webp(data)


def strip_metadata(data: bytes, name: str) -> bytes:
    """The picture without metadata.

    Raises:
        StoragePictureError: it is of a kind, or so damaged, that this cannot be done.
    """
    try:
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
        if _is_webp(data):
            return _webp(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _gif(data)
    except (IndexError, struct.error, ValueError) as error:
        raise StoragePictureError(name=name) from error
    raise StoragePictureError(name=name)


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def _jpeg(data: bytes) -> bytes:
    out, here, orientation = [b"\xff\xd8"], 2, 1
    while True:
        if data[here] != 0xFF:  # noqa: PLR2004  # every marker begins so
            raise ValueError
        marker = data[here + 1]
        if marker == 0xFF:  # noqa: PLR2004  # fill byte
            here += 1
            continue
        if marker == _END:
            out.append(b"\xff\xd9")
            break
        if marker in _NO_LENGTH:
            out.append(data[here : here + 2])
            here += 2
            continue
        (length,) = struct.unpack_from(">H", data, here + 2)
        segment = data[here : here + 2 + length]
        if len(segment) != 2 + length:
            raise ValueError
        here += 2 + length
        if marker == _EXIF and segment[4:10] == b"Exif\x00\x00":
            orientation = _orientation(segment[10:])
        elif _keeps(marker, segment):
            out.append(segment)
        if marker == _SCAN:
            scan = _scan_end(data, here)
            out.append(data[here:scan])
            here = scan
    if orientation != 1:
        out.insert(1, _orientation_segment(orientation))
    return b"".join(out)


def _keeps(marker: int, segment: bytes) -> bool:
    if marker == _COMMENT:
        return False
    if not _JFIF <= marker <= 0xEF:  # noqa: PLR2004  # APP0 to APP15
        return True
    named = {_JFIF: b"JFIF\x00", _ICC: b"ICC_PROFILE\x00", _ADOBE: b"Adobe"}.get(marker)
    return named is not None and segment[4:].startswith(named)


def _scan_end(data: bytes, here: int) -> int:
    """Where the compressed picture data ends: at the next marker that is neither stuffing nor a restart."""
    while True:
        here = data.index(b"\xff", here)
        if data[here + 1] != 0 and data[here + 1] not in _NO_LENGTH:
            return here
        here += 2


def _orientation(tiff: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, first)
    for place in range(first + 2, first + 2 + 12 * min(count, 200), 12):
        tag, kind = struct.unpack_from(order + "HH", tiff, place)
        if (tag, kind) == (_ORIENTATION, _SHORT):
            (value,) = struct.unpack_from(order + "H", tiff, place + 8)
            return int(value) if 1 <= value <= 8 else 1  # noqa: PLR2004  # EXIF 4.6.4 A: values 1 to 8
    return 1


def _orientation_segment(orientation: int) -> bytes:
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, orientation, 0)
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    out, here = [_PNG], len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", data, here)
        kind = data[here + 4 : here + 8]
        chunk = data[here : here + 12 + length]
        if len(chunk) != 12 + length:
            raise ValueError
        if kind in _PNG_KEPT:
            out.append(chunk)
        if kind == b"IEND":
            return b"".join(out)
        here += 12 + length


def _webp(data: bytes) -> bytes:
    out, here = [], 12
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    while here + 8 <= min(end, len(data)):
        kind = data[here : here + 4]
        (length,) = struct.unpack_from("<I", data, here + 4)
        chunk = data[here : here + 8 + length + (length & 1)]
        if kind == b"VP8X":
            flags = chunk[8] & ~0x0C  # the marks that say EXIF and XMP follow
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if kind not in _WEBP_DROPPED:
            out.append(chunk)
        here += 8 + length + (length & 1)
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _gif(data: bytes) -> bytes:
    here = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    out = [data[:here]]
    while data[here] != 0x3B:  # noqa: PLR2004  # GIF89a: trailer
        start = here
        if data[here] == 0x2C:  # noqa: PLR2004  # GIF89a: image descriptor
            here += 10 + (3 << ((data[here + 9] & 7) + 1) if data[here + 9] & 0x80 else 0) + 1
            keep = True
        elif data[here] == 0x21:  # noqa: PLR2004  # GIF89a: extension
            keep = data[here + 1] == 0xF9 or data[here + 3 : here + 14] == b"NETSCAPE2.0"  # noqa: PLR2004  # timing, loop
            here += 2
        else:
            raise ValueError
        while data[here]:
            here += data[here] + 1
        here += 1
        if keep:
            out.append(data[start:here])
    return b"".join(out) + b"\x3b"
