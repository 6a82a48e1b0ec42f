"""The form engine beside the same work in straight Python over lists (``forms_limit``).

Form fN: N questions in groups of ten, each relevant on the root's answer and on the answer before it in its group; a
calculation per tenth, a sum per group and a total. r200: a repeat of 200 rows and sums over it. Both sides tell the
same changes for each answer, which is checked while they are set up. A workbook is measured beside pyxform alone.
"""

from __future__ import annotations

import random
import tempfile
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench import forms_limit as limit
from bench.harness import Case, Work, by_parts, case, least_ms, p95_of_each
from neksus_desktop.forms import ChangeSet, FormSession, form_from_xform, load_form
from neksus_desktop.forms.form import Form

_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>b</h:title><model>'
)


def generated(count: int) -> str:
    instance, binds, body = ["<root/>"], ['<bind nodeset="/data/root" type="string"/>'], []
    body.append(
        '<select1 ref="/data/root"><label>Root</label><item><label>Y</label><value>yes</value></item></select1>'
    )
    groups = count // 10
    for g in range(groups):
        names = [f"q{g * 10 + i}" for i in range(10)]
        instance.append(f"<g{g}>" + "".join(f"<{n}/>" for n in names) + f"<c{g}/><s{g}/></g{g}>")
        for i, n in enumerate(names):
            relevant = "/data/root = 'yes'" if i == 0 else f"/data/root = 'yes' and /data/g{g}/{names[i - 1]} != ''"
            binds.append(f'<bind nodeset="/data/g{g}/{n}" type="int" relevant="{relevant}"/>')
            body.append(f'<input ref="/data/g{g}/{n}"><label>Question {n}</label></input>')
        binds.append(f'<bind nodeset="/data/g{g}/c{g}" type="string" calculate="/data/g{g}/{names[0]} * 2 + 1"/>')
        added = " + ".join(f"coalesce(/data/g{g}/{n}, 0)" for n in names)
        binds.append(f'<bind nodeset="/data/g{g}/s{g}" type="string" calculate="{added}"/>')
    instance.append("<total/>")
    total = " + ".join(f"/data/g{g}/s{g}" for g in range(groups))
    binds.append(f'<bind nodeset="/data/total" type="string" calculate="{total}"/>')
    return (
        f'{_HEAD}<instance><data id="b" version="1">{"".join(instance)}</data></instance>{"".join(binds)}'
        f"</model></h:head><h:body>{''.join(body)}</h:body></h:html>"
    )


def repeated() -> str:
    return (
        f'{_HEAD}<instance><data id="r" version="1"><rep jr:template=""><a/><b/><c/></rep><sa/><sc/></data></instance>'
        '<bind nodeset="/data/rep/a" type="int"/><bind nodeset="/data/rep/b" type="int" relevant="../a &gt; 0"/>'
        '<bind nodeset="/data/rep/c" type="string" calculate="../a * 2 + coalesce(../b, 0)"/>'
        '<bind nodeset="/data/sa" type="string" calculate="sum(/data/rep/a)"/>'
        '<bind nodeset="/data/sc" type="string" calculate="sum(/data/rep/c)"/>'
        '</model></h:head><h:body><group ref="/data/rep"><repeat nodeset="/data/rep">'
        '<input ref="/data/rep/a"><label>A</label>'
        '</input><input ref="/data/rep/b"><label>B</label></input></repeat></group></h:body></h:html>'
    )


def key(at: int) -> str:
    return f"/data/g{at // 10}/q{at}"


def answering(form: Form, count: int) -> tuple[Work, Work]:
    """A new session and a new limit, and what answers their questions."""
    session, straight = FormSession(form), limit.Straight(limit.described(count).partition("\n")[2])
    session.set("/data/root", "yes")
    straight.toggle("yes")
    keys = [key(at) for at in range(count)]
    return lambda at: session.set(keys[at], "3"), lambda at: straight.set(keys[at], "3")


