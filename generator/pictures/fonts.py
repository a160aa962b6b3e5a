"""Finds a Chinese font of the machine for drawn cards: a table of known places, serif first."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

# Where the fonts stand, and the family inside a collection (its index differs between versions).
PLACES: tuple[tuple[str, str], ...] = (
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    ("/usr/share/fonts/noto-cjk/NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    ("/usr/share/fonts/google-noto-serif-cjk-fonts/NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    ("/System/Library/Fonts/Supplemental/Songti.ttc", "Songti SC"),
    ("/System/Library/Fonts/Songti.ttc", "Songti SC"),
    ("C:/Windows/Fonts/STZHONGS.TTF", ""),
    ("C:/Windows/Fonts/simsun.ttc", "SimSun"),
    ("C:/Windows/Fonts/msyhbd.ttc", "Microsoft YaHei"),
    ("C:/Windows/Fonts/simhei.ttf", ""),
    ("/System/Library/Fonts/PingFang.ttc", "PingFang SC"),
    ("/System/Library/Fonts/STHeiti Medium.ttc", "Heiti SC"),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
    ("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "WenQuanYi Zen Hei"),
    ("/usr/share/fonts/wqy-zenhei/wqy-zenhei.ttc", "WenQuanYi Zen Hei"),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "WenQuanYi Micro Hei"),
)
_MOST_FACES = 16  # in one collection; Songti has 7, Noto 10


@cache
def chinese_font() -> tuple[Path, int] | None:
    """File and face index of the first font of PLACES that this machine has, None without any."""
    for place, family in PLACES:
        index = _face(Path(place), family)
        if index is not None:
            return Path(place), index
    return None


def _face(file: Path, family: str) -> int | None:
    """The face of `family`, the first one where none is called so; None for no readable font."""
    for index in range(_MOST_FACES):
        try:
            name = ImageFont.truetype(str(file), 12, index=index).getname()[0]
        except OSError:  # no such file, or no more faces
            return 0 if index else None
        if name == family or not family:
            return index
    return 0
