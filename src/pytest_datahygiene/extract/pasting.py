"""What the attributes of a password field keep out."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Handlers that let nothing through.
_REFUSES = re.compile(r"return\s+false|preventDefault", re.IGNORECASE)
_HANDLERS = ("onpaste", "@paste", "v-on:paste", "on:paste", "(paste)")


def refuses_paste(attributes: Mapping[str, str]) -> bool:
    """Tell whether attributes, by lower-case name, stop whoever pastes."""
    stops = any(_REFUSES.search(attributes.get(handler, "")) for handler in _HANDLERS)
    return stops or any(name.startswith("@paste.prevent") for name in attributes)


def refuses_filling(attributes: Mapping[str, str]) -> bool:
    """Tell whether attributes, by lower-case name, ask the browser to fill nothing in."""
    return attributes.get("autocomplete", "").lower() == "off"
