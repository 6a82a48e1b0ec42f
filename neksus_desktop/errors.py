"""The one tree of known errors: a stable code and facts, no sentences.

Every border wraps outside exceptions in one of these. What the user reads is looked up by code in
``resources/i18n/<language>/errors.json`` (``<code>.what`` and ``<code>.do``); facts fill the placeholders.
Anything that is not a ``NeksusError`` is a bug.
"""

from __future__ import annotations

from typing import ClassVar


class NeksusError(Exception):
    """A known fault. ``facts`` are plain values that fill the placeholders of the error's text."""

    code: ClassVar[str] = "unknown"

    def __init__(self, **facts: str | int) -> None:
        """Keep the facts as fields; they appear in logs only by name, never by content."""
        super().__init__(self.code, facts)
        self.facts: dict[str, str | int] = facts


class UsageError(NeksusError):
    """The command or the call asked for something that cannot be: ``reason`` says what."""

    code = "usage"


class NotFoundError(NeksusError):
    """There is no such ``kind`` with the given ``id``."""

    code = "not_found"


# --- forms ---------------------------------------------------------------------------------------


class FormError(NeksusError):
    """A form cannot be used. Facts: ``where`` (sheet and row, or bind), ``detail``."""

    code = "form"


class FormUnreadableError(FormError):
    """The file is no form, or is unsafe to read. Facts: ``file``, ``detail``, ``line`` (0 if unknown)."""

    code = "form_unreadable"


class FormFaultyError(FormError):
    """The form has faults. Facts: ``sheet``, ``row``, ``detail`` (of the first), ``count``."""

    code = "form_faulty"


# --- records -------------------------------------------------------------------------------------


class RecordError(NeksusError):
    """A record breaks one of its own rules."""

    code = "record"


class StatusError(RecordError):
    """The record's status does not allow this step. Facts: ``status``, ``step``."""

    code = "record_status"


class InventedMixError(RecordError):
    """Invented and real data may never share a profile or a file."""

    code = "invented_mix"


# --- storage -------------------------------------------------------------------------------------


class StorageError(NeksusError):
    """The store could not do what was asked."""

    code = "storage"


# --- bundles -------------------------------------------------------------------------------------


class BundleError(NeksusError):
    """A transfer file was refused. Facts: ``detail``."""

    code = "bundle"


# --- exchange ------------------------------------------------------------------------------------


class ExchangeError(NeksusError):
    """Sending or receiving could not be done."""

    code = "exchange"


# --- reports -------------------------------------------------------------------------------------


class ReportError(NeksusError):
    """A document could not be made."""

    code = "report"
