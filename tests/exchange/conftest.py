from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workbench.domain import Origin, Provenance, SegmentStatus, TranslationUnit, Variant

KIT = Path(__file__).parent.parent / "data" / "tmx-kit"
"""The LISA OSCAR compliance kit for TMX (public domain, see its License.txt)."""


def make_unit(source: str, target: str, **changes: object) -> TranslationUnit:
    values: dict[str, object] = {
        "uid": "ab12-7",
        "source": Variant("nl", source),
        "target": Variant("en", target),
        "status": SegmentStatus.APPROVED,
        "provenance": Provenance(
            Origin.MACHINE,
            engine="translate-nl_en 0.1 <beam=4>",
            glossary="v3",
            author="translate-nl_en",
            confidence=0.8125,
            flags=("term", "loop"),
        ),
        "document": 'Debat "4 mei" & meer.pdf',
        "segment": 7,
        "created": datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC),
        "changed": datetime(2026, 11, 12, 13, 14, 15, tzinfo=UTC),
        "creator": "engine",
        "changer": "Anna <a@b.nl>",
        "note": "Zie ook p. 3",
    }
    return TranslationUnit(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def write_text(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, *, encoding: str = "utf-8", name: str = "in.tmx") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write
