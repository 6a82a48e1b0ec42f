"""Follow-up after a decision: which changes leave an approved text what it is. Pure.

Rules kept here:

* an approval is of a judgement and of what shall be done; doing it is work that comes after, and undoes no approval;
* so state, outcome, deadline and responsible role of a follow-up point may change, a new point may come, and a ground
  may be added that says which point's outcome it is the ground of; anything else is a change of the judgement;
* this is told by comparing with the approved state, never by anybody's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

DECIDED = frozenset({"approved", "exported", "confirmed"})
"""Statuses of records whose text is approved."""
OUTCOME_OF = "followup"
"""Attribute of a ground that was given for the outcome of a follow-up point: the point's id."""
_POINT, _GROUND = "followup/", "evidence/"
_GOES_ON = frozenset({"state", "outcome", "deadline", "responsible"})


def about_follow_up(paths: Iterable[str]) -> bool:
    """Whether fields can be written after an approval, going by their paths alone."""
    return all(path.startswith((_POINT, _GROUND)) for path in paths)


def only_followed_up(approved: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether a set of fields is the approved one with nothing changed but its follow-up."""
    before = {key for path in approved if (key := _row(path))}
    for path in approved.keys() | now.keys():
        if approved.get(path, "") == now.get(path, ""):
            continue
        row, attribute = _row(path), path.rpartition("/")[2]
        known = row in before
        if row.startswith(_POINT):
            if known and attribute not in _GOES_ON:
                return False
        elif not row or known or not _follows(row, now):
            return False
    return True


def _follows(row: str, now: Mapping[str, str]) -> bool:
    point = now.get(f"{row}/{OUTCOME_OF}", "")
    return bool(point) and any(path.startswith(f"{_POINT}{point}/") for path in now)


def _row(path: str) -> str:
    """``followup/<id>`` or ``evidence/<id>``; "" for what is neither."""
    for prefix in (_POINT, _GROUND):
        if path.startswith(prefix):
            return prefix + path[len(prefix) :].partition("/")[0]
    return ""
