"""What commands print for scripts: JSON, written in the same way by all of them."""

import json
from typing import Any

__all__ = ["print_json"]


def print_json(value: Any) -> None:
    """Print a value as JSON, indented, with its letters as they are."""
    print(json.dumps(value, indent=2, ensure_ascii=False))
