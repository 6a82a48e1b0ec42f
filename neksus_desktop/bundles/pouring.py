"""The content encryption of a seal, poured: A256GCM and base64url piece by piece, so that megabytes are touched once.

The library still does all that is about keys: it makes the content key and wraps it for each recipient. It is given
an encryption that keeps the ciphertext aside, already encoded, and hands over an empty one with the right tag.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM
from joserfc.jwa import JWEEncModel
from joserfc.jwe import JWERegistry


class PouringGcm(JWEEncModel):
    """A256GCM for one seal; ``poured`` is the ciphertext in base64url."""

    name = "A256GCM"
    description = "AES GCM using a 256-bit key"
    iv_size = 96
    cek_size = 256

    def __init__(self, encode: Callable[[bytes], bytes | memoryview], piece: int) -> None:
        self._encode, self._piece = encode, piece
        self.poured: list[bytes | memoryview] = []

    def encrypt(self, plaintext: bytes, cek: bytes, iv: bytes, aad: bytes) -> tuple[bytes, bytes]:
        """Keep the ciphertext aside; an empty one and the tag of the true one go back."""
        work = Cipher(AES(cek), GCM(iv)).encryptor()
        work.authenticate_additional_data(aad)
        view = memoryview(plaintext)
        pieces = (view[at : at + self._piece] for at in range(0, len(view), self._piece))
        self.poured = [self._encode(work.update(piece)) for piece in pieces]
        work.finalize()
        return b"", work.tag

    def decrypt(self, ciphertext: bytes, tag: bytes, cek: bytes, iv: bytes, aad: bytes) -> bytes:
        """Nothing is opened here.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError


class PouringRegistry(JWERegistry):
    """The registry of one seal."""

    def __init__(self, algorithm: str, gcm: PouringGcm) -> None:
        super().__init__(algorithms=[algorithm, gcm.name])
        self._gcm = gcm

    def get_enc(self, name: str) -> JWEEncModel:
        """The pouring encryption, if it is the one asked for."""
        super().get_enc(name)
        return self._gcm
