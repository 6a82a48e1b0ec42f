"""Expressions that lead nowhere, and XForms that the field's tools would refuse: told by node, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.forms.library import load_form
from neksus_desktop.forms.reading import check
from neksus_desktop.forms.run import run_steps
from tests.forms.reading.forms_on_disk import codes, md_form
from tests.forms.small import bind, field, repeat, xform

HEAD = "type | name | label | relevant | calculation | constraint | choice_filter | repeat_count"
CHOICES = (
    "| choices |\n| | list_name | name | label | land |\n| | byer | oslo | Oslo | no |\n| | byer | lima | Lima | |\n"
)


@pytest.mark.parametrize(
    ("row", "code", "name"),
    [
        ("text | b | B | ${a} = ja", "path_nowhere", "ja"),
        ("text | b | B | /data/c = 1", "path_nowhere", "/data/c"),
        ("text | b | B | ../c = 1", "path_nowhere", "../c"),
        ("calculate | b | | | string(/andre/a)", "path_nowhere", "/andre/a"),
        ("begin repeat | b | B | | | | | /data/c\ntext | d | D\nend repeat", "path_nowhere", "/data/c"),
        ("calculate | b | | | instance('x')/root/item[1]/name", "instance_nowhere", "x"),
        ("select_one byer | b | B | | | | fylke = ${a}", "column_nowhere", "fylke"),
        ("select_one byer | b | B | | | | land = no", "column_nowhere", "no"),
        ("text | b | B | | | regex(., '[a-')", "expression_refused", "bad_regex"),
        ("calculate | b | | | format-date(today(), '%Q')", "expression_refused", "unknown_date_field %Q"),
    ],
)
def test_what_leads_nowhere_is_told_with_its_row(tmp_path: Path, row: str, code: str, name: str) -> None:
    path = md_form(tmp_path, f"{HEAD}\ntext | a | A\n{row}", CHOICES)
    told = [problem for problem in check(path) if problem.code not in ("list_unused", "choice_label_missing")]
    assert [(p.code, p.sheet, p.row, p.facts["name"]) for p in told] == [(code, "survey", 3, name)]
    assert told[0].severity == ("error" if code == "instance_nowhere" else "warning")


def test_what_leads_somewhere_is_left_alone(tmp_path: Path) -> None:
    rows = [
        "text | a | A ${b} | . != '' and ../meta/instanceID != ''".replace(". !=", "true() or 1 !="),
        "select_one byer | b | B | | | | land = ${a} or name = 'x' or current()/../a = label",
        "begin repeat | r | R | | | | | ${n}",
        "integer | x | X | | | . > position(..) and count(../../r) > 1 and //a and ../*[1]",
        "end repeat |",
        "integer | n | N",
        "calculate | c | | | sum(${x}) + instance('byer')/root/item[land = 'no']/name + /data/r[x > 1]/x",
        "calculate | d | | | format-date(now(), '%Y %e') + regex(${a}, ${b}) + once(random())",
    ]
    assert codes(md_form(tmp_path, "\n".join([HEAD, *rows]), CHOICES)) == []


def test_a_list_beside_the_form_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "steder.geojson").write_text("{}", encoding="utf-8")
    told = check(md_form(tmp_path, f"{HEAD}\nselect_one_from_file steder.geojson | a | A"), "en")
    assert [(p.code, p.severity, p.facts["file"]) for p in told] == [("unreadable", "error", "steder.geojson")]


ITEXT = '<translation lang="en"><text id="q"><value>Q</value></text></translation>'
FIRST = '<setvalue event="odk-instance-first-load"'


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (xform("<a/>", bind("b", type="int"), field("a")), [("node_missing", "warning", "/data/b")]),
        (xform("<a/>", bind("a", type="int") * 2, field("a")), [("bind_twice", "warning", "/data/a")]),
        (xform("<a/>", bind("a", type="tall"), field("a")), [("bind_type_unknown", "warning", "/data/a")]),
        (xform("<a/>", "", field("b")), [("node_missing", "error", "/data/b")]),
        (
            xform("<a/>", "", '<group ref="/data/g"><input ref="/data/a"/></group>'),
            [("node_missing", "error", "/data/g")],
        ),
        (xform("<a/>", "", repeat("r", "")), [("node_missing", "error", "/data/r")]),
        (
            xform("<g><a/></g>", "", '<group ref="/data/g"><input ref="b"/></group>'),
            [("node_missing", "error", "/data/g/b")],
        ),
        (xform("<a/>", "", "<input/>"), [("control_unbound", "error", "input")]),
        (xform("<a/>", "", field("a", "", "select1")), [("choices_missing", "error", "/data/a")]),
        (xform("<a/>", "", field("a", "", "range")), [("range_unbounded", "warning", "/data/a")]),
        (
            xform("<a/>", "", '<input ref="/data/a"><label>A <output value="1 +"/></label></input>'),
            [("expression_unfinished", "error", "/data/a")],
        ),
        (
            xform("<a/>", "", field("a"), model=f'{FIRST} ref="/data/a" value="1 +"/>'),
            [("expression_unfinished", "error", "/data/a")],
        ),
        (
            xform("<a/>", "", field("a"), model=f'{FIRST} ref="/data/b" value="1"/>'),
            [("node_missing", "error", "/data/b")],
        ),
        (
            xform("<a/>", "", field("a"), model='<setvalue event="klikk" ref="/data/a" value="1"/>'),
            [("event_unknown", "error", "/data/a")],
        ),
        (xform("<a/>", "", field("a"), itext=ITEXT + ITEXT), [("language_twice", "error", "")]),
        (
            xform("<a/>", "", '<input ref="/data/a"><label ref="jr:itext(\'p\')"/></input>', itext=ITEXT),
            [("text_missing", "warning", "")],
        ),
        (xform("<a/>", "", field("a")).replace('id="small" ', ""), [("form_id_missing", "warning", "")]),
    ],
)
def test_an_xform_is_judged_as_the_field_does(tmp_path: Path, form: str, expected: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "skjema.xml"
    path.write_text(form, encoding="utf-8")
    assert [(p.code, p.severity, p.bind) for p in check(path)] == expected


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("audio | x | X | quality=klar", "quality"),
        ("select_one byer | x | X | seed=1", "seed"),
        ("image | x | X | max-pixels=mange", "max-pixels"),
    ],
)
def test_a_fault_that_the_compiler_tells_without_a_row_is_given_one(tmp_path: Path, row: str, word: str) -> None:
    before = "type | name | label | parameters\ntext | a | A\nbegin group | g | G\ntext | b | ${c}"
    path = md_form(tmp_path, f"{before}\n{row}\nend group\ntext | c | C ${{a}}", CHOICES)
    told = [problem for problem in check(path) if problem.severity == "error"]
    assert [(p.code, p.sheet, p.row, word in p.facts["detail"]) for p in told] == [("compiler", "survey", 5, True)]


def test_a_choice_without_a_text_is_told_once(tmp_path: Path) -> None:
    path = md_form(
        tmp_path, "type | name | label\nselect_one l | a | A", CHOICES.replace("byer", "l") + "| | l | x | |"
    )
    assert codes(path) == [("choice_label_missing", "choices", 4)]


def test_relative_references_and_blank_expressions_are_no_faults(tmp_path: Path) -> None:
    body = (
        '<group ref="g"><input ref="a"><label>A</label></input>'
        '<group ref="r"><label>R</label><repeat nodeset="."><input ref="b"><label>B</label></input></repeat></group>'
        "</group>"
    )
    binds = '<bind nodeset="g/a" type="int" calculate="1 + 1"/><bind nodeset="/data/g/r/b" calculate=" " relevant=""/>'
    path = tmp_path / "skjema.xml"
    path.write_text(xform('<g><a/><r jr:template=""><b/></r></g>', binds, body), encoding="utf-8")
    assert check(path) == []
    seen = run_steps(load_form(path), [{"add": "/data/g/r"}, {"set": "/data/g/r[1]/b", "value": "x"}])
    assert (seen["values"]["/data/g/a"], seen["labels"]["/data/g/r[1]/b"], seen["problems"]) == ("2", "B", [])
