"""A table as Markdown, and the block of a document that holds the tables."""

from __future__ import annotations

from pathlib import Path

from replyguard.domain.base import Frozen

BEGIN, END = "<!-- printed by `make bench` -->", "<!-- end of what `make bench` prints -->"


class Table(Frozen):
    """A title, the head of each column, and the rows under them."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def markdown(self) -> str:
        lines = [self.head, tuple("---" for _ in self.head), *self.rows]
        return "\n".join([f"### {self.title}", "", *(f"| {' | '.join(line)} |" for line in lines)])


def read_tables(document: str) -> tuple[Table, ...]:
    """The tables in the block of a document, as `Table.markdown` prints them."""
    blocks = (block.splitlines() for block in document.partition(BEGIN)[2].partition(END)[0].split("### ")[1:])
    found = []
    for title, *lines in blocks:
        head, _, *rows = (tuple(cell.strip() for cell in line[1:-1].split(" | ")) for line in lines if line)
        found.append(Table(title=title, head=head, rows=tuple(rows)))
    return tuple(found)


def put_in(document: Path, printed: str) -> None:
    """Put what was printed in the place of the block that `document` holds; `ValueError` where it holds none."""
    text = document.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{document}: has no block between {BEGIN} and {END}")
    document.write_text(f"{before}{begin}\n\n{printed}\n\n{end}{after}", encoding="utf-8")
