"""Address names: [a-z0-9-] from any id, pinyin for Chinese."""

from __future__ import annotations

import hashlib
import re
import unicodedata

SLUG = re.compile(r"[a-z0-9-]*[a-z0-9][a-z0-9-]*")
_LONGEST = 60  # one folder name; Windows allows 260 characters for the whole path


def slug_of(text: str) -> str:
    """An address name for `text`; one that already is an address name stays as it is."""
    if SLUG.fullmatch(text) and len(text) <= _LONGEST:
        return text
    plain = unicodedata.normalize("NFKC", text).lower()
    if not plain.isascii():
        from pypinyin import lazy_pinyin  # 0.1 s to import, needed for Chinese names only

        plain = "-".join(lazy_pinyin(plain))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    return slug or "s" + hashlib.sha256(text.encode()).hexdigest()[:8]
