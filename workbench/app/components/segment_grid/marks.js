// Text with marked spans, built from text nodes only: nothing in a document is ever parsed as HTML.

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// `spans` is [{start, end, className, title}]; overlapping ones after the first are left out.
// Offsets count code points, as Python does.
function markedText(node, text, spans) {
  node.textContent = "";
  const points = spans.length ? Array.from(text) : null;
  let position = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start < position || span.end > points.length) continue;
    node.append(points.slice(position, span.start).join(""));
    const mark = element("span", span.className, points.slice(span.start, span.end).join(""));
    mark.title = span.title;
    node.append(mark);
    position = span.end;
  }
  node.append(points ? points.slice(position).join("") : text);
}

const STRATEGIES = {
  natural: "in the translation by itself",
  annotated: "asked of the model",
  alternative: "chosen from the alternatives",
  forced: "put in by the glossary",
  patched: "corrected by the glossary",
  "not-applied": "NOT applied",
};

// What became of a term in the text as it stands now. The machine's own text keeps the word of the
// engine; in a person's text the term is looked for, its plural or singular counting too.
function termState(row, term, text) {
  if (row.origin === "machine" && text === row.target) {
    return {
      missing: term.strategy === "not-applied",
      word: STRATEGIES[term.strategy] || term.strategy,
    };
  }
  const stem = term.target.toLowerCase().replace(/s$/, "");
  const missing = !text.toLowerCase().includes(stem);
  return { missing, word: missing ? "not in your text" : "in your text" };
}

function sourceSpans(row, text) {
  return row.terms.map((term) => {
    const { missing, word } = termState(row, term, text);
    return {
      start: term.start,
      end: term.end,
      className: missing ? "term term-missing" : "term",
      title: `${term.source} → ${term.target} (${word})`,
    };
  });
}

function targetSpans(row, text) {
  const spans = [];
  const lower = text.toLowerCase();
  for (const term of row.terms) {
    const wanted = term.target.toLowerCase();
    const at = wanted ? lower.indexOf(wanted) : -1;
    if (at < 0) continue;
    const start = Array.from(text.slice(0, at)).length;
    spans.push({
      start,
      end: start + Array.from(wanted).length,
      className: "term",
      title: `${term.source} → ${term.target}`,
    });
  }
  return spans;
}
