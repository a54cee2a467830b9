# Rewrites a DOCX or XLSX so that the same content always gives the same bytes:
# members keep their order, and every time stamp in the archive and in docProps/core.xml is fixed.
# Needs: Python 3.8 or later, no packages.

import re
import zipfile
from pathlib import Path

STAMP = "2025-07-01T00:00:00Z"


def fix(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + STAMP.encode(), content
                )
            info = zipfile.ZipInfo(name, date_time=(2025, 7, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
