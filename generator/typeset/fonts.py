"""Which faces a PDF is set in: open stand-ins first, then what the machine has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import typst
from fontTools.ttLib import TTFont
from msgspec import Struct

from generator.model.problem import MAKE, Words
from generator.sight import OWN_FONTS, TEX_FONTS, font_files
from generator.typeset.failures import FontMissing, GlyphMissing


class Chain(NamedTuple):
    """The faces of a role, best first, by family; `name` is how officers call the style."""

    name: str
    families: tuple[str, ...]


# Open faces, then those that Windows brings.
CHAINS: Mapping[str, Chain] = {
    "title": Chain("小标宋", ("Noto Serif CJK SC", "Source Han Serif SC", "FandolSong", "SimSun")),
    "body": Chain("仿宋", ("FandolFang R", "FangSong")),
    "h1": Chain(
        "黑体", ("Noto Sans CJK SC", "Source Han Sans SC", "FandolHei", "SimHei", "Microsoft YaHei")
    ),
    "h2": Chain("楷体", ("FandolKai", "LXGW WenKai", "KaiTi")),
    "page": Chain("宋体", ("Noto Serif CJK SC", "Source Han Serif SC", "FandolSong", "SimSun")),
}
SCRIPTS = "Libertinus Serif"  # Typst's own; draws the ₂ of CO₂, which Chinese faces lack
LATIN = ("Liberation Serif", "Times New Roman", SCRIPTS)
# Stand in for any role and draw what its own face lacks: Fandol holds GB2312 only.
FALLBACK = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "LXGW WenKai",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "SimSun-ExtB",
)


# What needs no glyph: line ends, soft hyphens, joiners, directions, variation selectors.
_INVISIBLE = re.compile(
    "[\t\n\r\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


# What SCRIPTS has, for nobody can look into Typst: all of Latin and these.
_TYPST_HAS = frozenset((*range(0x20, 0x180), *map(ord, "⁰⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")))


class Settled(Struct, frozen=True):
    """The faces for one document: chains to set with, faces that will draw it, what to tell."""

    latin: str
    chains: Mapping[str, tuple[str, ...]]
    used: Mapping[str, tuple[str, ...]]
    warnings: tuple[Words, ...]


class Faces:
    """The fonts of a machine, looked up once: `.showcase/fonts`, TeX's Fandol, the system's."""

    def __init__(self, folders: Iterable[Path], *, system: bool = True) -> None:
        present = [folder for folder in folders if folder.is_dir()]
        self.handle = typst.Fonts(
            include_system_fonts=system, include_embedded_fonts=True, font_paths=present
        )
        self._coverage: dict[str, frozenset[int]] = {}
        self._drawn: dict[tuple[str, tuple[str, ...]], str] = {}

    @cached_property
    def families(self) -> frozenset[str]:
        """Every family that the typesetter can use."""
        return frozenset(self.handle.families())

    def family(self, character: str, chain: tuple[str, ...]) -> str:
        """The family of the chain that draws the character; ASCII is its Latin face's.

        Raises GlyphMissing where none does. It is remembered: a script's characters come in every
        role, many times over.
        """
        asked = (character, chain)
        if asked not in self._drawn:
            self._drawn[asked] = self._family(character, chain)
        return self._drawn[asked]

    def _family(self, character: str, chain: tuple[str, ...]) -> str:
        if _is_plain(character):
            return next(family for family in chain if family in LATIN)
        # PDF/A has no control or private characters, whatever fonts draw, no byte order marks.
        if unicodedata.category(character) in ("Cc", "Co") or character == "\ufeff":
            raise GlyphMissing(character)
        for family in chain:
            if self.draws(family, character):
                return family
        raise GlyphMissing(character)

    def draws(self, family: str, character: str) -> bool:
        """Whether the family's upright face has a glyph for the character."""
        if family not in self._coverage:
            self._coverage[family] = self._read(family)
        return ord(character) in self._coverage[family]

    def _read(self, family: str) -> frozenset[int]:
        upright = [f for f in self.handle.fonts() if f.family == family and f.style == "normal"]
        face = min(upright, key=lambda face: (abs(face.weight - 400), face.path or ""))
        if face.path is None:
            return _TYPST_HAS
        with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
            return frozenset(font.getBestCmap())


