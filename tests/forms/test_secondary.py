"""Lists beside a form: what of a GeoJSON or CSV file becomes an item's columns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from neksus_desktop.errors import FormUnreadableError
from neksus_desktop.forms import FormSession
from neksus_desktop.forms.library import load_form
from neksus_desktop.forms.reading import check
from neksus_desktop.forms.run import run_steps
from neksus_desktop.forms.secondary import load


def columns(name: str, data: bytes) -> list[dict[str, str]]:
    """The items of a list."""
    root = load(name.partition(".")[0], f"jr://file/{name}", {name: data})
    assert root is not None
    return [{cell.name: cell.string() for cell in item.elements()} for item in root.elements()[0].elements()]


def features(*found: object, kind: str = "FeatureCollection") -> bytes:
    """A collection as a file holds it."""
    return json.dumps({"type": kind, "features": found, "bbox": [0]}).encode()


def test_a_feature_gives_its_geometry_its_id_and_its_properties_in_that_order() -> None:
    line = {"type": "LineString", "coordinates": [[104, 0.5], [105, 0.5]]}
    found = columns(
        "f.geojson",
        features(
            {"type": "Feature", "properties": {"name": "Tree", "id": "inner"}, "id": 77, "geometry": line},
            {"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": [102, 0.5]}},
        ),
    )
    assert list(found[0].items()) == [("geometry", "0.5 104 0 0; 0.5 105 0 0"), ("id", "77"), ("name", "Tree")]
    assert found[1] == {"geometry": "0.5 102 0 0"}


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{",
        features(kind="Feature"),
        features({"type": "Thing"}),
        features({"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[1, 2]]}}),
    ],
)
def test_what_is_no_collection_of_features_is_refused(data: bytes) -> None:
    with pytest.raises(FormUnreadableError):
        columns("f.geojson", data)


def test_a_csv_list_keeps_quotes_blanks_and_missing_cells() -> None:
    text = '\ufefflabel;name;extra\n"Main St; NE";" b";\n'
    assert columns("l.csv", text.encode()) == [{"label": "Main St; NE", "name": " b", "extra": ""}]


@pytest.mark.parametrize("label", ["label", "label::Norsk (nb)"])
def test_an_external_list_offers_the_rows_that_its_filter_lets_through(tmp_path: Path, label: str) -> None:
    form = tmp_path / "skjema.md"
    form.write_text(
        f"""
| survey |
| | type | name | {label} | choice_filter |
| | text | land | Land | |
| | select_one_external byer | by | By | land = ${{land}} |
| external_choices |
| | list_name | name | {label} | land |
| | byer | oslo | Oslo | no |
| | byer | lima | Lima | pe |
| | elver | glomma | Glomma | no |
""",
        encoding="utf-8",
    )
    assert [problem for problem in check(form) if problem.severity == "error"] == []
    seen = run_steps(load_form(form), [{"set": "/data/land", "value": "no"}, {"set": "/data/by", "value": "lima"}])
    assert seen["choices"]["/data/by"] == [{"value": "oslo", "label": "Oslo"}]
    assert [problem["code"] for problem in seen["problems"]] == ["choice"]


def test_a_list_without_the_column_of_labels_shows_its_values(tmp_path: Path) -> None:
    form = tmp_path / "skjema.md"
    form.write_text("| survey |\n| | type | name | label |\n| | select_one_from_file byer.csv | by | By |\n")
    (tmp_path / "byer.csv").write_text("name\noslo\n")
    assert run_steps(load_form(form), [])["choices"]["/data/by"] == [{"value": "oslo", "label": "oslo"}]


def test_a_long_filtered_list_is_made_anew_only_when_other_items_pass(tmp_path: Path) -> None:
    rows = "".join(f"p{number},Sted {number},{'ab'[number % 2]}\n" for number in range(600))
    (tmp_path / "steder.csv").write_text(f"name,label,del\n{rows}", encoding="utf-8")
    form = tmp_path / "lang.md"
    form.write_text(
        "| survey |\n| | type | name | label | choice_filter |\n| | text | del | Del | |\n"
        "| | text | annet | Annet | |\n| | select_one_from_file steder.csv | sted | Sted | del = ${del} |\n",
        encoding="utf-8",
    )
    session = FormSession(load_form(form))
    session.set("/data/del", "a")
    first = session.view("/data/sted").choices
    session.set("/data/annet", "x")
    assert session.view("/data/sted").choices is first
    session.set("/data/del", "b")
    assert [choice.value for choice in session.view("/data/sted").choices[:2]] == ["p1", "p3"]
    session.set("/data/del", "a")
    assert session.view("/data/sted").choices == first
