"""Says whether a PDF carries our seal, untouched. Runs in a process of its own, with little memory and time.

The file comes from a stranger, so nothing of it is parsed in the web server: `sealing.check` starts
``python -m talentbridge.contracts.gateways.checking ROOT.pem...`` with the file on standard input and reads one
JSON object from standard output. This module must not import Django.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MEMORY = 1 << 30  # bytes of address space
SECONDS = 10  # of processor time
REASON = "Contract "


def examine(pdf: bytes, roots: Sequence[bytes]) -> dict[str, Any]:
    """`{"verdict", "hash", "at"}`; the verdict is sealed, changed, foreign, unsealed or unreadable.

    Only pyHanko's `bottom_line` decides: it alone also refuses what was added after the seal. A sealed contract has
    one signature that covers the whole file, so a second one, or bytes behind the end, are a change as well.
    """
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    trusted = [cert for root in roots for cert in load_certs_from_pemder_data(root)]
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = reader.embedded_regular_signatures
    if not signatures:
        return {"verdict": "unsealed"}
    status = validate_pdf_signature(
        signatures[0],
        signer_validation_context=ValidationContext(trust_roots=trusted, allow_fetching=False),
        ts_validation_context=ValidationContext(trust_roots=trusted, allow_fetching=False),
    )
    alone = len(reader.embedded_signatures) == 1 and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if status.bottom_line and alone:
        stamped = status.timestamp_validity.timestamp if status.timestamp_validity else None
        reason = str(signatures[0].sig_object.get("/Reason", ""))
        return {
            "verdict": "sealed",
            "hash": reason.removeprefix(REASON),
            "at": stamped.isoformat() if stamped else "",
        }
    ours = status.signing_cert.issuer in [root.subject for root in trusted]
    return {"verdict": "changed" if ours else "foreign"}


def main() -> None:
    """Read a PDF from standard input and say what it is."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    roots = [Path(name).read_bytes() for name in sys.argv[1:]]
    pdf = sys.stdin.buffer.read()
    try:
        answer = examine(pdf, roots)
    except (
        Exception
    ):  # whatever a hostile file provokes in a parser means one thing: it is not a readable PDF
        answer = {"verdict": "unreadable"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
