"""The little XML that payment documents need: writing by path, and reading what may be hostile."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from xml.parsers import expat

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_

LIMIT = 20 * 1024 * 1024  # bytes of one document
DEPTH = 40


def refuse(code: str, sentence: str, **facts: object) -> Invalid:
    """The refusal of a document, to be raised; it stands beside the field that brought it."""
    return Invalid({"document": no(code, sentence, **facts)})


def put(parent: ET.Element, path: str, text: str = "", **attributes: str) -> ET.Element:
    """Add the last element of `path` under `parent`, making those on the way that are not there yet."""
    *way, last = path.split("/")
    for name in way:
        found = parent.find(name)
        parent = ET.SubElement(parent, name) if found is None else found
    element = ET.SubElement(parent, last, attributes)
    element.text = text or None
    return element


def written(namespace: str, root: ET.Element) -> str:
    """`root` as a UTF-8 document in `namespace`."""
    root.set("xmlns", namespace)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def read(document: bytes, *, namespace: str) -> ET.Element:
    """The root of a document in `namespace`, its names freed of it.

    Raises `Invalid`: too large or deep, not XML, another kind of document, or with a DTD, which no payment document has
    and which is how entity bombs and file reads come in.
    """
    if len(document) > LIMIT:
        raise refuse(
            "escrow.document_large", N_("The file is larger than {limit} MB."), limit=LIMIT // 1024**2
        )
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0
    found = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, found
        depth += 1
        space, _, local = name.rpartition(" ")
        found = found or space or local
        if depth > DEPTH:
            raise _unreadable(parser.CurrentLineNumber)
        builder.start(local, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition(" ")[2])

    def doctype(*_: object) -> None:
        raise refuse(
            "escrow.document_dtd",
            N_("The file contains a document type definition, which is not accepted here."),
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = builder.data, doctype
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise _unreadable(error.lineno) from error
    except (ValueError, LookupError) as error:  # an encoding that the parser does not know, such as EUC-KR
        raise _unreadable(parser.CurrentLineNumber) from error
    if found != namespace:
        raise refuse(
            "escrow.document_kind",
            N_("This is another kind of document: {found}. Expected: {expected}."),
            found=found.rpartition(":")[2][:60],
            expected=namespace.rpartition(":")[2],
        )
    return builder.close()


def _unreadable(line: int) -> Invalid:
    return refuse(
        "escrow.document_unreadable", N_("The file cannot be read as XML; line {line} is broken."), line=line
    )


def text(element: ET.Element, path: str) -> str:
    """The trimmed text at `path`; empty when it is not there."""
    return (element.findtext(path) or "").strip()
