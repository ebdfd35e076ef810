// What the alignment editor calls things.

const ROW_STATUS = {
  automatic: "automatic",
  accepted: "accepted",
  corrected: "corrected",
  "needs-review": "needs review",
  rejected: "rejected",
  unaligned: "unaligned",
};

const ROW_FLAGS = {
  number: "numbers differ",
  term: "term missing",
  copy: "not translated",
  length: "length",
  language: "wrong language",
  double: "duplicate",
  torn: "same source, other target",
};

const REASONS = { 1: "not translated", 2: "added", 3: "furniture" };

const SIDES = ["source", "target"];

// Filters: key after Q, name, word, and which rows they leave. `model` knows what a row alone does
// not.
const ROW_FILTERS = [
  ["0", "", "All", () => true],
  ["1", "open", "To decide", (row) => isWaiting(row)],
  ["2", "uncertain", "Uncertain", (row) => isOpen(row) && row.probability !== null && row.probability < 0.8],
  ["3", "shape", "Not 1–1", (row) => row.numbers[0].length !== 1 || row.numbers[1].length !== 1],
  ["4", "single", "One side", (row) => !row.numbers[0].length || !row.numbers[1].length],
  ["5", "crossing", "Crossing", (row, model) => model.crossing(row.id)],
  ["r", "needs-review", "Needs review", (row) => row.status === "needs-review"],
  ["a", "accepted", "Accepted", (row) => row.status === "accepted"],
  ["c", "corrected", "Corrected", (row) => row.status === "corrected"],
  ["u", "unaligned", "Unaligned", (row) => row.status === "unaligned"],
  ["x", "rejected", "Rejected", (row) => row.status === "rejected"],
  ["n", "number", "Numbers differ", (row) => row.marks.includes("number")],
  ["t", "term", "Term missing", (row) => row.marks.includes("term")],
  ["k", "copy", "Not translated", (row) => row.marks.includes("copy")],
  ["l", "length", "Length", (row) => row.marks.includes("length")],
  ["g", "language", "Wrong language", (row) => row.marks.includes("language")],
  ["d", "double", "Duplicates", (row) => row.marks.includes("double") || row.marks.includes("torn")],
];

// Always offered; the others only while they would leave a row.
const MAIN_FILTERS = new Set(["", "open", "uncertain", "shape", "single"]);

function isOpen(row) {
  return row.status === "automatic" || row.status === "needs-review";
}

// Also what a person regrouped: it is no unit of the corpus before somebody accepts it.
function isWaiting(row) {
  return isOpen(row) || row.status === "corrected";
}

function percent(probability) {
  if (probability > 0.99 && probability < 1) return "99 %";
  return `${Math.round(probability * 100)} %`;
}

// Numbers of sentences as people write them: 12, 12–14, 3 + 9.
function span(numbers) {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  const parts = [];
  for (const number of distinct) {
    const last = parts[parts.length - 1];
    if (last && last[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([a, b]) => (a === b ? `${a}` : `${a}–${b}`)).join(" + ");
}
