"""The self-test an administrator runs after installing: does everything that was shipped work on this machine?

Rules kept here:

* known answers come from published vectors (RFC 8032, 7748, 9106) or are computed in two independent ways;
* no profile is touched: what is written goes into a temporary folder that is removed again, and is invented;
* a part that fails does not stop the others; its detail names the fault, never contents.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from neksus_desktop.errors import NeksusError
from neksus_desktop.paths import default_profile, shipped, write_atomically
from neksus_desktop.texts import LANGUAGES

_FAULTS = (NeksusError, ImportError, OSError, ValueError, LookupError, RuntimeError, TypeError)
_LETTERS = "ÆØÅæøåŠšĐđŊŋ«»–☐☑"
_ALPHABETS = "ЖИΩλابፀ"
_PASSPHRASE = "oppdiktet selvtest 1234"  # noqa: S105 - guards an invented profile for a second


class CheckResult(NamedTuple):
    """One part: its name (a key under ``package.selftest``), whether it works, a fact, seconds it took."""

    name: str
    works: bool
    detail: str
    seconds: float


class _DoesNotWorkError(RuntimeError):
    """A part gave another answer than the known one; the text names which."""


def self_test() -> Iterator[CheckResult]:
    """Carry out every part, one after the other."""
    for name, part in _PARTS.items():
        start = perf_counter()
        try:
            works, detail = True, part()
        except _FAULTS as fault:
            code = fault.code if isinstance(fault, NeksusError) else type(fault).__name__
            works, detail = False, str(fault) if isinstance(fault, _DoesNotWorkError) else code
        yield CheckResult(name, works, detail, perf_counter() - start)


def _expect(what: str, *, holds: bool) -> None:
    if not holds:
        raise _DoesNotWorkError(what)


def _crypto() -> str:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    signing = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(_ED25519_SECRET))
    _expect("Ed25519", holds=signing.sign(b"").hex() == _ED25519_SIGNATURE)
    try:
        signing.public_key().verify(bytes.fromhex(_ED25519_SIGNATURE), b"another")
    except InvalidSignature:
        pass
    else:
        raise _DoesNotWorkError("Ed25519")
    bob = X25519PrivateKey.from_private_bytes(bytes.fromhex(_X25519_SECRET))
    shared = bob.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(_X25519_OTHER)))
    _expect("X25519", holds=shared.hex() == _X25519_SHARED)
    sealed = AESGCM(bytes(32)).encrypt(bytes(12), bytes(16), None)
    _expect("AES-GCM", holds=sealed.hex() == _GCM_SEALED)
    derived = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    ).derive(b"\x01" * 32)
    _expect("Argon2id", holds=derived.hex() == _ARGON2ID)
    return "Ed25519, X25519, AES-GCM, Argon2id"


def _database() -> str:
    from neksus_desktop.storage.engines import engine_versions
    from neksus_desktop.usecases.maintain import examine
    from neksus_desktop.usecases.profile import create_profile, open_profile

    with tempfile.TemporaryDirectory(prefix="neksus-") as folder:
        for name, passphrase in (("open", None), ("protected", _PASSPHRASE)):
            where = Path(folder) / name
            profile, _ = create_profile(where, role="post", name="Selvtest", passphrase=passphrase, invented=True)
            profile.close()
            profile = open_profile(where, passphrase)
            try:
                _expect(name, holds=examine(profile).sound)
            finally:
                profile.close()
    found = engine_versions()
    return f"SQLite {found['sqlite']}, SQLCipher {found['sqlcipher']}"


def _fonts() -> str:
    from neksus_desktop.reports.layout.fonts import missing

    lacking = missing(_LETTERS + _ALPHABETS)
    _expect(" ".join(sorted(lacking)), holds=not lacking)
    files = sorted(shipped("resources", "fonts").glob("*.ttf"))
    _expect("*.ttf", holds=bool(files))
    return ", ".join(path.stem for path in files)


def _pdf() -> str:
    from io import BytesIO

    from pypdf import PdfReader

    from neksus_desktop.usecases.pages import page_image
    from neksus_desktop.usecases.profile import create_profile
    from neksus_desktop.usecases.report import make_report

    with tempfile.TemporaryDirectory(prefix="neksus-") as folder:
        profile, _ = create_profile(Path(folder) / "p", role="post", name="Selvtest", invented=True)
        try:
            made = make_report(profile, "blank", _first_form(), language="nb", points=_first_points())
        finally:
            profile.close()
    read = PdfReader(BytesIO(made.data))
    _expect("pages", holds=len(read.pages) == made.pages > 0)
    _expect("text", holds=bool(read.pages[0].extract_text().strip()))
    _expect("picture", holds=len(set(page_image(made.data, 0, 0.2).pixels)) > 1)
    return f"{made.pages} × A4, {len(made.data) // 1024} kB"


def _texts() -> str:
    from neksus_desktop.texts import room

    rooms = sorted(path.stem for path in shipped("resources", "i18n", "nb").glob("*.json"))
    count = 0
    for name in rooms:
        keys = room("nb", name).keys()
        count += len(keys)
        for language in LANGUAGES:
            _expect(f"{language}/{name}", holds=room(language, name).keys() == keys)
    return f"{len(LANGUAGES)} × {count}"


def _forms() -> str:
    from neksus_desktop.forms import FormSession
    from neksus_desktop.forms.library import load_form
    from neksus_desktop.forms.packs import packs

    count = 0
    for pack in packs().values():
        for form_id, where in pack.forms.items():
            form = load_form(shipped("forms", *where.split("/")))
            _expect(form_id, holds=form.id == form_id and bool(form.points))
            FormSession(form, {})
            count += 1
    return str(count)


def _exchange() -> str:
    """One invented record travels sealed from a post to Norad; a copy with one byte changed is refused."""
    from neksus_desktop.usecases.export import export_records
    from neksus_desktop.usecases.import_files import apply_import, plan_import
    from neksus_desktop.usecases.keys import trust_card, write_card
    from neksus_desktop.usecases.load_samples import load_samples
    from neksus_desktop.usecases.profile import create_profile
    from neksus_desktop.usecases.verify import verify_file

    with tempfile.TemporaryDirectory(prefix="neksus-") as place, ExitStack() as closing:
        folder = Path(place)
        post, _ = create_profile(folder / "post", role="post", name="Post", invented=True)
        closing.callback(post.close)
        norad, _ = create_profile(folder / "norad", role="norad", name="Norad", invented=True)
        closing.callback(norad.close)
        for own, other in ((post, norad), (norad, post)):
            card = folder / f"{own.workplace_role}.json"
            write_card(own, card)
            trust_card(other, card)
        made = load_samples(post, [_first_sample()])
        sent = export_records(post, list(made.values()), "Norad", folder, edition="full").files[0]
        changed = bytearray(sent.read_bytes())
        changed[len(changed) // 2] ^= 1
        write_atomically(folder / "changed.json", bytes(changed))
        _expect("changed", holds=verify_file(norad, folder / "changed.json").state == "invalid")
        _expect("sent", holds=verify_file(norad, sent).state == "good")
        done = apply_import(norad, plan_import(norad, [sent]), receipts_to=folder)
        _expect("imported", holds=sum(done.counts.values()) == 1 and len(done.receipts) == 1)
    return f"{len(changed) // 1024} kB"


def _folder() -> str:
    from neksus_desktop.usecases.places import warnings_about

    folder = default_profile()
    found = warnings_about(folder)
    _expect(", ".join(warning.fault for warning in found), holds=not found)
    return str(folder)


def _first_sample() -> str:
    from neksus_desktop.forms.samples import samples

    return samples()[0].id


def _first_form() -> str:
    from neksus_desktop.forms.packs import packs

    return next(iter(next(iter(packs().values())).forms))


def _first_points() -> list[str]:
    from neksus_desktop.forms.library import load_form
    from neksus_desktop.forms.packs import shipped_file

    where = shipped_file(_first_form())
    assert where is not None
    return [point.id for point in load_form(where).points[:2]]


_PARTS: dict[str, Callable[[], str]] = {
    "crypto": _crypto,
    "database": _database,
    "fonts": _fonts,
    "pdf": _pdf,
    "texts": _texts,
    "forms": _forms,
    "exchange": _exchange,
    "folder": _folder,
}

# RFC 8032 section 7.1, test 1.
_ED25519_SECRET = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"  # noqa: S105 - published vector
_ED25519_SIGNATURE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)  # fmt: skip
# RFC 7748 section 6.1.
_X25519_SECRET = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"  # noqa: S105 - published vector
_X25519_OTHER = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
_X25519_SHARED = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
# NIST GCM test case 14: zero key of 256 bits, zero nonce, one zero block.
_GCM_SEALED = "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
# RFC 9106 section 5.3.
_ARGON2ID = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
