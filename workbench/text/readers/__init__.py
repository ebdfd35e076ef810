"""One module a format: each turns bytes into a :class:`~workbench.text.readers.base.RawText`."""
