"""Relevance, calculation, constraints, requirement, actions, choices, languages, undo."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from neksus_desktop.errors import FormCycleError, FormExpressionError, FormFaultyError, FormUnreadableError
from neksus_desktop.forms import FormSession, form_from_xform
from neksus_desktop.forms.run import run_steps
from tests.forms.small import bind, field, repeat, session, small, xform


def test_a_hidden_value_is_kept_but_reads_as_blank() -> None:
    s = session(
        "<a/><b/><c/>",
        bind("b", type="int", relevant="/data/a = 'yes'") + bind("c", calculate="coalesce(/data/b, 0) + 1"),
        field("a") + field("b"),
    )
    s.set("/data/a", "yes")
    s.set("/data/b", "5")
    assert s.value("/data/c") == "6"
    changes = s.set("/data/a", "no")
    assert (s.value("/data/b"), s.value("/data/c")) == ("5", "1")
    assert changes.relevance == {"/data/b"}
    assert changes.values == {"/data/a", "/data/c"}
    assert "b" not in s.output()["data"]
    assert "<b>" not in s.to_xml()
    assert s.answers()["/data/b"] == "5"


def test_relevance_is_handed_down_and_back() -> None:
    s = session(
        "<a/><g><h><x/></h></g>",
        bind("g", relevant="/data/a = 1") + bind("g/h/x", relevant="/data/a != 2"),
        field("a") + field("g/h/x"),
    )
    assert not s.view("/data/g/h/x").relevant
    assert s.set("/data/a", "1").relevance == {"/data/g", "/data/g/h", "/data/g/h/x"}
    assert s.view("/data/g/h/x").relevant


def test_a_constraint_speaks_and_empty_is_valid() -> None:
    s = session(
        "<a/>", bind("a", type="int", constraint=". > 3 and . < 9", constraint_msg="Between 3 and 9"), field("a")
    )
    changes = s.set("/data/a", "2")
    assert changes.validity == {"/data/a"}
    assert (s.view("/data/a").valid, s.view("/data/a").message) == (False, "Between 3 and 9")
    s.set("/data/a", "5")
    assert s.view("/data/a").valid
    s.set("/data/a", "")
    assert s.problems() == []


def test_required_follows_its_expression() -> None:
    s = session("<a/><b/>", bind("b", required="/data/a = 'x'", required_msg="Say why"), field("a") + field("b"))
    assert s.problems() == []
    assert s.set("/data/a", "x").required == {"/data/b"}
    assert [(p.key, p.code, p.message) for p in s.problems()] == [("/data/b", "required", "Say why")]


def test_an_ill_typed_answer_is_kept_and_told() -> None:
    s = session("<a/>", bind("a", type="date"), field("a"))
    s.set("/data/a", "yesterday")
    assert s.value("/data/a") == "yesterday"
    assert [p.code for p in s.problems()] == ["type"]


@pytest.mark.parametrize(
    ("kind", "typed", "valid"),
    [
        ("int", "2147483647", True),
        ("int", "-2147483648", True),
        ("int", "2147483648", False),
        ("int", "9" * 5000, False),
        ("long", "2147483648", True),
        ("dateTime", "2026-01-02", True),
        ("dateTime", "2026-13-02", False),
    ],
)
def test_what_fits_a_type(kind: str, typed: str, valid: object) -> None:
    s = session("<a/>", bind("a", type=kind), field("a"))
    s.set("/data/a", typed)
    assert (s.value("/data/a"), s.node("/data/a").valid) == (typed, valid)


def test_a_whole_number_too_large_is_told_as_that() -> None:
    s = session("<a/>", bind("a", type="int"), field("a"))
    s.set("/data/a", "3000000000")
    assert ["2 147 483 647" in p.message or "2,147,483,647" in p.message for p in s.problems()] == [True]


def test_dates_are_compared_as_days() -> None:
    s = session(
        "<a/><n/>",
        bind("a", type="date", constraint=". <= today()") + bind("n", type="int", calculate="today() - /data/a"),
        field("a"),
    )
    s.set("/data/a", "2026-11-20")
    assert (s.view("/data/a").valid, s.value("/data/n")) == (True, "3")
    s.set("/data/a", "2026-11-24")
    assert not s.view("/data/a").valid


def test_chained_calculations_settle_in_one_pass() -> None:
    binds = (
        bind("d", calculate="/data/c + 1")
        + bind("c", calculate="/data/b + 1")
        + bind("b", calculate="/data/a + 1")
        + bind("a", type="int")
    )
    s = session("<a/><b/><c/><d/>", binds, field("a"))
    assert s.set("/data/a", "1").values == {"/data/a", "/data/b", "/data/c", "/data/d"}
    assert s.value("/data/d") == "4"


def test_only_what_differs_is_reported() -> None:
    s = session("<a/><b/>", bind("b", calculate="if(/data/a > 10, 'big', 'small')"), field("a"))
    s.set("/data/a", "1")
    assert s.set("/data/a", "2").values == {"/data/a"}
    assert tuple(s.set("/data/a", "2")) == ((frozenset(),) * 8)


@pytest.mark.parametrize(
    "binds",
    [
        bind("a", calculate="/data/a + 1"),
        bind("a", calculate=". + 1"),
        bind("a", calculate="/data/b") + bind("b", calculate="/data/a"),
        bind("a", relevant="/data/b = 1") + bind("b", relevant="/data/a = 1"),
        bind("a", calculate="/data/b") + bind("b", relevant="/data/a = 1"),
        bind("a", required=". > 1"),
        bind("a", readonly="/data/a > 1"),
    ],
)
def test_a_ring_is_refused_with_its_names(binds: str) -> None:
    with pytest.raises(FormCycleError) as caught:
        small("<a/><b/>", binds)
    assert "/data/a" in str(caught.value.facts["names"])


def test_a_ring_through_a_row_picked_from_outside_is_refused() -> None:
    binds = bind("rep/a", calculate="/data/b + 1") + bind("b", calculate="/data/rep[position() = 1]/a + 1")
    with pytest.raises(FormCycleError):
        small("<rep><a/></rep><b/>", binds, repeat("rep", field("rep/a")))


def test_read_only_is_handed_down() -> None:
    s = session(
        "<a/><g><h><x/></h></g>", bind("a", type="boolean") + bind("g", readonly="/data/a"), field("a") + field("g/h/x")
    )
    changes = s.set("/data/a", "true")
    assert s.view("/data/g/h/x").readonly
    assert changes.readonly == {"/data/g", "/data/g/h", "/data/g/h/x"}
    s.set("/data/a", "false")
    assert not s.view("/data/g/h/x").readonly


def test_a_sum_with_a_blank_is_blank() -> None:
    s = session(
        "<a/><b/><c/>",
        bind("a", type="int") + bind("b", type="int") + bind("c", calculate="/data/a + /data/b"),
        field("a") + field("b"),
    )
    s.set("/data/a", "7")
    assert s.value("/data/c") == ""
    s.set("/data/b", "3")
    assert s.value("/data/c") == "10"


def test_once_keeps_its_first_value() -> None:
    s = session("<a/><b/>", bind("b", calculate="once(/data/a)"), field("a"))
    s.set("/data/a", "1")
    s.set("/data/a", "2")
    assert s.value("/data/b") == "1"


def test_setvalue_runs_when_its_question_changes_and_undo_takes_both_back() -> None:
    s = session(
        "<a/><b/>",
        "",
        field("a", '<setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, \'!\')"/>'),
    )
    assert s.set("/data/a", "hei").values == {"/data/a", "/data/b"}
    assert s.value("/data/b") == "hei!"
    s.undo()
    assert (s.value("/data/a"), s.value("/data/b")) == ("", "")
    s.redo()
    assert s.value("/data/b") == "hei!"


def test_dynamic_defaults_run_once_for_a_new_record() -> None:
    form = small("<a/><b/>", '<setvalue event="odk-instance-first-load" ref="/data/a" value="1 + 1"/>', field("a"))
    s = FormSession(form)
    assert s.value("/data/a") == "2"
    s.set("/data/a", "9")
    assert FormSession(form, s.answers()).value("/data/a") == "9"


def test_a_calculation_has_the_last_word_over_metadata_and_defaults() -> None:
    action = '<setvalue event="odk-instance-first-load" ref="/data/a" value="\'default\'"/>'
    s = session("<a/>", bind("a", preload="uid", calculate="'computed'") + action)
    assert s.value("/data/a") == "computed"


def test_load_actions_run_for_saved_records_too() -> None:
    form = small("<a/>", '<setvalue event="odk-instance-load" ref="/data/a">loaded</setvalue>', field("a"))
    assert FormSession(form, {"/data/a": "saved"}).value("/data/a") == "loaded"


def test_controls_and_actions_may_name_a_bind() -> None:
    body = '<input bind="q"><label>Q</label><setvalue event="xforms-value-changed" bind="w" value="7"/></input>'
    s = session("<a/><b/>", '<bind id="q" nodeset="/data/a"/><bind id="w" nodeset="/data/b" type="int"/>', body)
    assert s.view("/data/a").label == "Q"
    s.set("/data/a", "x")
    assert s.value("/data/b") == "7"


def test_metadata_is_filled_in() -> None:
    instance = "<start/><who/><meta><instanceID/></meta>"
    binds = bind("start", type="dateTime", preload="timestamp", params="start") + bind("meta/instanceID", preload="uid")
    s = session(instance, binds)
    assert s.value("/data/start").startswith("2026-11-23T")
    assert s.value("/data/meta/instanceID").startswith("uuid:")


CITIES = (
    '<instance id="cities"><root><item><name>a</name><label>A</label><country>no</country></item>'
    "<item><name>b</name><label>B</label><country>se</country></item></root></instance>"
)
SELECT = (
    "<itemset nodeset=\"instance('cities')/root/item[country = /data/c]\">"
    '<value ref="name"/><label ref="label"/></itemset>'
)


def test_a_cascade_offers_what_fits_and_tells_what_no_longer_does() -> None:
    s = session(
        "<c/><city/><said/>",
        bind("said", calculate="jr:choice-name(/data/city, '/data/city')"),
        field("c") + field("city", SELECT, "select1"),
        model=CITIES,
    )
    assert s.view("/data/city").choices == ()
    assert s.set("/data/c", "no").choices == {"/data/city"}
    assert [choice.label for choice in s.view("/data/city").choices] == ["A"]
    s.set("/data/city", "a")
    assert s.value("/data/said") == "A"
    s.set("/data/c", "se")
    assert [p.code for p in s.problems()] == ["choice"]


ITEXT = (
    '<translation lang="Norsk bokmål (nb)" default="true()"><text id="q">'
    '<value>Alder på <output value="/data/n"/></value>'
    "</text></translation>"
    '<translation lang="English (en)"><text id="q"><value>Age of <output value="/data/n"/></value></text></translation>'
)


def test_labels_speak_the_language_and_the_answers() -> None:
    s = session("<n/><q/>", "", field("n") + '<input ref="/data/q"><label ref="jr:itext(\'q\')"/></input>', itext=ITEXT)
    assert s.form.languages == ("nb", "en")
    assert s.set("/data/n", "Kari").labels == {"/data/q"}
    assert s.view("/data/q").label == "Alder på Kari"
    assert "/data/q" in s.set_language("en").labels
    assert s.view("/data/q").label == "Age of Kari"


def test_unknown_answers_are_kept_as_orphans() -> None:
    form = small("<a/>", "", field("a"))
    given = {"/data/a": "1", "/data/gone": "old", "/data/rep[x]/y": "lost"}
    s = FormSession(form, given)
    assert s.orphans() == {"/data/gone": "old", "/data/rep[x]/y": "lost"}
    assert s.answers() == given


@pytest.mark.parametrize("expression", ["1 +", "foo(1)", "/data/a[", "'open", "if(1)", "$x"])
def test_a_broken_expression_names_its_bind(expression: str) -> None:
    with pytest.raises(FormExpressionError) as caught:
        small("<a/>", bind("a", calculate=expression))
    assert caught.value.facts["where"] == "calc /data/a"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no xml",
        "<a>",
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        "<x>" * 100_000,
        b'<?xml version="1.0" encoding="nonsense"?><a>\xe6</a>',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_safe_xml_is_refused(text: str | bytes) -> None:
    with pytest.raises(FormUnreadableError):
        form_from_xform(text)


@pytest.mark.parametrize(
    "text", ["<a/>", xform("").replace("<instance>", "<instances>").replace("</instance>", "</instances>")]
)
def test_xml_that_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(FormFaultyError):
        form_from_xform(text)


def test_an_expression_that_fails_hides_nothing() -> None:
    s = session("<a/><b/>", bind("a", relevant="date(/data/b) > today()"), field("a") + field("b"))
    s.set("/data/b", "no date")
    assert s.view("/data/a").relevant
    assert [p.code for p in s.problems()] == ["expression"]


def test_positional_run_tells_steps_that_lead_nowhere() -> None:
    seen = run_steps(
        small("<a/>", "", field("a")), [{"set": "/data/nope", "value": "1"}, {"set": "/data/a", "value": "2"}]
    )
    assert seen["values"]["/data/a"] == "2"
    assert [(p["path"], p["code"]) for p in seen["problems"]] == [("/data/nope", "step")]


def test_a_long_list_is_made_once_for_each_language_and_told_from_one_that_changes() -> None:
    count = 300
    items = "".join(f"<item><itextId>l-{i}</itextId><name>n{i}</name></item>" for i in range(count))
    texts = "".join(
        f'<translation lang="{lang}">'
        + "".join(f'<text id="l-{i}"><value>{lang} {i}</value></text>' for i in range(count))
        + "</translation>"
        for lang in ("nb", "en")
    )
    ends = '<value ref="name"/><label ref="jr:itext(itextId)"/></itemset>'
    live = session(
        "<a/><b/>",
        "",
        field("a", f"<itemset nodeset=\"instance('l')/root/item\">{ends}", "select1")
        + field("b", f"<itemset nodeset=\"instance('l')/root/item[name != /data/a]\">{ends}", "select1"),
        model=f'<instance id="l"><root>{items}</root></instance>',
        itext=texts,
    )
    assert live.view("/data/a").choices is live.view("/data/a").choices
    assert live.view("/data/a").choices[7].label == "nb 7"
    live.set_language("en")
    assert live.view("/data/a").choices[7].label == "en 7"
    live.set("/data/a", "n7")
    assert live.view("/data/b").choices[7].value == "n8"
    assert [problem.code for problem in live.problems()] == []
    live.set("/data/a", "other")
    assert [problem.code for problem in live.problems()] == ["choice"]


@pytest.mark.parametrize(
    ("source", "kept"), [("'hei'", "true"), ("'false'", "false"), ("''", ""), ("0", "false"), ("2", "true")]
)
def test_what_is_computed_for_a_truth_is_one(source: str, kept: str) -> None:
    s = session("<a/>", bind("a", type="boolean", calculate=source))
    assert (s.value("/data/a"), s.problems()) == (kept, [])


def test_a_long_form_of_a_text_is_shown_and_the_plain_one_computed_with() -> None:
    itext = (
        '<translation lang="en"><text id="q"><value>Age</value><value form="long">How old?</value></text>'
        '<text id="c"><value form="short">C</value><value form="long">Choice</value></text></translation>'
    )
    body = (
        '<select1 ref="/data/a"><label ref="jr:itext(\'q\')"/><item><label ref="jr:itext(\'c\')"/>'
        "<value>1</value></item></select1>"
    )
    s = session("<a/><b/>", bind("b", calculate="jr:itext('q')"), body, itext=itext)
    seen = s.view("/data/a")
    assert (seen.label, seen.choices[0].label, s.value("/data/b")) == ("How old?", "Choice", "Age")


def test_what_xml_cannot_carry_is_left_out_of_the_instance() -> None:
    s = session("<a/>", "", field("a"))
    s.set("/data/a", "a\x00\x0b\ufffe\ud800 <&>\"' æ\U0001f600")
    found = fromstring(s.to_xml().encode()).find("a")
    assert found is not None
    assert found.text == "a <&>\"' æ\U0001f600"
    assert s.value("/data/a").startswith("a\x00")
