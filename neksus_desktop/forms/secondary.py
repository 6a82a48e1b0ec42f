"""Lists that lie beside a form (CSV, XML, GeoJSON) as secondary instances."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from neksus_desktop.errors import FormUnreadableError
from neksus_desktop.forms.xpath.nodes import XNode, read_xml

MAX_ROWS = 500_000
_ITEMSETS = "itemsets.csv"
_UNFIT = re.compile(r"[^\w.\-]")


def load(name: str, source: str, media: Mapping[str, bytes]) -> XNode | None:
    """The list called ``name`` from the files beside the form, or None when there is no such file.

    Raises:
        FormUnreadableError: the file is there but cannot be read.
    """
    wanted = [source.rpartition("/")[2], name, f"{name}.csv", f"{name}.xml", f"{name}.geojson"]
    by_name = {key.rpartition("/")[2].casefold(): value for key, value in media.items()}
    for candidate in wanted:
        data = by_name.get(candidate.casefold()) if candidate else None
        if data is not None:
            return _read(candidate, data)
    return _itemset(name, by_name[_ITEMSETS]) if _ITEMSETS in by_name else None


def _itemset(name: str, data: bytes) -> XNode | None:
    """One of the lists that ``itemsets.csv`` holds, each row of which names its list (``select_one_external``)."""
    document = _read(_ITEMSETS, data)
    top = document.elements()[0]
    top.kids = [item for item in top.elements("item") if (of := item.first("list_name")) and of.string() == name]
    for item in top.elements():
        spoken = next((cell for cell in item.elements() if cell.name.startswith("label__")), None)
        if item.first("label") is None and spoken is not None:
            item.append(XNode("element", "label")).kids = spoken.kids
    return document if top.kids else None


def _read(name: str, data: bytes) -> XNode:
    ending = name.rpartition(".")[2].casefold()
    if ending == "xml":
        return read_xml(data, name)
    if ending == "geojson":
        return _tree(_features(name, data))
    text = _decoded(data)
    separator = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    try:
        return _tree(csv.DictReader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise FormUnreadableError(file=name, detail=str(error), line=0) from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _tree(rows: Iterable[Mapping[Any, Any]]) -> XNode:
    document = XNode("root")
    top = _child(document, "root")
    for count, row in enumerate(rows):
        if count >= MAX_ROWS:
            break
        item = _child(top, "item")
        for key, value in row.items():
            if isinstance(key, str) and key.strip():
                cell = _child(item, _UNFIT.sub("_", key.strip()))
                text = "" if value is None else str(value)
                if text:
                    cell.append(XNode("text", text=text))
    return document


def _child(parent: XNode, name: str) -> XNode:
    return parent.append(XNode("element", name))


def _features(name: str, data: bytes) -> Iterable[dict[str, Any]]:
    try:
        collection = json.loads(data)
        for feature in _expected(collection, "FeatureCollection")["features"]:
            _expected(feature, "Feature")
            row = {"geometry": _geometry(feature.get("geometry") or {})}
            own = {"id": feature["id"]} if "id" in feature else {}
            yield {**row, **own, **(feature.get("properties") or {}), **own}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FormUnreadableError(file=name, detail="no_feature_collection", line=0) from error


def _expected(part: dict[str, Any], kind: str) -> dict[str, Any]:
    if part["type"] != kind:
        raise ValueError(kind)
    return part


def _geometry(geometry: Mapping[str, Any]) -> str:
    points = geometry.get("coordinates") or []
    kind = geometry.get("type")
    if kind == "Point":
        points = [points]
    elif kind == "Polygon":
        points = points[0]
    elif kind not in ("LineString", None):
        raise ValueError(kind)
    return "; ".join(f"{point[1]} {point[0]} 0 0" for point in points)
