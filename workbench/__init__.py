"""Dutch-English translation and alignment workbench.

Only the version lives here, so that ``import workbench`` costs nothing.
"""

__version__ = "0.1.0"
