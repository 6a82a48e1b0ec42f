"""What is inside a signed file: JSON lines, gzip'd; one line per thing, so that reading streams.

Each line is ``["name",{…}]`` in canonical JSON (RFC 8785): a Version's hash is the SHA-256 of exactly the bytes
between the comma and the closing bracket. The first line is the header. Which names each kind knows stands in
``ENTRIES``; a file of a newer minor format may hold more names, which are passed over here. Members unknown here are
passed over in every line but the header: a Version made by a newer program travels on unchanged, in whosever file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from neksus_desktop.bundles.sign import Kind
from neksus_desktop.errors import BundleContentError, BundleSizeError, BundleVersionError
from neksus_desktop.records.canonical import canonical, parse_canonical
from neksus_desktop.records.comment import Comment
from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash
from neksus_desktop.records.version import Approval, Version
from neksus_desktop.records.workplace import Card, WorkplaceRole

FORMAT = "1.0"
Edition = Literal["full", "shareable", "anonymised"]
EDITIONS: tuple[Edition, ...] = ("full", "shareable", "anonymised")
LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader and the database keep exactly (RFC 8785, 3.2.2.3)."""
Result = Literal["accepted", "refused", "waiting"]

Hash = Annotated[VersionHash, Field(pattern=r"^[0-9a-f]{64}$")]
Id = Annotated[RecordId, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Key = Annotated[Thumbprint, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]


def _text_time(value: object) -> object:
    """Times are RFC 3339 texts; a bare number is nobody's time of day."""
    if isinstance(value, datetime) or (isinstance(value, str) and "T" in value):
        return value
    raise ValueError("not a time")


def sensible(at: datetime) -> bool:
    """Whether a time has an offset, and lies where every calendar and time zone can still reckon with it."""
    return at.tzinfo is not None and 1900 <= at.year <= 2200  # noqa: PLR2004 - years


def _sensible_time(value: datetime) -> datetime:
    if not sensible(value):
        raise ValueError("not a time")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_text_time), AfterValidator(_sensible_time)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Address(_Line):
    """One recipient and the number that this file has in the row of files from the sender to it."""

    thumbprint: Key
    sequence: int = Field(ge=1, le=LARGEST)


class Approver(_Line):
    """An approver's own signing key, vouched for by the sender with the file's signature. ``label`` is a role."""

    label: str = Field(min_length=1, max_length=100)
    signing: dict[str, str]
    revoked_at: Moment | None = None


class Header(_Line):
    """First line of every file. No recipients: for everybody who trusts the sender."""

    format: str = Field(pattern=r"^[1-9][0-9]{0,5}\.[0-9]{1,6}$")
    kind: Kind
    sender: Card
    recipients: tuple[Address, ...] = ()
    made_at: Moment
    invented: bool = False
    edition: Edition = "full"
    approvers: tuple[Approver, ...] = ()


class Lineage(_Line):
    """Parents of Versions of a record that may not be here, so that «older» and «newer» can be told without them."""

    record: Id
    links: dict[Hash, tuple[Hash, ...]]


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ReceiptItem(_Line):
    """What the recipient did with one Version; ``reason`` is a code or the recipient's own words.

    ``attachments`` are the digests of the Version's files that the recipient has whole, ``missing`` those it waits for.
    """

    record: Id
    version: Hash
    result: Result
    reason: str = Field(default="", max_length=2000)
    attachments: tuple[Digest, ...] = ()
    missing: tuple[Digest, ...] = ()


class Receipt(_Line):
    """What became of one file: ``digest`` is the SHA-256 of its signed payload."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    sequence: int = Field(ge=0, le=LARGEST)
    received_at: Moment
    items: tuple[ReceiptItem, ...] = ()


class RosterInfo(_Line):
    """A roster's number (a higher one replaces a lower one) and how long it is good."""

    number: int = Field(ge=1, le=LARGEST)
    valid_from: Moment
    valid_until: Moment


class RosterEntry(_Line):
    """A workplace that headquarters vouches for, or no longer does."""

    card: Card
    role: WorkplaceRole
    valid_from: Moment
    replaces: Key | None = None
    revoked_at: Moment | None = None
    revoked_reason: str = Field(default="", max_length=500)


class AttachmentPart(_Line):
    """A piece (base64) of a file that a Version of ``record`` names by ``digest``; ``offset`` in bytes."""

    record: Id
    digest: Digest
    offset: int = Field(ge=0, le=LARGEST)
    content: str


class FormEntry(_Line):
    """A form's source (base64), named by id, version and the SHA-256 of its compiled source."""

    id: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")
    version: str = Field(max_length=100)
    content_hash: str = Field(max_length=100)
    file_name: str = Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_ .-]{0,99}$")
    source: str


ENTRIES: dict[str, dict[str, type[BaseModel]]] = {
    "records": {
        "version": Version, "lineage": Lineage, "approval": Approval, "comment": Comment, "form": FormEntry,
        "attachment": AttachmentPart,
    },
    "comments": {"comment": Comment},
    "receipt": {"receipt": Receipt},
    "roster": {"roster": RosterInfo, "workplace": RosterEntry},
    "forms": {"form": FormEntry},
}  # fmt: skip


class Entry(NamedTuple):
    """One line: ``content`` is the model of ``name``; ``canonical`` are its own bytes."""

    name: str
    content: Any
    canonical: bytes


_START = re.compile(rb'\["([a-z_]{1,30})",(.*)\]', re.DOTALL)
_CHUNK = 256 * 1024
_FED = 32 * 1024


