"""Writes the TypeScript side of the contract from the dataclasses.

Run ``python -m strands_robots_nb.contract.generate`` after a change of ``messages.py`` or ``scene.py``;
``--check`` only compares and exits with 1 when the file is out of date.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Registers the messages.
from strands_robots_nb.contract import messages as _messages  # noqa: F401  # pyright: ignore[reportUnusedImport]
from strands_robots_nb.contract.message import Direction, MessageType, message_types
from strands_robots_nb.contract.shape import (
    Choice,
    Fixed,
    Mapping,
    Optional,
    Record,
    Scalar,
    Sequence,
    Shape,
    field_shapes,
)
from strands_robots_nb.contract.version import CONTRACT_VERSION

TARGET = Path(__file__).parents[2] / "js" / "src" / "contract" / "messages.gen.ts"

_HEADER = """\
// Generated from strands_robots_nb/contract: run `python -m strands_robots_nb.contract.generate`, do not edit.

/** Raised by one whenever a message or a layout changes its meaning. */
export const CONTRACT_VERSION = {version};
"""

_UNIONS = {
    Direction.TO_PAGE: ("ToPage", "TO_PAGE_KINDS", "What the kernel sends to a page."),
    Direction.TO_KERNEL: ("ToKernel", "TO_KERNEL_KINDS", "What a page sends to the kernel."),
}


def generate() -> str:
    """The whole text of ``messages.gen.ts``."""
    entries = message_types()
    parts = [_HEADER.format(version=CONTRACT_VERSION)]
    parts += [_interface(cls, None) for cls in _records(entries)]
    parts += [_interface(entry.cls, entry) for entry in entries]
    for direction, (union, kinds, doc) in _UNIONS.items():
        chosen = [entry for entry in entries if entry.direction is direction]
        names = "".join(f"\n  | {entry.cls.__name__}" for entry in chosen)
        literals = "".join(f'\n  "{entry.kind}",' for entry in chosen)
        parts.append(f"/** {doc} */\nexport type {union} ={names};\n")
        parts.append(
            f'export const {kinds}: ReadonlySet<{union}["kind"]> = new Set<{union}["kind"]>([{literals}\n]);\n'
        )
    return "\n".join(parts)


def _records(entries: tuple[MessageType, ...]) -> tuple[type[Any], ...]:
    """Dataclasses that messages are made of, each after those it is made of itself."""
    found: dict[type[Any], None] = {}

    def visit(cls: type[Any]) -> None:
        for shape in field_shapes(cls).values():
            for part in _parts(shape):
                if part not in found:
                    visit(part)
                    found[part] = None

    for entry in entries:
        visit(entry.cls)
    return tuple(found)


def _parts(shape: Shape) -> Iterator[type[Any]]:
    match shape:
        case Record(cls=cls):
            yield cls
        case Optional(shape=inner) | Sequence(item=inner) | Mapping(value=inner):
            yield from _parts(inner)
        case Fixed(items=items):
            for item in items:
                yield from _parts(item)
        case Scalar() | Choice():
            pass


def _interface(cls: type[Any], entry: MessageType | None) -> str:
    docs = _field_docs(cls)
    lines = [_comment(_class_doc(cls, entry), ""), f"export interface {cls.__name__} {{"]
    if entry is not None:
        lines.append(f'  kind: "{entry.kind}";')
    for name, shape in field_shapes(cls).items():
        if name in docs:
            lines.append(_comment(docs[name], "  "))
        lines.append(f"  {name}: {typescript(shape)};")
    return "\n".join([*(line for line in lines if line), "}", ""])


def _class_doc(cls: type[Any], entry: MessageType | None) -> str:
    # A dataclass without a docstring gets its signature as one.
    text = cls.__doc__ or ""
    doc = "" if text.startswith(f"{cls.__name__}(") else inspect.cleandoc(text)
    if entry is not None and entry.replaces_older:
        doc += "\n\nA newer one makes an older one worthless."
    return doc


def typescript(shape: Shape) -> str:
    """The TypeScript type of a shape."""
    match shape:
        case Scalar(type=kind):
            return {bool: "boolean", int: "number", float: "number", str: "string"}[kind]
        case Choice(values=values):
            return " | ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values)
        case Optional(shape=inner):
            return f"{typescript(inner)} | null"
        case Sequence(item=item):
            inner = typescript(item)
            return f"({inner})[]" if " " in inner else f"{inner}[]"
        case Fixed(items=items):
            return f"[{', '.join(typescript(item) for item in items)}]"
        case Mapping(value=value):
            return f"Record<string, {typescript(value)}>"
        case Record(cls=cls):
            return cls.__name__


def _field_docs(cls: type[Any]) -> dict[str, str]:
    """The string that stands under a field in the source, by field name."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    assert isinstance(definition, ast.ClassDef)
    docs: dict[str, str] = {}
    for field, below in zip(definition.body, definition.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            docs[field.target.id] = inspect.cleandoc(below.value.value)
    return docs


def _comment(doc: str, indent: str) -> str:
    if not doc:
        return ""
    lines = doc.replace("``", "`").splitlines()
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */"
    return "\n".join([f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */"])


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or with ``--check`` compare it; returns the exit status."""
    parser = argparse.ArgumentParser(description="Write the TypeScript side of the contract.")
    parser.add_argument("--check", action="store_true", help="only compare; exit with 1 when the file is out of date")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args(arguments)
    text = generate()
    current = options.target.read_text(encoding="utf-8") if options.target.exists() else ""
    if text == current:
        return 0
    if options.check:
        sys.stderr.write(f"{options.target.name} is out of date. Run: python -m strands_robots_nb.contract.generate\n")
        return 1
    options.target.parent.mkdir(parents=True, exist_ok=True)
    options.target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
