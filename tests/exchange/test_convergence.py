"""Any number of workplaces, any files in any order, repeated or lost and sent again: the same end state everywhere."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.exchange.merge import Choice
from neksus_desktop.exchange.plan import PlanItem
from neksus_desktop.records.ids import RecordId
from neksus_desktop.usecases import import_files
from tests.exchange.world import World

NAMES = ("Juba", "Norad", "Nairobi")
PLACES = st.sampled_from(NAMES)
PATHS = st.sampled_from(["note/p1/internal", "note/p2/internal", "points", "followup/f1/text", "/data/svar"])
TEXTS = st.sampled_from(["", "en", "to", "en to"])


def _agree(item: PlanItem) -> RecordChoice:
    """The choice that everybody would make, whichever side is theirs: the text that comes last in the alphabet."""
    picks = {c.path: Choice("mine" if c.mine > c.theirs else "theirs") for c in item.collisions}
    return RecordChoice(fields=picks, rest="theirs")


class Exchange(RuleBasedStateMachine):
    """Three workplaces with one record between them."""

    files: Bundle[tuple[str, Path]] = Bundle("files")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.world = World(self.folder, ("post", "Juba"), ("norad", "Norad"), ("post", "Nairobi"))
        self.record: RecordId = self.world.write("Juba")
        for name in ("Norad", "Nairobi"):
            self.take(name, self.world.send("Juba", name, self.record))

    def take(self, name: str, files: list[Path]) -> None:
        profile = self.world[name]
        plan = import_files.plan_import(profile, files)
        choices = {item.record: _agree(item) for item in plan.items if item.record}
        import_files.apply_import(profile, plan, choices)

    @rule(name=PLACES, path=PATHS, text=TEXTS)
    def write(self, name: str, path: str, text: str) -> None:
        self.world.change(name, self.record, **{path: text})

    @rule(target=files, name=PLACES, to=PLACES)
    def send(self, name: str, to: str) -> tuple[str, Path]:
        target = to if to != name else NAMES[(NAMES.index(name) + 1) % len(NAMES)]
        return target, self.world.send(name, target, self.record)[0]

    @rule(file=files)
    def deliver(self, file: tuple[str, Path]) -> None:
        self.take(file[0], [file[1]])

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        for _ in range(3):
            for name in NAMES:
                for to in NAMES:
                    if to != name:
                        self.take(to, self.world.send(name, to, self.record))
        heads = {self.world.head(name, self.record) for name in NAMES}
        states = [self.world.record(name, self.record).fields for name in NAMES]
        self.world.close()
        shutil.rmtree(self.folder)
        assert len(heads) == 1
        assert states[0] == states[1] == states[2]


Exchange.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
)
TestExchange = Exchange.TestCase
