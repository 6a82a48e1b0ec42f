"""The one tree of known errors: a stable code and facts, no sentences.

Every border wraps outside exceptions in one of these. What the user reads is looked up by code in
``resources/i18n/<language>/errors.json`` (``<code>.what`` and ``<code>.do``); facts fill the placeholders.
Anything that is not a ``NeksusError`` is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


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
    """There is no such ``kind`` with the given ``id``.

    ``reason`` is form_version of a form in another ``version``, key_ended of an approver's key (of the role ``label``)
    whose use was ended.
    """

    code = "not_found"


# --- forms ---------------------------------------------------------------------------------------


class FormError(NeksusError):
    """A form cannot be used. Facts: ``where`` (sheet and row, or bind), ``detail``."""

    code = "form"


class FormUnreadableError(FormError):
    """The file is no form, or is unsafe to read. Facts: ``file``, ``detail``, ``line`` (0 if unknown)."""

    code = "form_unreadable"


class FormAbsentError(FormUnreadableError):
    """There is no such file. Facts: ``file``."""

    code = "form_absent"


class FormClosedError(FormUnreadableError):
    """A folder, or a file that may not be read. Facts: ``file``."""

    code = "form_closed"


class FormDamagedError(FormUnreadableError):
    """A workbook or archive that is cut short, or is something else than its name says. Facts: ``file``."""

    code = "form_damaged"


class FormTooLargeError(FormUnreadableError):
    """The file is larger, or unpacks to more, than a form may be. Facts: ``file``."""

    code = "form_too_large"


class FormKindError(FormUnreadableError):
    """The file's ending is none of a form's, or the archive holds no form. Facts: ``file``."""

    code = "form_kind"


class FormSeveralError(FormUnreadableError):
    """An archive holds more than one form. Facts: ``file``, ``forms`` (their names)."""

    code = "form_several"


class FormUnsafeError(FormUnreadableError):
    """The file uses what we refuse to read (DTD, aliases, bottomless nesting). Facts: ``file``, ``line``."""

    code = "form_unsafe"


class FormTargetError(FormError):
    """A form can be written only as ``.xlsx`` or ``.yaml``. Facts: ``file``."""

    code = "form_target"


class FormInUseError(FormError):
    """Records answer this very version of the form, and the file is another form. Facts: ``form``, ``version``."""

    code = "form_in_use"


class FormNoSheetsError(FormUnreadableError):
    """An XForm has no sheets that could be written as a spreadsheet. Facts: ``file``."""

    code = "form_no_sheets"


class FormLayoutError(FormUnreadableError):
    """A YAML file that is not laid out as a form. Facts: ``file``, ``line``."""

    code = "form_layout"


class FormFaultyError(FormError):
    """The form has faults. Facts: ``count``, ``where`` (place of the first); ``problems`` holds all."""

    code = "form_faulty"

    def __init__(self, problems: Sequence[Any] = (), **facts: str | int) -> None:
        """Keep the problems (``forms.reading.FormProblem``); without any, the facts say what is wrong and where."""
        first = problems[0] if problems else None
        sheet, row = (first.sheet or first.bind, first.row) if first else (facts.get("sheet", ""), facts.get("row", 0))
        where = f"{sheet} {row or ''}".strip() or "–"
        told: dict[str, str | int] = {"count": len(problems) or 1, "where": where}
        super().__init__(**told | facts)
        self.problems: tuple[Any, ...] = tuple(problems)


class FormExpressionError(FormError):
    """An expression cannot be read or computed. Facts: ``detail``, ``where`` (bind or empty), ``expression``."""

    code = "form_expression"


class FormCycleError(FormError):
    """Expressions depend on each other in a ring. Facts: ``names`` (the ring, joined by arrows)."""

    code = "form_cycle"


class FormCostError(FormExpressionError):
    """An expression costs more than a form may ask for. Facts: as ``FormExpressionError``."""

    code = "form_cost"


# --- records -------------------------------------------------------------------------------------


class RecordError(NeksusError):
    """A record breaks one of its own rules."""

    code = "record"


class StatusError(RecordError):
    """The record's status does not allow this step. Facts: ``status``, ``reason`` (the step)."""

    code = "record_status"


class InventedMixError(RecordError):
    """Invented and real data may never share a profile or a file."""

    code = "invented_mix"


class OtherPackError(RecordError):
    """A form of a pack that this workplace does not use. Facts: ``form``."""

    code = "other_pack"


# --- storage -------------------------------------------------------------------------------------


class StorageError(NeksusError):
    """The store could not do what was asked. Facts: ``cause``, the driver's own words."""

    code = "storage"


class StorageMissingError(StorageError):
    """There is no profile in the folder. Facts: ``folder``."""

    code = "storage_missing"


