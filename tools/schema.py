"""Write the JSON Schemas of the transfer files from the models: ``make schema``; a test finds one out of date."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, TypeAdapter

from neksus_desktop.bundles.payload import ENTRIES, Header
from neksus_desktop.paths import shipped, write_atomically
from neksus_desktop.records.workplace import Card

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """File name → text of every schema."""
    found = {f"neksus-{kind}-1.json": _lines(kind, models) for kind, models in ENTRIES.items()}
    found["neksus-card-1.json"] = _text("A workplace's card", TypeAdapter(Card).json_schema())
    return found


def _lines(kind: str, models: dict[str, type[BaseModel]]) -> str:
    """One line of the payload: an array of a name and its content."""
    named: dict[str, type[BaseModel]] = {"header": Header, **models}
    definitions: dict[str, Any] = {}
    kinds = []
    for name, model in named.items():
        schema = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        definitions[model.__name__] = schema
        content = {"$ref": f"#/$defs/{model.__name__}"}
        kinds.append({"type": "array", "prefixItems": [{"const": name}, content], "minItems": 2, "items": False})
    return _text(f"One line of a file of kind {kind}, format 1.0", {"oneOf": kinds, "$defs": definitions})


def _text(title: str, schema: dict[str, Any]) -> str:
    whole = {"$schema": DIALECT, **schema, "title": title}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    for name, text in schemas().items():
        write_atomically(shipped("resources", "schema", name), text.encode())
        print(name)


if __name__ == "__main__":
    main()