class PayloadWriter:
    """Writes a payload line by line; ``size`` says how large it has become."""

    def __init__(self, header: Header) -> None:
        self._gzip = zlib.compressobj(6, zlib.DEFLATED, 31)
        self._parts: list[bytes] = []
        self._pending = 0
        self.size = 0
        """Compressed bytes so far, and an estimate for what the compressor still holds back."""
        self._done = 0
        self.add("header", as_canonical(header))

    def add(self, name: str, content: bytes) -> None:
        """Add a line; ``content`` is canonical JSON already."""
        made = self._gzip.compress(b'["%s",%s]\n' % (name.encode(), content))
        if made:
            self._parts.append(made)
            self._done += len(made)
            self._pending = 0
        self._pending += about_packed(name, len(content))
        self.size = self._done + self._pending

    def finish(self) -> bytes:
        """The payload."""
        return b"".join([*self._parts, self._gzip.flush()])


def about_packed(name: str, length: int) -> int:
    """About how many bytes a line becomes when packed: texts halve at the least, files only lose their base64."""
    return length * 77 // 100 if name == "attachment" else length // 2


def as_canonical(model: BaseModel) -> bytes:
    """The canonical bytes of a line's model; what is not set is left out."""
    return canonical(model.model_dump(mode="json", exclude_none=True))


def lines(payload: bytes, *, unpacked_limit: int, line_limit: int) -> Iterator[bytes]:
    """Unpack line by line, holding no more than one line and one chunk.

    Raises:
        BundleSizeError: more than ``unpacked_limit`` bytes in all, or ``line_limit`` in a line.
        BundleContentError: not one whole gzip member, or the last line has no end.
    """
    held = list[bytes]()
    for chunk in _chunks(payload, unpacked_limit):
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            held.append(chunk[start:end])
            line = held[0] if len(held) == 1 else b"".join(held)
            if len(line) > line_limit:
                raise BundleSizeError(detail="line", limit=line_limit)
            yield line
            held.clear()
            start = end + 1
        if start < len(chunk):
            held.append(chunk[start:])
        if sum(map(len, held)) > line_limit:
            raise BundleSizeError(detail="line", limit=line_limit)
    if held:
        raise BundleContentError(detail="tail", line=0)


def _chunks(payload: bytes, limit: int) -> Iterator[bytes]:
    """Unpack chunk by chunk; the payload is fed in slices, because what is left of it is copied at each chunk."""
    unpack = zlib.decompressobj(31)
    at, total, fed = 0, 0, b""
    while not unpack.eof:
        if not fed:
            fed, at = payload[at : at + _FED], at + _FED
        try:
            chunk = unpack.decompress(fed, _CHUNK)
        except zlib.error as error:
            raise BundleContentError(detail="gzip", line=0) from error
        fed = unpack.unconsumed_tail
        if not chunk and not unpack.eof and at >= len(payload):
            raise BundleContentError(detail="gzip_short", line=0)
        total += len(chunk)
        if total > limit:
            raise BundleSizeError(detail="unpacked", limit=limit)
        yield chunk
    if unpack.unused_data or at < len(payload):
        raise BundleContentError(detail="tail", line=0)


def split_line(line: bytes, number: int) -> tuple[str, bytes]:
    """A line's name and its content's own bytes.

    Raises:
        BundleContentError: the line has another shape.
    """
    match = _START.fullmatch(line)
    if match is None:
        raise BundleContentError(detail="line", line=number)
    return match[1].decode(), match[2]


def parse_header(line: bytes) -> Header:
    """The header, if this program knows its format.

    Raises:
        BundleContentError: it is not a header.
        BundleVersionError: of a newer major format.
    """
    name, content = split_line(line, 1)
    if name != "header":
        raise BundleContentError(detail="no_header", line=1)
    found = _parse_json(content, 1)
    form = found.get("format") if isinstance(found, dict) else None
    major, _, minor = form.partition(".") if isinstance(form, str) else ("", "", "")
    if major.isascii() and major.isdecimal() and int(major[:9]) > int(FORMAT.partition(".")[0]):
        raise BundleVersionError(found=major[:9])
    return parse_model(Header, found, 1, newer=minor.isascii() and minor.isdecimal() and minor != "0")


def is_newer(header: Header) -> bool:
    """Whether the file is of a newer minor format than this program writes."""
    return int(header.format.partition(".")[2]) > int(FORMAT.partition(".")[2])


def parse_entry(kind: Kind, line: bytes, number: int, *, newer: bool, again: bool = False) -> Entry | None:
    """One line after the header; None for a name that only a newer minor format knows.

    ``again``: the line was found canonical before, and is not examined for that a second time.

    Raises:
        BundleContentError: it breaks the format.
    """
    name, content = split_line(line, number)
    model = ENTRIES[kind].get(name)
    if again and model is not None:
        return Entry(name, model.model_validate_json(content, extra="ignore"), content)
    found = None if again else _parse_json(content, number)
    if model is None:
        if newer:
            return None
        raise BundleContentError(detail="entry", line=number)
    return Entry(name, parse_model(model, found, number, newer=True), content)


def _parse_json(content: bytes, number: int) -> Any:
    try:
        return parse_canonical(content)
    except ValueError as error:
        raise BundleContentError(detail="json", line=number) from error


_Model = TypeVar("_Model", bound=BaseModel)


def parse_model(model: type[_Model], found: Any, number: int, *, newer: bool) -> _Model:
    """Read JSON content into a model; of a ``newer`` minor format, members unknown here are passed over.

    Raises:
        BundleContentError: it breaks the format.
    """
    try:
        return model.model_validate(found, extra="ignore" if newer else None)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])[:100]
        raise BundleContentError(detail=f"{model.__name__}.{where}", line=number) from None