class StorageExistsError(StorageError):
    """There is a profile in the folder already. Facts: ``folder``."""

    code = "storage_exists"


class StorageNewerError(StorageError):
    """The profile was made by a newer program; it was not touched. Facts: ``found``, ``known`` (schema numbers)."""

    code = "storage_newer"


class StorageLockedError(StorageError):
    """Another program has the profile open. Facts: ``folder``."""

    code = "storage_locked"


class StorageBusyError(StorageError):
    """Another program held the database too long. Facts: ``folder``."""

    code = "storage_busy"


class StorageDamagedError(StorageError):
    """The database file is not sound. Facts: ``folder``, ``detail``, ``reason`` (nothing: none of it can be read)."""

    code = "storage_damaged"


class StorageKeyError(StorageError):
    """The passphrase or key does not open the profile. Facts: ``folder``."""

    code = "storage_key"


class StorageRecoveryCodeError(StorageError):
    """The recovery code is mistyped or belongs to another profile. Facts: ``group`` (first wrong one, 0 = unknown)."""

    code = "storage_recovery_code"


class StoragePassphraseError(StorageError):
    """The passphrase is too short. Facts: ``shortest`` (characters)."""

    code = "storage_passphrase"


class StorageCommonPassphraseError(StorageError):
    """The passphrase is one of the commonest there are, tried first by whoever guesses. No facts."""

    code = "storage_common_passphrase"


class StorageKeyStoreError(StorageError):
    """The operating system's key store is not there or refused. Facts: ``reason`` (left: all else was destroyed)."""

    code = "storage_key_store"


class StorageFullError(StorageError):
    """The disk is full; nothing of this write was kept. Facts: ``folder``."""

    code = "storage_full"


class StorageReadOnlyError(StorageError):
    """The folder or the disk cannot be written to. Facts: ``folder``."""

    code = "storage_read_only"


class StorageReadingError(StorageReadOnlyError):
    """The profile was opened for reading only; nothing can be kept in it. Facts: ``folder``."""

    code = "storage_reading"


class StorageGoneError(StorageError):
    """The folder is not there (any more): a drive was taken out. Facts: ``folder``."""

    code = "storage_gone"


class StorageDeviceError(StorageError):
    """The disk reported a fault. Facts: ``folder``."""

    code = "storage_device"


class StorageRuleError(StorageError):
    """A rule of the database was broken (append-only, foreign key). Facts: ``detail``."""

    code = "storage_rule"


class StorageChainError(StorageError):
    """The change log of a record does not hold together. Facts: ``record``, ``seq``."""

    code = "storage_chain"


class StorageSnapshotError(StorageError):
    """A safety copy is not sound or not there. Facts: ``name``."""

    code = "storage_snapshot"


class StorageTooLargeError(StorageError):
    """A file is larger than may be kept. Facts: ``size``, ``limit`` (MB)."""

    code = "storage_too_large"


class StorageFiledError(StorageError):
    """A working copy can be deleted only when it is marked as filed. Facts: ``record``."""

    code = "storage_filed"


class StoragePictureError(StorageError):
    """Metadata could not be taken out of the picture. Facts: ``name``."""

    code = "storage_picture"


# --- bundles -------------------------------------------------------------------------------------


class BundleError(NeksusError):
    """A transfer file or a key was refused. Facts: ``detail``, a short machine word for logs."""

    code = "bundle"


class BundleKeyError(BundleError):
    """A key is not one we can use. Facts: ``detail``."""

    code = "bundle_key"


class BundlePassphraseError(BundleError):
    """An approver's passphrase will not do. Facts: ``reason`` (short, wrong), ``letters``."""

    code = "bundle_passphrase"


class BundleSizeError(BundleError):
    """The file, or what it unpacks to, is too large. Facts: ``detail``, ``limit`` (bytes)."""

    code = "bundle_size"


class BundleShapeError(BundleError):
    """The file is no transfer file of ours, or is damaged. Facts: ``detail``; of a card ``reason`` card."""

    code = "bundle_shape"


class BundleVersionError(BundleError):
    """The file was made by a newer program in a way this one cannot read. Facts: ``found``."""

    code = "bundle_version"


class BundleSealError(BundleError):
    """The file is sealed to others, or its seal is damaged. Facts: ``reason`` (not_recipient, damaged)."""

    code = "bundle_seal"


class BundleSignatureError(BundleError):
    """A signature is missing or does not hold. Facts: ``detail``."""

    code = "bundle_signature"


class BundleUntrustedError(BundleError):
    """All holds, but the sender is not among the trusted. Facts: ``name``, ``thumbprint``, ``kind``."""

    code = "bundle_untrusted"


