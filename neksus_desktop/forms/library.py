"""Forms from files, compiled once: the compiled form is kept under the hash of the file's content.

Packages carry the forms that come with the program compiled already, in ``shipped("compiled")``, which is only read.
What is kept is JSON and is checked for its shape when read; a file there can therefore not run anything.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from neksus_desktop.forms.collector import collector_at_rest
from neksus_desktop.forms.columns import packed, unpacked
from neksus_desktop.forms.form import Form
from neksus_desktop.forms.xform import VERSION
from neksus_desktop.paths import shipped

_STEPS = 4
"""The file opened, its sheets read, made an XForm, compiled."""
_KINDS = {"g": "group", "r": "repeat", "q": "question"}


def load_form(path: Path, cache_dir: Path | None = None, watch: Callable[[int, int], None] | None = None) -> Form:
    """A form from a file of any kind we read.

    Args:
        path: the form's file; files it names are looked for beside it.
        cache_dir: a folder for compiled forms; None compiles each time.
        watch: hears how many steps of all are done while a form is compiled; long lists take seconds.

    Raises:
        FormError: see ``form_from_xform`` and ``reading.to_xform``.
    """
    from neksus_desktop.forms.reading import to_xform

    kept = None
    if cache_dir is not None:
        mark = hashlib.sha256(path.name.encode() + b"\0" + path.read_bytes() + f"\0{VERSION}".encode())
        for beside in _beside(path):
            mark.update(beside.name.encode() + beside.read_bytes())
        kept = cache_dir / f"{mark.hexdigest()[:40]}.form.json"
        found = kept_form(kept) or kept_form(shipped("compiled", kept.name))
        if found is not None:
            return found
    from neksus_desktop.forms.compiled import compile_xform

    done = count()

    def step() -> None:
        if watch is not None:
            watch(next(done), _STEPS)

    step()
    with collector_at_rest():
        source = to_xform(path, step)
        media = dict(source.media)
        step()
        plain = compile_xform(source.xform, media)
    if watch is not None:
        watch(_STEPS, _STEPS)
    if kept is not None and sum(map(len, media.values())) < 20_000_000:  # noqa: PLR2004 - more is not worth keeping
        keep(kept, plain, media)
    return Form(plain, media)


def load_form_source(file_name: str, source: bytes, cache_dir: Path | None = None) -> Form:
    """A form from its source as it was kept; ``file_name`` tells what kind of file it was.

    Raises:
        FormError: as ``load_form``.
    """
    import tempfile

    from neksus_desktop.paths import write_atomically

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file_name).name
        write_atomically(path, source)
        return load_form(path, cache_dir)


def _beside(path: Path) -> list[Path]:
    endings = (".csv", ".xml", ".geojson")
    folders = (path.parent, path.parent / f"{path.stem}-media", path.parent / "media")
    found = (one for folder in folders for one in folder.glob("*.*"))
    return sorted(p for p in found if p.suffix in endings and p != path and p.is_file())[:200]


def kept_form(file: Path) -> Form | None:
    """The form kept in ``file``, or None when it is missing, damaged or of another shape.

    What only some need to know of a node stands on a line of its own, which is read when it is asked for.
    """
    import base64

    try:
        head, _, tail = file.read_text(encoding="utf-8").partition("\n")
        told: dict[str, Any] = json.loads(head)
        if told["shape"] != VERSION or told["check"] != zlib.crc32(tail.encode()):
            return None
        with collector_at_rest():
            main, *lines = tail.split("\n")
            plain: dict[str, Any] = json.loads(main)
            plain["nodes"] = _nodes(plain["nodes"], lines)
            return Form(plain, {name: base64.b64decode(data) for name, data in told["media"].items()})
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def keep(file: Path, plain: dict[str, Any], media: dict[str, bytes]) -> None:
    """Keep a compiled form."""
    import base64
    import os
    import tempfile

    apart = [node[5] if type(node[5]) is str else _compact(node[5]) for node in plain["nodes"]]
    tail = "\n".join([_compact({**plain, "nodes": _columns(plain["nodes"])}), *apart])
    coded = {name: base64.b64encode(data).decode("ascii") for name, data in media.items()}
    head = _compact({"shape": VERSION, "check": zlib.crc32(tail.encode()), "media": coded})
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(f"{head}\n{tail}")
        Path(name).replace(file)
    except OSError:
        return  # a cache that cannot be written is no cache, and no fault


def _columns(nodes: list[Any]) -> dict[str, Any]:
    """The table of nodes by columns, which are read faster."""
    names, parents, kinds, types, defaults, _ = zip(*nodes, strict=True)
    found = list(dict.fromkeys(types))
    return {
        "names": " ".join(names),
        "parents": packed(parents),
        "kinds": "".join(kind[0] for kind in kinds),
        "found": found,
        "types": packed(found.index(one) for one in types),
        "defaults": {str(at): default for at, default in enumerate(defaults) if default},
    }


def _nodes(columns: dict[str, Any], lines: list[str]) -> list[Any]:
    kinds = [_KINDS[letter] for letter in columns["kinds"]]
    types = [columns["found"][at] for at in unpacked(columns["types"])]
    defaults = [""] * len(lines)
    for at, default in columns["defaults"].items():
        defaults[int(at)] = default
    names, parents = columns["names"].split(" "), unpacked(columns["parents"])
    return list(zip(names, parents, kinds, types, defaults, lines, strict=True))


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def source_with_media(path: Path, form: Form) -> tuple[str, bytes]:
    """A form's file as it can be kept apart from its folder: with its media as a ``.zip``, without any as it is."""
    import io
    import zipfile

    media = form.definition.media
    if not media or path.suffix.lower() == ".zip":
        return path.name, path.read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ((path.name, path.read_bytes()), *sorted(media.items())):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return f"{path.stem}.zip", out.getvalue()
