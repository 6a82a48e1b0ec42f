"""Workplace: one installation with its own keys; Card: what others need to trust it and write to it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from neksus_desktop.records.ids import Thumbprint

WorkplaceRole = Literal["post", "norad", "norec"]


class Card(BaseModel):
    """A workplace's public keys as JWKs (RFC 8037): ``signing`` is Ed25519, ``sealing`` is X25519."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["neksus-card-1"] = "neksus-card-1"
    role: WorkplaceRole
    name: str
    invented: bool = False
    signing: dict[str, str]
    sealing: dict[str, str]
    thumbprint: Thumbprint
    """RFC 7638 thumbprint of ``signing``; it names the workplace everywhere."""
