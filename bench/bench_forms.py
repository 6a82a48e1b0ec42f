"""The form engine beside the same work in straight Python over lists.

Form fN: N questions in groups of ten, each relevant on the root's answer and on the answer before it in its group; a
calculation per tenth, a sum per group and a total. r200: a repeat of 200 rows and sums over it.
"""

from __future__ import annotations

import json
import random
import tempfile
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.harness import Case, case, each_us, median_ms, p95
from neksus_desktop.forms import FormSession, form_from_xform
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


class Question:
    """What any program must hold of a question to show it."""

    __slots__ = ("group", "key", "label", "name", "number", "shown", "type", "value")

    def __init__(self, name: str, label: str, kind: str, group: str) -> None:
        self.name = name
        self.label = label
        self.type = kind
        self.group = group
        self.key = f"/data/{group}/{name}"
        self.value = ""
        self.number: float | None = None
        self.shown = False


def described(count: int) -> str:
    """The questions as a file, for the limit to read."""
    return json.dumps([[f"q{i}", f"Question q{i}", "int", f"g{i // 10}"] for i in range(count)])


class Straight:
    """The limit: the same values, by hand, over lists; an answer, too, tells what changed."""

    def __init__(self, text: str) -> None:
        self.root = ""
        self.questions = [Question(*one) for one in json.loads(text)]
        self.by_key = {question.key: at for at, question in enumerate(self.questions)}
        self.sums: list[float] = [0.0] * (len(self.questions) // 10)
        self.calcs: list[float | None] = [None] * len(self.sums)
        self.total = 0.0
        for group in range(len(self.sums)):
            self.group(group, [])

    def group(self, group: int, changed: list[str]) -> None:
        """Everything in one group."""
        before = True
        added = 0.0
        on = self.root == "yes"
        value = first = None
        for at, question in enumerate(self.questions[group * 10 : group * 10 + 10]):
            shown = on and before
            if shown is not question.shown:
                question.shown = shown
                changed.append(question.key)
            value = question.number if shown else None
            if at == 0:
                first = value
            before = value is not None
            if value is not None:
                added += value
        self.calcs[group] = None if first is None else first * 2 + 1
        self.sums[group] = added

    def set(self, key: str, value: str) -> list[str]:
        """An answer."""
        changed = [key]
        at = self.by_key[key]
        question = self.questions[at]
        question.value = value
        question.number = float(value) if value else None
        self.group(at // 10, changed)
        self.total = sum(self.sums)
        return changed

    def toggle(self, value: str) -> list[str]:
        """The root answer."""
        changed = ["/data/root"]
        self.root = value
        for group in range(len(self.sums)):
            self.group(group, changed)
        self.total = sum(self.sums)
        return changed


class StraightRows:
    """The limit of a repeat: three columns and two sums."""

    def __init__(self) -> None:
        self.a: list[float] = []
        self.b: list[float] = []
        self.c: list[float] = []
        self.sa = self.sc = 0.0

    def add(self) -> None:
        """A row."""
        self.a.append(0.0)
        self.b.append(0.0)
        self.c.append(0.0)
        self.sa, self.sc = sum(self.a), sum(self.c)

    def set(self, row: int, value: str) -> None:
        """An answer in a row."""
        number = float(value)
        self.a[row] = number
        self.c[row] = number * 2 + (self.b[row] if number > 0 else 0.0)
        self.sa, self.sc = sum(self.a), sum(self.c)


def key(at: int) -> str:
    return f"/data/g{at // 10}/q{at}"


def answered(form: Form, count: int) -> FormSession:
    session = FormSession(form)
    session.set("/data/root", "yes")
    for at in range(count):
        session.set(key(at), "3")
    return session


def sized(count: int, form: Form) -> Iterable[Case]:
    session, straight = FormSession(form), Straight(described(count))
    session.set("/data/root", "yes")
    straight.toggle("yes")
    keys = [key(at) for at in range(count)]
    ours = each_us(lambda at: session.set(keys[at], "3"), count)
    limit = each_us(lambda at: straight.set(keys[at], "3"), count)
    yield case(f"f{count} one answer, mean", sum(ours) / count, sum(limit) / count, 5, "µs")
    chosen = random.Random(7).choices(range(count), k=500)
    ours = each_us(lambda at: session.set(keys[chosen[at]], str(at % 9 + 1)), 500)
    limit = each_us(lambda at: straight.set(keys[chosen[at]], str(at % 9 + 1)), 500)
    assert float(session.value("/data/total")) == straight.total
    yield case(f"f{count} one edit, p95", p95(ours), p95(limit), 4, "µs")
    ours = each_us(lambda at: session.set("/data/root", "" if at % 2 == 0 else "yes"), 10)
    limit = each_us(lambda at: straight.toggle("" if at % 2 == 0 else "yes"), 10)
    assert float(session.value("/data/total")) == straight.total
    yield case(f"f{count} toggle all", sum(ours) / 1e4, sum(limit) / 1e4, 5, "ms")


def kept(form_text: str, folder: Path) -> Any:
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


def memory(work: Any) -> float:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    held = work()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del held
    return (after - before) / 1e6


def rows() -> Iterable[Case]:
    session, straight = FormSession(form_from_xform(repeated())), StraightRows()
    ours = each_us(lambda _: session.add_row("/data/rep"), 200)
    limit = each_us(lambda _: straight.add(), 200)
    yield case("r200 add row, mean", sum(ours) / 200, sum(limit) / 200, 5, "µs")
    keys = [f"{row}/a" for row in session.children("/data/rep")]
    chosen = random.Random(7).choices(range(200), k=500)
    ours = each_us(lambda at: session.set(keys[chosen[at]], str(at % 9 + 1)), 500)
    limit = each_us(lambda at: straight.set(chosen[at], str(at % 9 + 1)), 500)
    assert float(session.value("/data/sc")) == straight.sc
    yield case("r200 edit, p95", p95(ours), p95(limit), 5, "µs")


def run() -> Iterable[Case]:
    for count in (30, 300, 3000):
        form = form_from_xform(generated(count))
        yield from sized(count, form)
    yield from rows()
    with tempfile.TemporaryDirectory() as folder:
        load = kept(generated(3000), Path(folder))
        text = described(3000)
        load()
        yield case("f3000 load compiled, with a session", median_ms(load), median_ms(lambda: Straight(text)), 10, "ms")
        yield case("f3000 memory of form and session", memory(load), memory(lambda: Straight(text)), 4, "MB")
