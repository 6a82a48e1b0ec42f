"""Pages of a finished PDF as pictures, for looking at and for the printer. One thread only: PDFium has no locks."""

from __future__ import annotations

from typing import NamedTuple


class PageImage(NamedTuple):
    """One page as 32-bit pixels (blue, green, red, unused), ``stride`` bytes per line."""

    page: int
    width: int
    height: int
    stride: int
    pixels: bytes


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points (1/72 inch)."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document.get_page_size(number) for number in range(len(document))]
    finally:
        document.close()


def page_image(pdf: bytes, page: int, scale: float) -> PageImage:
    """One page at ``scale`` pixels per point, form fields drawn too."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        bitmap = document[page].render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
        found = PageImage(page, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        return found
    finally:
        document.close()
