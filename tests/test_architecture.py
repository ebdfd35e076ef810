"""The layer rule of docs/architecture.md, walked over the real imports."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "workbench"

GROUND = {"errors", "settings", "language", "locking", "counts", "domain"}
MAY_IMPORT = {
    "errors": set(),
    "language": {"errors"},
    "locking": set(),
    "counts": set(),
    "settings": {"errors"},
    "domain": set(),
    "text": GROUND,
    "engine": GROUND | {"text"},
    "glossary": GROUND | {"text"},
    "align": GROUND | {"text"},
    "quality": GROUND | {"text"},
    "corpus": GROUND | {"text", "engine", "glossary", "align", "quality"},
    "exchange": GROUND | {"text", "glossary", "corpus"},
    "workflow": GROUND | {"text", "engine", "glossary", "align", "quality", "corpus", "exchange"},
    "training": GROUND | {"text", "engine", "quality"},
    "cli": GROUND
    | {"text", "engine", "glossary", "corpus", "exchange", "workflow", "training", "app"},
    "app": GROUND
    | {"text", "engine", "glossary", "align", "quality", "corpus", "exchange", "workflow"},
}
HEAVY = (
    *("streamlit", "sqlalchemy", "ctranslate2", "lingua", "numpy"),
    *("pandas", "lxml", "sacrebleu", "torch"),
)
ONLY = {
    "sqlalchemy": {"corpus"},
    "alembic": {"corpus"},
    "streamlit": {"app"},
    "ctranslate2": {"engine", "training"},
    "argostranslate": {"engine"},
    "torch": {"training"},
    "lingua": {"text"},
}


def imports() -> Iterator[tuple[Path, str, str]]:
    """Yield (file, its part of the workbench, imported module) of every import."""
    for path in sorted(PACKAGE.rglob("*.py")):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield path, part, alias.name
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: relative import"
                module = node.module or ""
                if module == "workbench":
                    for alias in node.names:
                        yield path, part, f"workbench.{alias.name}"
                yield path, part, module


def test_parts_import_only_what_lies_below_them() -> None:
    wrong = []
    for path, part, module in imports():
        names = module.split(".")
        if names[0] != "workbench" or len(names) < 2 or part == "__init__":
            continue
        if names[1] != part and names[1] not in MAY_IMPORT[part] and names[1] != "__version__":
            wrong.append(f"{path.relative_to(PACKAGE)} imports {module}")
    assert not wrong


def test_heavy_libraries_stay_in_their_room() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {module}"
        for path, part, module in imports()
        if module.split(".")[0] in ONLY and part not in ONLY[module.split(".")[0]]
    ]
    assert not wrong


def test_the_app_path_never_imports_argos_translate_itself() -> None:
    assert not [path for path, _, module in imports() if module == "argostranslate.translate"]


@pytest.mark.parametrize("module", ["workbench", "workbench.cli.main"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    heavy = list(HEAVY)
    code = (
        f"import sys, {module}; {module}.parser() if hasattr({module}, 'parser') else None;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_architecture_document_names_every_module() -> None:
    told = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name != "__init__.py" and "versions" not in path.parts
    ]
    assert [module for module in modules if f"`{module}`" not in told] == []
