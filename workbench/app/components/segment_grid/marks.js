// Text with marked spans, built from text nodes only: nothing in a document is ever parsed as HTML;
// and numbers with their nouns.

function countedWord(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

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
