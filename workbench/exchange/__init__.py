"""Files that go in and out: one module a format, all behind the protocols of ``base``."""
