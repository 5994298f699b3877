"""PDFs written by hand."""

from __future__ import annotations

import io
import zlib

import pypdf


def lines(texts: list[str]) -> str:
    """A page's content: one line of text below the other."""
    return "BT /F1 12 Tf 14 TL 72 770 Td\n" + "\n".join(f"({text}) Tj T*" for text in texts) + "\nET"


def pdf(contents: list[str], info: str = "<< >>", *, compress: bool = False) -> bytes:
    """A PDF with one page for each content."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        stream = zlib.compress(content.encode("latin-1")) if compress else content.encode("latin-1")
        coding = b"/Filter /FlateDecode " if compress else b""
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (coding, len(stream), stream))
    objects.append(info.encode())
    body = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return body + table + end % (count, len(objects), len(body))


def encrypted(body: bytes, password: str) -> bytes:
    """The same PDF, locked."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(body))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
