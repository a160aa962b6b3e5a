"""What is told of stories as bytes: a third of the memory, in a file none at all.

A build from nothing holds the faces of all stories. Their long texts lie in a file, and each is
read when its page, what search knows of it or a print is made; the rows of the search index lie in
another. Another process gets bytes in a tenth of the time.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple, TypeVar, overload

from msgspec import msgpack

from generator.model.kinds import FOLDERS, Story

T = TypeVar("T")


class Laid(Mapping[str, T]):
    """Records of a kind by file, as bytes in one piece, each made when it is asked for.

    To look at a record is to count who holds it, and a fork's memory is shared only until it is
    written to: what 10,000 stories' took in each of two processes was 20 MB, in one piece it is 6.
    The names are copies: those in records would keep the memory that lies between them.
    """

    def __init__(self, records: Mapping[str, T], kind: type[T]) -> None:
        self._decoder = msgpack.Decoder(kind)
        names = msgpack.decode(msgpack.encode([*records]), type=list[str])
        self._numbers = {file: number for number, file in enumerate(names)}
        self._content, self._ends = bytearray(), array("Q", [0])
        for record in records.values():
            self._content += msgpack.encode(record)
            self._ends.append(len(self._content))

    def __getitem__(self, file: str) -> T:
        number = self._numbers[file]
        start, end = self._ends[number : number + 2]
        return self._decoder.decode(self._content[start:end])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class Span(NamedTuple):
    """Where in which file the bytes of a story lie."""

    book: str
    start: int
    size: int


class Packed(Mapping[str, Story]):
    """Stories by their own file, read one by one from where they lie."""

    def __init__(self, places: Mapping[str, Span]) -> None:
        self._places = Laid(places, Span)
        self._books: dict[tuple[int, str], BinaryIO] = {}

    def only(self, files: Iterable[str]) -> Packed:
        """These of the stories, in this order."""
        return Packed({file: self._places[file] for file in files})

    def __getitem__(self, file: str) -> Story:
        place = self._places[file]
        mine = (os.getpid(), place.book)  # what a fork shares is the place in the file as well
        if mine not in self._books:
            self._books[mine] = Path(place.book).open("rb")  # noqa: SIM115 - for the others too
        book = self._books[mine]
        book.seek(place.start)
        return unpack(file, book.read(place.size))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def put_away(stories: Iterable[Story], book: Path) -> dict[str, Span]:
    """Adds the stories to a file; where each lies, by its own file."""
    places = {}
    with book.open("ab") as content:
        for story in stories:
            start = content.tell()
            places[story.file] = Span(str(book), start, content.write(pack(story)))
    return places


class Rows(Sequence[tuple[str, ...]]):
    """Rows of words in a file of their own, the largest by a key first, each read when asked for.

    Rows alike by that key stay as they came; behind them all come the `last` ones as they are.
    """

    def __init__(
        self,
        book: Path,
        rows: Iterable[tuple[str, ...]],
        by: Callable[[tuple[str, ...]], str],
        last: Iterable[tuple[str, ...]] = (),
    ) -> None:
        told = []
        with book.open("wb") as content:
            for row in rows:
                told.append((by(row), content.tell(), content.write(msgpack.encode(row))))
            told.sort(key=itemgetter(0), reverse=True)
            for row in last:
                told.append(("", content.tell(), content.write(msgpack.encode(row))))
        self._places = [(start, size) for _, start, size in told]
        self._content = book.open("rb")

    @overload
    def __getitem__(self, at: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[str, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[str, ...] | list[tuple[str, ...]]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        start, size = self._places[at]
        self._content.seek(start)
        return _ROW.decode(self._content.read(size))

    def __len__(self) -> int:
        return len(self._places)


class Pile(Mapping[str, str]):
    """Texts by name in a file of its own, each read when it is asked for."""

    def __init__(self) -> None:
        self._content = TemporaryFile()  # noqa: SIM115 - closed with the pile
        self._places: dict[str, tuple[int, int]] = {}

    def __setitem__(self, name: str, text: str) -> None:
        start = self._content.seek(0, os.SEEK_END)
        self._places[name] = (start, self._content.write(text.encode()))

    def __getitem__(self, name: str) -> str:
        start, size = self._places[name]
        self._content.seek(start)
        return self._content.read(size).decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


_ROW = msgpack.Decoder(tuple[str, ...])


def pack(story: Story) -> bytes:
    """A story as bytes, the same for the same."""
    return msgpack.encode(story)


def unpack(file: str, content: bytes) -> Story:
    """The story of `file` from its bytes."""
    story: Story = _decoder(file.split("/")[1]).decode(content)
    return story


@cache
def _decoder(folder: str) -> msgpack.Decoder[Any]:
    return msgpack.Decoder(FOLDERS[folder].record)
