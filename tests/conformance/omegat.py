"""A small OmegaT project, translated in console mode."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
  <project version="1.0">
    <source_dir>__DEFAULT__</source_dir>
    <target_dir>__DEFAULT__</target_dir>
    <tm_dir>__DEFAULT__</tm_dir>
    <glossary_dir>__DEFAULT__</glossary_dir>
    <glossary_file>__DEFAULT__</glossary_file>
    <dictionary_dir>__DEFAULT__</dictionary_dir>
    <source_lang>{source}</source_lang>
    <target_lang>{target}</target_lang>
    <sentence_seg>false</sentence_seg>
    <support_default_translations>true</support_default_translations>
    <remove_tags>false</remove_tags>
  </project>
</omegat>
"""


def translate(
    run: Callable[..., str],
    folder: Path,
    memories: Sequence[Path],
    lines: Sequence[str],
    *,
    source: str = "nl",
    target: str = "en",
) -> list[str]:
    """Translate lines with our files as automatic memories of a new project."""
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (folder / name).mkdir(parents=True)
    (folder / "omegat.project").write_text(PROJECT.format(source=source, target=target))
    for path in memories:
        (folder / "tm" / "auto" / path.name).write_bytes(path.read_bytes())
    # An empty line between two paragraphs keeps them apart.
    (folder / "source" / "text.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    told = run(
        *("omegat", folder, "--mode=console-translate", f"--config-dir={folder / 'config'}"),
        logs=True,
    )
    log = "\n".join(
        path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*.log")
    )
    assert "TMXR_INFO_READING_COMPLETE" in log
    complaints = re.findall(r"^\d*:? ?(?:Warning|Severe|Error).*$", f"{told}\n{log}", re.MULTILINE)
    assert not complaints, complaints
    text = (folder / "target" / "text.txt").read_text(encoding="utf-8")
    return text.strip().split("\n\n")
