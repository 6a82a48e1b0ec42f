"""Names that read alike: a stranger's card may carry a trusted workplace's name in other letters."""

from __future__ import annotations

import unicodedata

_CAPITALS = str.maketrans("ΗΝ", "HN")
"""Whose small letters look like others."""
_LATIN = str.maketrans(
    "авеёкмнорстухіїјѕԁԛԝһпгиαβγεηικνορτυχω01iøłđıĸ",
    "abeekmhopctyxlljsdqwhnruabyenlkvoptuxwolloldlk",
)
"""Letters of other scripts, and digits, as the Latin letter that they look like."""


def skeleton(name: str) -> str:
    """What is left of a name when case, marks, spaces and look-alike letters are taken away.

    After the idea of Unicode Technical Standard 39, section 4, with the letters that occur in names here.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).translate(_CAPITALS).casefold())
    letters = plain.translate(_LATIN)
    return "".join(sign for sign in letters if sign.isalnum()).replace("rn", "m").replace("vv", "w")
