"""Taking in comments and forms.

Rules kept here:

* a comment never changes a record: it is kept beside it; its owner answers it, and the answer comes back (``answers``);
* whoever passes a comment on, it counts only if its author is trusted here and was when it was made;
* a form comes only from headquarters, and is kept as one more version: records keep the one they were begun with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from neksus_desktop.bundles.payload import Entry, FormEntry, ReceiptItem
from neksus_desktop.bundles.read import Bundle
from neksus_desktop.exchange.answers import Remarks
from neksus_desktop.exchange.apply import Outcome, Writer
from neksus_desktop.exchange.authors import why_not
from neksus_desktop.exchange.formcheck import judge_form, named_in_receipts, opened_form
from neksus_desktop.records.comment import Comment
from neksus_desktop.storage.comments import add_comment
from neksus_desktop.storage.forms import install_form


def apply_comments(writer: Writer, bundle: Bundle, *, anyone: bool) -> Iterator[Outcome]:
    """Keep comments on records that are here, and what became of ours elsewhere; others are refused with a reason.

    What we once sent brings our own answers back; of anybody else's file a comment is open here until we answer it.
    """
    here = Remarks(writer.store, writer.workplace, bundle.header, anyone=anyone)
    for comment in (entry.content for entry in bundle.entries()):
        if not isinstance(comment, Comment):
            continue
        reason = why_not(writer.store, writer.workplace, comment, writer.now, anyone=anyone)
        if reason:
            yield Outcome("refused", _item(comment, reason))
        else:
            action = here.judge(comment)
            if action == "new":
                add_comment(writer.store, comment if here.own else comment.model_copy(update={"state": "open"}))
            here.note(comment)
            yield Outcome(action, _item(comment, ""))


def apply_forms(writer: Writer, entries: Iterable[Entry]) -> Iterator[Outcome]:
    """Install forms; that the sender is headquarters was judged when the file was read."""
    for entry in entries:
        form = entry.content
        if not isinstance(form, FormEntry):
            continue
        action, code, _ = judge_form(writer.store, form)
        if action == "new" and (opened := opened_form(form)) is not None:
            source, made = opened
            install_form(writer.store, made.id, made.version, made.content_hash, form.file_name, source, writer.now)
        record, version = named_in_receipts(form.id, entry.canonical)
        refused = action == "refused"
        yield Outcome(
            action,
            ReceiptItem(
                record=record, version=version, result="refused" if refused else "accepted",
                reason=code.removeprefix("plan_") if refused else "",
            ),
        )  # fmt: skip


def _item(comment: Comment, reason: str) -> ReceiptItem:
    return ReceiptItem(
        record=comment.record, version=comment.version, result="refused" if reason else "accepted", reason=reason
    )
