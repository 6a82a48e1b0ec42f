"""Any number of workplaces, any files in any order, repeated or lost and sent again: the same end state everywhere.

The machine writes answers, texts and rows, keeps files, approves, remarks and answers remarks; what is sent comes
never, once or often, in any order, the receipts as well, and may be refused or left waiting. In the end everybody sends
all to everybody.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, initialize, multiple, rule

from neksus_desktop.errors import ExchangeNothingError
from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.exchange.merge import Choice
from neksus_desktop.exchange.plan import PlanItem
from neksus_desktop.records.attachment import attachment_fields
from neksus_desktop.records.comment import CommentState
from neksus_desktop.records.ids import RecordId
from neksus_desktop.usecases import attachments, comments, decide, import_files
from tests.exchange.world import World

NAMES = ("Juba", "Norad", "Nairobi")
PLACES = st.sampled_from(NAMES)
PATHS = st.sampled_from(
    ["note/p1/internal", "note/p2/internal", "points", "followup/f1/text", "/data/svar", "/data/rader",
     "/data/rader[en]/hva", "/data/rader[to]/hva"]
)  # fmt: skip
BEGUN = {"note/p1/internal": "Første tekst", "evidence/g1/point": "p1", "evidence/g1/title": "Møte"}
APPROVED = ("approved", "exported", "confirmed")
ROUNDS = 3
"""After so many, in which each tells all to both others, everybody has it."""
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
        self.record: RecordId = self.world.write("Juba", dict(BEGUN))
        self.remarks: list[tuple[str, str]] = []
        for name in ("Norad", "Nairobi"):
            self.take(name, self.world.send("Juba", name, self.record))

    def take(self, name: str, files: list[Path], choice: RecordChoice | None = None) -> list[tuple[str, Path]]:
        """Take files in; returns the receipts, each with whom it is for."""
        profile = self.world[name]
        plan = import_files.plan_import(profile, files)
        choices = {item.record: choice or _agree(item) for item in plan.items if item.record}
        done = import_files.apply_import(profile, plan, choices, receipts_to=self.world.mail)
        return [(one.to, one.path) for one in done.receipts if one.path]

    def open_again(self, name: str) -> None:
        """What was decided on is written in only when it was opened again."""
        status = self.world.record(name, self.record).status
        if status == "for_approval":
            decide.recall(self.world[name], self.record)
        elif status not in {"draft", "returned"}:
            decide.reopen(self.world[name], self.record)

    def send_remarks(self, name: str, to: str | list[str]) -> list[Path]:
        try:
            return list(comments.export_comments(self.world[name], [self.record], to, self.world.mail).files)
        except ExchangeNothingError:
            return []

    @rule(name=PLACES, path=PATHS, text=TEXTS)
    def write(self, name: str, path: str, text: str) -> None:
        self.open_again(name)
        self.world.change(name, self.record, **{path: text})

    @rule(name=PLACES, text=TEXTS)
    def keep_file(self, name: str, text: str) -> None:
        self.open_again(name)
        data = f"Oppdiktet {text}".encode()
        taken = [one.facts.name for one in self.kept(name)]
        facts = attachments.keep(
            self.world[name], self.record, data, point="p1", owner="g1", name="notat.txt", taken=taken
        )
        self.world.change(name, self.record, **attachment_fields(facts))

    @rule(name=PLACES)
    def approve(self, name: str) -> None:
        self.open_again(name)
        self.world.approve(name, self.record)

    @rule(name=PLACES, text=TEXTS.filter(bool))
    def remark(self, name: str, text: str) -> None:
        made = comments.add_comment(self.world[name], self.record, "p1", text)
        self.remarks.append((made.id, name))

    @rule(name=PLACES, state=st.sampled_from(["taken_over", "disagree"]))
    def answer(self, name: str, state: CommentState) -> None:
        own = self.world[name].card.thumbprint
        for one in comments.comments(self.world[name], self.record):
            if one.workplace != own:
                comments.answer_comment(self.world[name], one.id, state)

    @rule(target=files, name=PLACES, to=PLACES)
    def send_what_was_remarked(self, name: str, to: str) -> MultipleResults[tuple[str, Path]]:
        return multiple(*((to, path) for path in self.send_remarks(name, to))) if to != name else multiple()

    @rule(target=files, name=PLACES, to=PLACES)
    def send(self, name: str, to: str) -> MultipleResults[tuple[str, Path]]:
        """To one, or with ``to`` the same to both others: each of them has the file, or never gets it."""
        targets = [to] if to != name else [one for one in NAMES if one != name]
        (path,) = self.world.send(name, targets, self.record)
        return multiple(*((target, path) for target in targets))

    @rule(target=files, file=files)
    def deliver(self, file: tuple[str, Path]) -> MultipleResults[tuple[str, Path]]:
        """The receipt is a file of its own, that comes never, once or often too."""
        return multiple(*self.take(file[0], [file[1]]))

    @rule(
        target=files, file=files, choice=st.sampled_from([RecordChoice("refuse", "Feil avtale"), RecordChoice("wait")])
    )
    def turn_away(self, file: tuple[str, Path], choice: RecordChoice) -> MultipleResults[tuple[str, Path]]:
        before = self.world.record(file[0], self.record).fields
        receipts = self.take(file[0], [file[1]], choice)
        assert self.world.record(file[0], self.record).fields == before
        return multiple(*receipts)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        for _ in range(ROUNDS):
            for name in NAMES:
                self.tell_all(name)
            if self.agreed():
                break
        assert self.untold_remarks() == []
        self.check_states()
        heads = [self.world.head(name, self.record) for name in NAMES]
        for name, to in zip(NAMES, NAMES[1:] + NAMES[:1], strict=True):
            self.take(to, self.world.send(name, to, self.record))
        assert [self.world.head(name, self.record) for name in NAMES] == heads
        self.world.close()
        shutil.rmtree(self.folder)

    def tell_all(self, name: str) -> None:
        """One workplace sends all it has to both others, in one file."""
        others = [to for to in NAMES if to != name]
        files = [*self.world.send(name, others, self.record), *self.send_remarks(name, others)]
        for to in others:
            self.take(to, files)

    def agreed(self) -> bool:
        """Whether the record and the remarks on it are the same everywhere, so that nothing is left to be told."""
        told = {
            (self.world.head(name, self.record), self.world.record(name, self.record).status in APPROVED)
            for name in NAMES
        }
        files = {tuple(one.facts.digest for one in self.kept(name) if one.here) for name in NAMES}
        return len(told) == len(files) == 1 and not self.untold_remarks()

    def check_states(self) -> None:
        """The same Version, fields, files and approval are everywhere, and no named file is missing."""
        heads = {self.world.head(name, self.record) for name in NAMES}
        states = [self.world.record(name, self.record).fields for name in NAMES]
        files = [[one.facts.digest for one in self.kept(name) if one.here] for name in NAMES]
        named = [[one.facts.digest for one in self.kept(name)] for name in NAMES]
        approved = {self.world.record(name, self.record).status in APPROVED for name in NAMES}
        assert len(heads) == 1
        assert states[0] == states[1] == states[2]
        assert files == named
        assert files[0] == files[1] == files[2]
        assert len(approved) == 1

    def kept(self, name: str) -> list[attachments.Kept]:
        return attachments.attachments(self.world[name], self.record)

    def untold_remarks(self) -> list[tuple[str, str, str]]:
        """Remarks that one has not got, or whose author does not know what another did with it."""
        here = {name: {one.id: one for one in comments.comments(self.world[name], self.record)} for name in NAMES}
        untold = []
        for remark, author in self.remarks:
            told = comments.answers_to(self.world[author], [here[author][remark]]).get(remark, ())
            for name in NAMES:
                found = here[name].get(remark)
                wanted = {found.state} - {"open"} if found is not None and name != author else set()
                if found is None or {one.state for one in told if one.name == name} != wanted:
                    untold.append((remark, author, name))
        return untold


Exchange.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
)
TestExchange = Exchange.TestCase
