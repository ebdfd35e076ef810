// The glossary terms of a segment: those that came with its draft, and those that the glossary as it is
// now finds in it while somebody writes; and what became of each of them.

const STRATEGIES = {
  natural: "in the translation by itself",
  annotated: "asked of the model",
  alternative: "chosen from the alternatives",
  forced: "put in by the glossary",
  patched: "corrected by the glossary",
  "not-applied": "NOT applied",
};

const TERM_STATES = {
  found: "in your text",
  missing: "not in your text",
  forbidden: "a word that is not allowed",
  "no-target": "not translated yet",
};

const UNFORCED = ["check", "show"];

// Segment -> {text, terms}: what the glossary found in it, for this very translation.
const liveTerms = new Map();

function termsOf(row) {
  const live = liveTerms.get(row.id);
  if (!live) return row.terms;
  const found = live.terms.map((term) => {
    const [start, end] = term.source[0];
    const own = row.terms.find((each) => each.start === start);
    const { state, use, source: parts, target: places } = term;
    const strategy = own && own.strategy;
    return { source: term.text, target: term.en, start, end, parts, places, state, use, strategy };
  });
  const known = live.terms.flatMap((term) => term.source);
  const others = row.terms.filter(
    (term) => !known.some(([start, end]) => start < term.end && end > term.start),
  );
  return [...found, ...others].sort((a, b) => a.start - b.start);
}

// What became of a term in the text as it stands now. The machine's own text keeps the word of the
// engine; in a person's text the term is looked for, its plural or singular counting too.
function termState(row, term, text) {
  const untouched = row.origin === "machine" && text === row.target && term.strategy;
  if (term.state && liveTerms.get(row.id).text === text) {
    const missing = term.state === "missing" || term.state === "forbidden";
    const told = untouched && (term.strategy === "not-applied") === missing;
    return { missing, word: told ? STRATEGIES[term.strategy] : TERM_STATES[term.state] };
  }
  if (untouched) {
    return {
      missing: term.strategy === "not-applied",
      word: STRATEGIES[term.strategy] || term.strategy,
    };
  }
  const stem = term.target.toLowerCase().replace(/s$/, "");
  const missing = !text.toLowerCase().includes(stem);
  return { missing, word: missing ? TERM_STATES.missing : TERM_STATES.found };
}

// A term that is only checked is no fault when another word stands for it.
function termClass(term, missing) {
  if (term.state === "forbidden" && missing) return "term term-forbidden";
  if (term.state === "no-target" || (missing && UNFORCED.includes(term.use))) return "term term-quiet";
  return missing ? "term term-missing" : "term";
}

function sourceSpans(row, text) {
  return termsOf(row).flatMap((term) => {
    const { missing, word } = termState(row, term, text);
    const className = termClass(term, missing);
    const title = `${term.source} → ${term.target} (${word})`;
    const parts = term.parts || [[term.start, term.end]];
    return parts.map(([start, end]) => ({ start, end, className, title }));
  });
}

function targetSpans(row, text) {
  const spans = [];
  const lower = text.toLowerCase();
  const live = liveTerms.get(row.id);
  for (const term of termsOf(row)) {
    const title = `${term.source} → ${term.target}`;
    if (term.places && live.text === text) {
      const className = term.state === "forbidden" ? "term term-forbidden" : "term";
      spans.push(...term.places.map(([start, end]) => ({ start, end, className, title })));
      continue;
    }
    const wanted = term.target.toLowerCase();
    const at = wanted ? lower.indexOf(wanted) : -1;
    if (at < 0) continue;
    const start = Array.from(text.slice(0, at)).length;
    spans.push({ start, end: start + Array.from(wanted).length, className: "term", title });
  }
  return spans;
}
