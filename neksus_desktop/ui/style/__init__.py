"""How the window looks: tokens, type scale, palette and our own style on top of Fusion."""

from neksus_desktop.ui.style.apply import apply, calm, is_dark, tokens, wide
from neksus_desktop.ui.style.tokens import DARK, GAP, LIGHT, RADIUS, SCROLL_EXTENT, Tokens

__all__ = ["DARK", "GAP", "LIGHT", "RADIUS", "SCROLL_EXTENT", "Tokens", "apply", "calm", "is_dark", "tokens", "wide"]