class BundleRevokedError(BundleError):
    """A signer's key was revoked before the file was made. Facts: ``name``, ``thumbprint``, ``revoked``, ``cause``."""

    code = "bundle_revoked"


class BundleRecipientError(BundleError):
    """The file is addressed to somebody else. Facts: ``name`` of the sender."""

    code = "bundle_recipient"


class BundleClockError(BundleError):
    """The file says that it was made at an impossible time. Facts: ``made_at``, ``name`` of the sender."""

    code = "bundle_clock"


class BundleContentError(BundleError):
    """The signed content breaks the format. Facts: ``detail``, ``line`` (1 is the header; 0 if unknown)."""

    code = "bundle_content"


# --- exchange ------------------------------------------------------------------------------------


class ExchangeError(NeksusError):
    """Sending or receiving could not be done."""

    code = "exchange"


class ExchangeRecipientError(ExchangeError):
    """Nothing can be sent there.

    Facts: ``name``, ``reason`` (none, unknown, several, revoked, own_revoked, self, expired).
    """

    code = "exchange_recipient"


class ExchangeNothingError(ExchangeError):
    """There is nothing to send. Facts: ``reason`` (remarks, text) where it was remarks."""

    code = "exchange_nothing"


class ExchangeFileError(ExchangeError):
    """A file could not be read or written.

    Facts: ``file``, ``reason`` (read, write, folder, export, receipt, differs).
    """

    code = "exchange_file"


class ExchangeCardError(ExchangeError):
    """A card cannot be trusted. Facts: ``name``, ``reason`` (own, invented, revoked)."""

    code = "exchange_card"


class ExchangeFormError(ExchangeError):
    """A form cannot be sent. Facts: ``form``, ``reason`` (id, size)."""

    code = "exchange_form"


class ExchangeStoppedError(ExchangeError):
    """The user stopped it; nothing was changed. Facts: none."""

    code = "exchange_stopped"


class ExchangeChoiceError(ExchangeError):
    """A choice for a collision makes no sense. Facts: ``record``, ``path``."""

    code = "exchange_choice"


# --- reports -------------------------------------------------------------------------------------


class ReportError(NeksusError):
    """A document could not be made."""

    code = "report"


class ReportChoiceError(ReportError):
    """What was asked for does not go together. Facts: ``reason`` (nothing_chosen, two_versions, …), ``ending``."""

    code = "report_choice"


class ReportExtraError(ReportError):
    """A format needs a package that is not installed. Facts: ``name``."""

    code = "report_extra"


class PrintingError(ReportError):
    """Nothing went to paper. Facts: ``reason`` (no_printer, refused)."""

    code = "report_printing"


class ReportNotApprovedError(ReportError):
    """Only an approved record is filed. Facts: ``status``."""

    code = "report_not_approved"


class ReportFilledError(ReportError):
    """A filled PDF was refused. Facts: ``reason`` (too_large, unreadable, not_ours, other_form), ``limit``."""

    code = "report_filled"


# --- registers -----------------------------------------------------------------------------------


class RegisterError(NeksusError):
    """Something about a register or a year of operation cannot be done."""

    code = "register"


class RegisterYearError(RegisterError):
    """No such year, or it is there already. Facts: ``reason`` (none, taken, pack), ``year``."""

    code = "register_year"


class RegisterFileError(RegisterError):
    """A table cannot be taken in. Facts: ``reason`` (unreadable, no_header), ``file``."""

    code = "register_file"


class RegisterStoppedError(RegisterError):
    """The user stopped taking a table in; nothing was changed. Facts: none."""

    code = "register_stopped"


class RegisterColumnError(RegisterError):
    """A register has no such column that can be written, or ``value`` is no answer to it, or breaks a rule of the form.

    Facts: ``reason`` (value, rule), ``column``, ``value``.
    """

    code = "register_column"


# --- packages ------------------------------------------------------------------------------------


class PackageError(NeksusError):
    """A package of the program itself cannot be vouched for. Facts: ``file``."""

    code = "package"


class PackageUnreadableError(PackageError):
    """The package, or a key given by hand, cannot be read. Facts: ``file``."""

    code = "package_unreadable"


class PackageUnsignedError(PackageError):
    """No signed statement beside the package names it. Facts: ``file``."""

    code = "package_unsigned"


class PackageSignerError(PackageError):
    """The signer is not trusted for releases. Facts: ``file``, ``signer`` (thumbprint)."""

    code = "package_signer"


class PackageSignatureError(PackageError):
    """The signature does not hold. Facts: ``file``."""

    code = "package_signature"


class PackageChangedError(PackageError):
    """The bytes are not those that were signed. Facts: ``file``."""

    code = "package_changed"
