"""What a text seems to hold that should not stand there: names, phone numbers, coordinates, grade marking.

Rules kept here (domain: roles, not names; no graded information, ever):

* it is a hint and never a hindrance: nothing is blocked, removed or changed, nothing is sent or stored;
* it prefers silence to noise: institutions, places and words that begin a sentence are not taken for names.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["grade", "coordinates", "phone", "email", "national_id", "name"]


class Caution(NamedTuple):
    """One suspicion: what it looks like, and the words that raised it."""

    kind: Kind
    words: str


_GRADE = re.compile(
    r"\b(?:STRENGT FORTROLIG|STRENGT HEMMELIG|STRENGT HEMMELEG|STRENGT FORTRULEG|BEGRENSET|AVGRENSA|KONFIDENSIELT|"
    r"FORTROLIG|FORTRULEG|HEMMELIG|HEMMELEG|RESTRICTED|CONFIDENTIAL|SECRET|NATO UNCLASSIFIED|COSMIC TOP SECRET)\b"
    r"|\b(?i:gradert\s+(?:begrenset|konfidensielt|fortrolig|hemmelig))\b"
)
_COORDINATES = re.compile(
    r"[-\u2212]?\b\d{1,2}[.,]\d{3,}\s*°?\s*[NSns]?\s*[,;/ ]\s*[-\u2212]?\d{1,3}[.,]\d{3,}\b"
    r"|\b\d{1,3}\s*°\s*\d{1,2}(?:[.,]\d+)?\s*['\u2032\u2019]"
    r"|\b\d{1,2}[A-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{4,5}\s?\d{4,5}\b"
)
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_NATIONAL_ID = re.compile(r"\b[0-7]\d[01]\d{3}\s?\d{5}\b")
_PHONE = re.compile(
    r"(?:\+|\b00)\d{1,3}[\s-]?(?:\(?\d{1,4}\)?[\s-]?){2,5}\d{2,}\b|\b(?:\d{2}\s){3}\d{2}\b|\b[49]\d{2}\s\d{2}\s\d{3}\b"
)
_TITLED = re.compile(
    r"\b(?:[Hh]err|[Ff]ru|[Ff]røken|[Dd]r|[Mm]r|[Mm]rs|[Mm]s|[Ss]jeik|[Ss]heikh?|[Ii]mam|[Gg]eneral|[Oo]berst|[Kk]aptein|[Mm]ajor|[Pp]astor|"
    r"[Hh]ajji|[Uu]stad|[Mm]ullah?|[Mm]inister)\.?\s+([A-ZÆØÅÄÖÉ][\wæøåäöé'’-]+(?:\s+[A-ZÆØÅÄÖÉ][\wæøåäöé'’-]+)*)"
)
_NAME_PART = r"[A-ZÆØÅÄÖÉ][a-zæøåäöéüíáóñ'’-]+"
_PAIR = re.compile(
    r"(?<![.!?:»\"\n] )(?<!^)(?<!\n)\b"
    rf"({_NAME_PART}(?: (?:al-|el-|bin |ibn |van |von |de |da |dos )?{_NAME_PART}){{1,3}})"
)
_NOT_NAMES = re.compile(
    r"(?i:\b(?:land|stan|byen?|nord|sør|øst|vest|south|north|east|west|central|new|united|nations|nasjoner|verdensbanken|world|bank|"
    r"fond(?:et)?|fund|organisasjon|organisation|council|flyktninghjelp\w*|kirkens|nødhjelp|røde|kors|red|cross|redd|barna|save|"
    r"children|norsk\w*|norwegian|ambassade\w*|embassy|universit\w+|institut\w+|program\w*|kongo|guinea|leone|sudan|republic|republikk\w*|"
    r"foundation|committee|komit\w+|union\w*|new york|genève|addis|abeba|cox|bazar|port|prince|gulf|horn|afrika|africa|"
    r"asia|europe\w*|amerika|america|provinsen?|province|district|distrikt\w*|stasjon\w*|delegasjon\w*|team|plan|strategi\w*|"
    r"strategy|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|january|february|march|may|june|july|"
    r"october|december)\b)"
)
_LIMIT = 20_000
"""Letters looked at; a text longer than this is a document, and looking must never be felt while typing."""


def cautions(text: str) -> tuple[Caution, ...]:
    """What ``text`` seems to hold, the gravest first; one of each kind."""
    looked_at = text[:_LIMIT]
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("grade", _GRADE),
        ("coordinates", _COORDINATES),
        ("national_id", _NATIONAL_ID),
        ("phone", _PHONE),
        ("email", _EMAIL),
    )
    found = [Caution(kind, match.group().strip()) for kind, pattern in patterns if (match := pattern.search(looked_at))]
    name = _name_in(looked_at)
    return (*found, Caution("name", name)) if name else tuple(found)


def _name_in(text: str) -> str:
    if titled := _TITLED.search(text):
        return titled.group().strip()
    for match in _PAIR.finditer(text):
        if not _NOT_NAMES.search(match.group(1)):
            return match.group(1)
    return ""
