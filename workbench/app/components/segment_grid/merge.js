// Two texts made from one: the words that differ, and a merge where the changes don't touch.

function splitWords(text) {
  return text.match(/\s*\S+/g) || [];
}

// Pairs of equal words of two lists, by the longest common subsequence: [[indexA, indexB], ...].
function commonWords(a, b) {
  // Texts of thousands of words are no segments that anybody compares word by word.
  if (a.length * b.length > 4e6) return [];
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i].trim() === b[j].trim()
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const pairs = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i].trim() === b[j].trim()) {
      pairs.push([i, j]);
      i += 1;
      j += 1;
    } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}

// Fills `node` with a text in which words that are gone are struck and new ones underlined.
function wordDiff(node, before, after) {
  const a = splitWords(before);
  const b = splitWords(after);
  let i = 0;
  let j = 0;
  for (const [x, y] of [...commonWords(a, b), [a.length, b.length]]) {
    if (i < x) node.append(element("del", "", a.slice(i, x).join("")));
    if (j < y) node.append(element("ins", "", b.slice(j, y).join("")));
    if (y < b.length) node.append(b[y]);
    i = x + 1;
    j = y + 1;
  }
  return node;
}

// The hunks that turn `base` into `text`: [{start, end, words}] over words of base.
function hunks(base, text) {
  const found = [];
  let i = 0;
  let j = 0;
  for (const [x, y] of [...commonWords(base, text), [base.length, text.length]]) {
    if (i < x || j < y) found.push({ start: i, end: x, words: text.slice(j, y) });
    i = x + 1;
    j = y + 1;
  }
  return found;
}

// Both changes of a base text in one text, or null where they touch the same words.
function mergeTexts(base, mine, theirs) {
  const words = splitWords(base);
  const ours = hunks(words, splitWords(mine));
  const others = hunks(words, splitWords(theirs));
  const all = [...ours];
  for (const hunk of others) {
    const same = ours.some(
      (own) =>
        own.start === hunk.start && own.end === hunk.end && own.words.join() === hunk.words.join(),
    );
    if (same) continue;
    if (ours.some((own) => own.start <= hunk.end && hunk.start <= own.end)) return null;
    all.push(hunk);
  }
  all.sort((one, two) => one.start - two.start);
  const merged = [];
  let at = 0;
  for (const hunk of all) {
    merged.push(...words.slice(at, hunk.start), ...hunk.words);
    at = hunk.end;
  }
  merged.push(...words.slice(at));
  return merged.join("").trim();
}