def faces(root: Path, known: str = "") -> Faces:
    """The fonts for documents of a root, searched for once (about 0.7 s).

    They are searched for again where other ones are `known` (`known_fonts`). Roots without fonts of
    their own share them: compilers and what they draw with take 80 MB.
    """
    own = root / OWN_FONTS
    return _searched(own if own.is_dir() else None, known)


def known_fonts(root: Path) -> str:
    """What tells the font files of machine and root from others; it takes some milliseconds."""
    told = sha256("\n".join(font_files(root)).encode("utf-8", "surrogateescape"))
    return told.hexdigest()


@lru_cache(maxsize=2)
def _searched(own: Path | None, known: str) -> Faces:
    return Faces([*filter(None, (own, TEX_FONTS))])


def settle(texts: Iterable[tuple[str, str]], at_hand: Faces) -> Settled:
    """The faces for (role, text) pairs, every character drawn by some face of its role's chain.

    Raises FontMissing where no Chinese face is there at all, GlyphMissing for all characters
    that none of them has. Warns of a style without its own face, of rare characters from another.
    """
    latin = next(family for family in LATIN if family in at_hand.families)
    chains = {role: _chain(role, at_hand) for role in CHAINS}
    warnings = [_stand_in(role, chains[role]) for role in CHAINS]
    wanted: dict[str, set[str]] = {}
    for role, text in texts:
        wanted.setdefault(role, set()).update(text)
    used: dict[str, set[str]] = {role: set() for role in wanted}
    rare: dict[tuple[str, str], set[str]] = {}
    lacking: set[str] = set()
    for role, characters in wanted.items():
        chain = _whole(chains[role], latin)
        for character in sorted(characters):
            try:
                family = at_hand.family(character, chain)
            except GlyphMissing:
                lacking.add(character)
                continue
            used[role].add(family)
            if family != chain[0] and not _is_plain(character):
                rare.setdefault((chain[0], family), set()).add(character)
    if lacking:
        raise GlyphMissing("".join(sorted(lacking)))
    warnings += [_rare(*key, "".join(sorted(each))) for key, each in sorted(rare.items())]
    return Settled(
        latin,
        {role: _whole(chain, latin) for role, chain in chains.items()},
        {role: tuple(sorted(families)) for role, families in used.items()},
        tuple(warning for warning in warnings if warning),
    )


def undrawable(text: str, roles: Iterable[str], at_hand: Faces) -> str:
    """The characters of `text` that one of the roles has no face for, in order.

    Raises FontMissing where a role has no Chinese face at all.
    """
    latin = next(family for family in LATIN if family in at_hand.families)
    chains = [_whole(_chain(role, at_hand), latin) for role in roles]
    lacking = []
    for character in sorted(set(text)):
        try:
            for chain in chains:
                at_hand.family(character, chain)
        except GlyphMissing:
            lacking.append(character)
    return "".join(lacking)


def _chain(role: str, at_hand: Faces) -> tuple[str, ...]:
    wanted = dict.fromkeys((*CHAINS[role].families, *FALLBACK))
    chain = tuple(family for family in wanted if family in at_hand.families)
    if not chain:
        raise FontMissing(role)
    return chain


def _whole(chain: tuple[str, ...], latin: str) -> tuple[str, ...]:
    """A chain of Chinese faces with what draws the rest."""
    return tuple(dict.fromkeys((*chain, latin, SCRIPTS)))


def _stand_in(role: str, chain: tuple[str, ...]) -> Words | None:
    name, families = CHAINS[role]
    if chain[0] in families:
        return None
    return Words(
        f"PDF 里的{name}用 {chain[0]} 代替；要用 {families[0]}，运行 {MAKE} fonts"
        f"（或把它的字体文件放进 {OWN_FONTS}/）",
        f"the PDF's {name} is set in {chain[0]}; for {families[0]} run {MAKE} fonts"
        f" (or put its font file into {OWN_FONTS}/)",
    )


def _rare(face: str, family: str, characters: str) -> Words:
    return Words(
        f"{face} 里没有“{characters}”，PDF 里用了 {family}",
        f'{face} lacks "{characters}"; the PDF takes {family} for them',
    )


def _is_plain(character: str) -> bool:
    """Whether the Latin face draws the character, or nobody has to."""
    return " " <= character <= "~" or bool(_INVISIBLE.match(character))
