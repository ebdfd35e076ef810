"""Text of documents and glossaries inside of Streamlit's Markdown.

Streamlit reads most texts as Markdown, in which a file name or term such as ``![](http://...)``
would make the browser ask a remote host. Whatever comes from a file goes through :func:`plain`.
"""

import re

__all__ = ["plain"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$])")


def plain(text: str) -> str:
    """Return Markdown that shows a text as it is."""
    return _SPECIAL.sub(r"\\\1", text)
