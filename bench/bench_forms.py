"""The form engine beside the same work in straight Python over lists.

Form fN: N questions in groups of ten, each relevant on an earlier answer of its group or on the root's; the first of a group
shown by the root answer; a calculation per tenth, a sum per group and a total. r200: a repeat of 200 rows and sums over it.
"""

from __future__ import annotations

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
        '</model></h:head><h:body><group ref="/data/rep"><repeat nodeset="/data/rep"><input ref="/data/rep/a"><label>A</label>'
        '</input><input ref="/data/rep/b"><label>B</label></input></repeat></group></h:body></h:html>'
    )


class Straight:
    """The limit: the same values, by hand, over lists."""

    def __init__(self, count: int) -> None:
        self.root = ""
        self.values: list[str] = [""] * count
        self.numbers: list[float | None] = [None] * count
        self.shown: list[bool] = [False] * count
        self.sums: list[float] = [0.0] * (count // 10)
        self.calcs: list[float | None] = [None] * (count // 10)
        self.total = 0.0
        self.labels = [f"Question q{i}" for i in range(count)]
        for group in range(count // 10):
            self.group(group)

    def group(self, group: int) -> None:
        start = group * 10
        before = True
        added = 0.0
        on = self.root == "yes"
        for i in range(start, start + 10):
            shown = on and before
            self.shown[i] = shown
            value = self.numbers[i] if shown else None
            before = value is not None
            if value is not None:
                added += value
        first = self.numbers[start] if self.shown[start] else None
        self.calcs[group] = None if first is None else first * 2 + 1
        self.sums[group] = added

    def set(self, at: int, value: str) -> None:
        self.values[at] = value
        self.numbers[at] = float(value) if value else None
        self.group(at // 10)
        self.total = sum(self.sums)

    def toggle(self, value: str) -> None:
        self.root = value
        for group in range(len(self.sums)):
            self.group(group)
        self.total = sum(self.sums)


class StraightRows:
    def __init__(self) -> None:
        self.a: list[float] = []
        self.b: list[float] = []
        self.c: list[float] = []
        self.sa = self.sc = 0.0

    def add(self) -> None:
        self.a.append(0.0)
        self.b.append(0.0)
        self.c.append(0.0)
        self.sa, self.sc = sum(self.a), sum(self.c)

    def set(self, row: int, value: str) -> None:
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
    session, straight = FormSession(form), Straight(count)
    session.set("/data/root", "yes")
    straight.toggle("yes")
    keys = [key(at) for at in range(count)]
    ours = each_us(lambda at: session.set(keys[at], "3"), count)
    limit = each_us(lambda at: straight.set(at, "3"), count)
    yield case(f"f{count} one answer, mean", sum(ours) / count, sum(limit) / count, 5, "µs")
    chosen = random.Random(7).choices(range(count), k=500)
    ours = each_us(lambda at: session.set(keys[chosen[at]], str(at % 9 + 1)), 500)
    limit = each_us(lambda at: straight.set(chosen[at], str(at % 9 + 1)), 500)
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
    library._keep(file, compile_xform(form_text), {})
    return lambda: FormSession(library._kept(file))


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
        load()
        yield case(
            "f3000 load compiled, with a session", median_ms(load, 7), median_ms(lambda: Straight(3000), 7), 10, "ms"
        )
        yield case("f3000 memory of form and session", memory(load), memory(lambda: Straight(3000)), 4, "MB")
