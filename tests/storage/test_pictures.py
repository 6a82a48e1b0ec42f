"""Pictures lose place, time and camera, and stay pictures."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from neksus_desktop.errors import StoragePictureError
from neksus_desktop.storage.pictures import is_picture, strip_metadata

SECRET = "60.4720N 8.4689E Ola Nordmann"


def picture(kind: str, *, orientation: int = 1) -> bytes:
    """A small picture with the secret wherever its kind can hold one."""
    image = Image.effect_noise((40, 30), 60).convert("P" if kind == "GIF" else "RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET
    exif[0x8825] = {2: (60.0, 28.0, 19.0), 4: (8.0, 28.0, 8.0)}
    out = io.BytesIO()
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", SECRET)
        info.add_itxt("XML:com.adobe.xmp", SECRET)
        image.save(out, kind, exif=exif, pnginfo=info)
    elif kind == "GIF":
        image.save(out, kind, comment=SECRET.encode())
    elif kind == "JPEG":
        image.save(out, kind, exif=exif, comment=SECRET.encode(), xmp=SECRET.encode(), progressive=True)
    else:
        image.save(out, kind, exif=exif, xmp=SECRET.encode())
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_nothing_is_told_and_no_pixel_is_lost(kind: str) -> None:
    data = picture(kind) + b"etterslep: " + SECRET.encode()
    assert data.count(SECRET.encode()) >= 2
    clean = strip_metadata(data, "bilde")
    assert SECRET.encode() not in clean
    assert Image.open(io.BytesIO(clean)).convert("RGB").tobytes() == (
        Image.open(io.BytesIO(data)).convert("RGB").tobytes()
    )
    assert strip_metadata(clean, "bilde") == clean


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_keeps_its_orientation_and_nothing_else(orientation: int) -> None:
    exif = Image.open(io.BytesIO(strip_metadata(picture("JPEG", orientation=orientation), "bilde"))).getexif()
    assert dict(exif) == ({} if orientation == 1 else {0x0112: orientation})


@pytest.mark.parametrize(
    "data",
    [
        picture("JPEG")[:200],
        picture("PNG")[:60],
        b"\xff\xd8\xff\xe1\x00",
        b"II*\x00" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(4),
        b"",
    ],
)
def test_what_cannot_be_cleaned_is_refused(data: bytes) -> None:
    with pytest.raises(StoragePictureError):
        strip_metadata(data, "bilde")


def test_a_lying_file_name_hides_no_picture() -> None:
    assert is_picture(picture("JPEG"), "application/pdf")
    assert is_picture(picture("WEBP"), "text/plain")
    assert not is_picture(b"%PDF-1.7", "application/pdf")


def test_a_foreign_png_chunk_goes() -> None:
    data = picture("PNG")
    body = b"gpSx" + SECRET.encode()
    chunk = struct.pack(">I", len(SECRET)) + body + struct.pack(">I", zlib.crc32(body))
    assert SECRET.encode() not in strip_metadata(data[:33] + chunk + data[33:], "bilde")
