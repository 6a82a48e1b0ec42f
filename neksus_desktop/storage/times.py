"""Times as the store keeps them: UTC text to the millisecond, and the writer's offset in minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone


def to_text(moment: datetime) -> str:
    """``2026-11-23T13:30:00.123Z`` for an aware time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def offset_minutes(moment: datetime) -> int:
    """Minutes east of UTC where the time was written."""
    offset = moment.utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60


def to_moment(text: str, offset: int = 0) -> datetime:
    """The aware time of a stored text, in the writer's offset."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(timezone(timedelta(minutes=offset))) if offset else moment