def sized(count: int, form: Form) -> Iterable[Case]:
    ours, theirs = by_parts(lambda: answering(form, count), count, rounds=7 if count > 1000 else 30)
    yield case(f"f{count} one answer, mean", ours, theirs, 5, "µs")
    session, straight = FormSession(form), limit.Straight(limit.described(count).partition("\n")[2])
    keys = [key(at) for at in range(count)]
    same(session.set("/data/root", "yes"), straight.toggle("yes"))
    for one in keys:
        same(session.set(one, "3"), straight.set(one, "3"))
    chosen = random.Random(7).choices(range(count), k=500)
    turns = [-1]

    def edit(target: Any) -> Work:
        return lambda at: target.set(keys[chosen[at]], str((at + turns[0]) % 9 + 1))

    ours, theirs = p95_of_each(edit(session), edit(straight), 500, turns)
    yield case(f"f{count} one edit, p95", ours, theirs, 4, "µs")
    for value in ("", "yes", "", "yes"):
        same(session.set("/data/root", value), straight.toggle(value))
    pair = least_ms(
        lambda: [session.set("/data/root", value) for value in ("", "yes")],
        lambda: [straight.toggle(value) for value in ("", "yes")],
        rounds=max(15, 3000 // count),
    )
    assert session.value("/data/total") == straight.total
    yield case(f"f{count} toggle all", pair[0] / 2, pair[1] / 2, 5, "ms")


def same(told: ChangeSet, other: limit.Told) -> None:
    """Both do the same work, or the measurement means nothing."""
    assert (told.values, told.relevance) == tuple(map(frozenset, other)), (told, other)


def kept(form_text: str, folder: Path) -> Callable[[], FormSession]:
    """A compiled form as the library keeps it, and a reader for it."""
    from neksus_desktop.forms import library
    from neksus_desktop.forms.compiled import compile_xform

    file = folder / "b.form.json"
    library.keep(file, compile_xform(form_text), {})

    def load() -> FormSession:
        form = library.kept_form(file)
        assert form is not None
        return FormSession(form)

    return load


def memory(work: Callable[[], object]) -> float:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    held = work()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del held
    return (after - before) / 1e6


def rows() -> Iterable[Case]:
    form = form_from_xform(repeated())

    def adding() -> tuple[Work, Work]:
        session, straight = FormSession(form), limit.StraightRows()
        return lambda _: session.add_row("/data/rep"), lambda _: straight.add()

    ours, theirs = by_parts(adding, 200, rounds=30)
    yield case("r200 add row, mean", ours, theirs, 5, "µs")
    session, straight = FormSession(form), limit.StraightRows()
    for at in range(200):
        _, told = session.add_row("/data/rep", f"{at:08x}")
        same_row(told, straight.add(f"{at:08x}"))
    keys = [f"{row}/a" for row in session.children("/data/rep")]
    for one in keys:
        same(session.set(one, "4"), straight.set(one, "4"))
    chosen = random.Random(7).choices(range(200), k=500)
    turns = [-1]

    def edit(target: Any) -> Work:
        return lambda at: target.set(keys[chosen[at]], str((at + turns[0]) % 9 + 1))

    ours, theirs = p95_of_each(edit(session), edit(straight), 500, turns)
    assert (session.value("/data/sa"), session.value("/data/sc")) == (straight.sa, straight.sc)
    yield case("r200 edit, p95", ours, theirs, 5, "µs")


def same_row(told: ChangeSet, other: limit.Told) -> None:
    """The same for a new row, all of which is new: the engine names what differs from a row's own beginning."""
    assert told.relevance == frozenset(other[1])
    assert len(told.rows) == 1


def sheets(count: int, file: Path) -> None:
    """The form of ``generated`` as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    survey = book.worksheets[0]
    survey.title = "survey"
    survey.append(["type", "name", "label", "relevant", "calculation"])
    survey.append(["select_one yes_no", "root", "Root"])
    for g in range(count // 10):
        names = [f"q{g * 10 + i}" for i in range(10)]
        survey.append(["begin group", f"g{g}", f"Group {g}"])
        for i, name in enumerate(names):
            before = "" if i == 0 else f" and ${{{names[i - 1]}}} != ''"
            survey.append(["integer", name, f"Question {name}", f"${{root}} = 'yes'{before}"])
        survey.append(["calculate", f"c{g}", None, None, f"${{{names[0]}}} * 2 + 1"])
        survey.append(["calculate", f"s{g}", None, None, " + ".join(f"coalesce(${{{name}}}, 0)" for name in names)])
        survey.append(["end group"])
    survey.append(["calculate", "total", None, None, " + ".join(f"${{s{g}}}" for g in range(count // 10))])
    choices = book.create_sheet("choices")
    for row in (["list_name", "name", "label"], ["yes_no", "yes", "Yes"], ["yes_no", "no", "No"]):
        choices.append(row)
    book.create_sheet("settings").append(["form_id", "version"])
    book["settings"].append(["bench", "1"])
    book.save(file)


def spreadsheet(folder: Path, straight: Path) -> Iterable[Case]:
    """A workbook: read, compiled and ready to be answered, beside what pyxform alone takes to its XForm."""
    from pyxform.xls2xform import convert

    file, cache = folder / "f3000.xlsx", folder / "cache"
    sheets(3000, file)
    ours, theirs = least_ms(lambda: FormSession(load_form(file)), lambda: convert(file), rounds=3)
    yield case("f3000 .xlsx read and compiled, with a session", ours, theirs, 1.2, "ms")
    load_form(file, cache)
    ours, theirs = least_ms(lambda: FormSession(load_form(file, cache)), lambda: limit.loaded(straight), rounds=9)
    yield case("f3000 .xlsx cached, with a session", ours, theirs, 10, "ms")


def run() -> Iterable[Case]:
    for count in (30, 300, 3000):
        yield from sized(count, form_from_xform(generated(count)))
    yield from rows()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        straight = folder / "straight"
        straight.write_text(limit.described(3000), encoding="utf-8")
        load = kept(generated(3000), folder)
        ours, theirs = least_ms(load, lambda: limit.loaded(straight), rounds=9)
        yield case("f3000 load compiled, with a session", ours, theirs, 10, "ms")
        held = memory(load), memory(lambda: limit.loaded(straight))
        yield case("f3000 memory of form and session", *held, 4, "MB")
        yield from spreadsheet(folder, straight)
