"""The office's privacy masks: `138****1234` for a phone, `35*************123` for a resident ID."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.check import personal
from generator.model.problem import Words
from generator.trouble import Misuse

# what is looked for, and how many characters stay at its head and tail
_MASKED: tuple[tuple[personal.Finder, int, int], ...] = (
    (personal.resident_ids, 2, 3),
    (personal.near_ids, 2, 3),
    (personal.bank_cards, 4, 4),
    (personal.mobiles, 3, 4),
    (personal.landlines, 4, 2),
)


class Masked(Struct, frozen=True):
    """A text with its masks, and how many there are."""

    text: str
    count: int


def mask_file(path: Path) -> Words:
    """Writes the masks into a text file, nothing else in it changes; says how many.

    Raises Misuse for a file that is missing or no UTF-8 text.
    """
    try:
        before = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise Misuse(Words(f"{path} 不存在。", f"There is no {path}.")) from None
    except (IsADirectoryError, PermissionError) as error:
        if not path.is_dir():
            raise
        words = Words(f"{path} 是文件夹，请写一个文件。", f"{path} is a folder; name a file.")
        raise Misuse(words) from error
    except UnicodeDecodeError:
        raise Misuse(
            Words(
                f"{path} 不是 UTF-8 文本；用记事本“另存为”，编码选 UTF-8，再运行一次。",
                f"{path} is no UTF-8 text; save it as UTF-8 and run again.",
            )
        ) from None
    made = masked(before)
    if made.count:
        part = path.with_name(path.name + ".part")
        part.write_bytes(made.text.encode("utf-8"))
        part.replace(path)
    return Words(f"{path}：遮盖了 {made.count} 处", f"{path}: {made.count} masked")


def masked(text: str) -> Masked:
    """The text with every phone, ID and card number masked, where the checks would find one."""
    plain = personal.plain(text)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for finder, head, tail in _MASKED:
        for start, end in finder(plain):
            if not any(start < there[1] and there[0] < end for there in spans):
                spans[start, end] = (head, tail)
    for (start, end), (head, tail) in sorted(spans.items(), reverse=True):
        text = text[:start] + personal.mask(text[start:end], head, tail) + text[end:]
    return Masked(text, len(spans))
