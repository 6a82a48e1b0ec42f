"""Comments on records; only their answered state ever changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.errors import NotFoundError
from neksus_desktop.storage.records import number_of
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.times import to_text

if TYPE_CHECKING:
    from neksus_desktop.records.comment import Comment, CommentState
    from neksus_desktop.records.ids import RecordId


def add_comment(store: Store, comment: Comment) -> bool:
    """Keep a comment; one that is here already stays as it is. Returns whether it was new.

    Raises:
        NotFoundError: its record is not here.
    """
    with store.write() as db:
        added = db.execute(
            """
            INSERT INTO comment (id, record, point, made_at, content) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """,
            (
                comment.id, number_of(db, comment.record), comment.point, to_text(comment.made_at),
                comment.model_dump_json(),
            ),
        )  # fmt: skip
        return added.rowcount == 1


def comments(store: Store, record: RecordId) -> list[Comment]:
    """A record's comments, oldest first."""
    from neksus_desktop.records.comment import Comment

    with store.read() as db:
        rows = db.execute(
            """
            SELECT c.content FROM comment c JOIN record r ON r.nr = c.record
            WHERE r.id = ? ORDER BY c.made_at, c.id
            """,
            (record,),
        ).fetchall()
    return [Comment.model_validate_json(content) for (content,) in rows]


class OpenComment(NamedTuple):
    """A comment that waits for an answer, with the title of its record; ``made_at`` is UTC text."""

    record: str
    title: str
    point: str
    workplace: str
    made_at: str


def open_comments(store: Store, not_from: str, limit: int = 20) -> list[OpenComment]:
    """Unanswered comments of other workplaces than the one of this name, newest first. Loads no pydantic."""
    with store.read() as db:
        rows = db.execute(
            """
            SELECT r.id, r.title, c.point, json_extract(c.content, '$.workplace_name'), c.made_at
            FROM comment c JOIN record r ON r.nr = c.record
            WHERE json_extract(c.content, '$.state') = 'open' AND json_extract(c.content, '$.workplace_name') <> ?
            ORDER BY c.made_at DESC LIMIT ? + 0
            """,
            (not_from, limit),
        ).fetchall()
    return [OpenComment(*row) for row in rows]


def set_comment_state(store: Store, comment: str, state: CommentState) -> None:
    """Answer a comment.

    Raises:
        NotFoundError: no such comment.
    """
    from neksus_desktop.records.comment import Comment

    with store.write() as db:
        row = db.execute("SELECT content FROM comment WHERE id = ?", (comment,)).fetchone()
        if row is None:
            raise NotFoundError(kind="comment", id=comment)
        changed = Comment.model_validate_json(row[0]).model_copy(update={"state": state})
        db.execute("UPDATE comment SET content = ? WHERE id = ?", (changed.model_dump_json(), comment))
