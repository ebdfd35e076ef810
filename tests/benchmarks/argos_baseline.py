"""Translates lines with ``argostranslate.translate``; run by an interpreter that has it whole.

Reads ``{"packages": folder, "from": code, "to": code, "lines": [...]}`` from standard input for
each round and writes ``{"seconds": ..., "cpu": ..., "lines": [...]}`` to standard output. Each
line is one sentence already, so the sentence splitter is replaced by one that does nothing: it
would need the network, and without it argostranslate is faster than its users find it.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator


def main() -> None:
    first = json.loads(sys.stdin.readline())
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = scratch
        os.environ["ARGOS_PACKAGES_DIR"] = first["packages"]
        from argostranslate import translate

        found = translate.get_translation_from_codes(first["from"], first["to"])
        plain = getattr(found, "underlying", found)

        class OneSentence:
            def split_sentences(self, text: str) -> list[str]:
                return [text] if text.strip() else []

        plain.sentencizer = OneSentence()
        plain.translate("Ja.")
        for request in _requests(first):
            started, used = time.perf_counter(), time.process_time()
            text = plain.translate("\n".join(request["lines"]))
            taken = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - used}
            print(json.dumps(taken | {"lines": text.split("\n")}), flush=True)


def _requests(first: dict) -> Iterator[dict]:
    yield first
    while line := sys.stdin.readline():
        yield json.loads(line)


main()
