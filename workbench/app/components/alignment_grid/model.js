// The shape of the whole alignment: a few numbers for each row, in order. Counts, filters, the
// queue and the dot-plot come from here without a round trip.

class Model {
  constructor(outline) {
    Object.assign(this, outline);
    this.byId = new Map();
    for (const [id, position, version, status, probability, marks, lengths, numbers] of outline.rows) {
      this.byId.set(id, { id, position, version, status, probability, marks, lengths, numbers });
    }
    this.sort();
  }

  sort() {
    this.order = [...this.byId.values()].sort((a, b) => a.position - b.position).map((row) => row.id);
    this.places = new Map(this.order.map((id, index) => [id, index]));
    this.crossed = null;
  }

  get size() {
    return this.order.length;
  }

  get(id) {
    return this.byId.get(id);
  }

  beside(id, step) {
    return this.order[this.places.get(id) + step];
  }

  // Takes over a row with its texts; tells whether the order of the rows changed.
  take(row) {
    const known = this.byId.get(row.id);
    const doubles = known ? known.marks.filter((mark) => mark === "double" || mark === "torn") : [];
    this.byId.set(row.id, {
      id: row.id,
      position: row.position,
      version: row.version,
      status: row.status,
      probability: row.probability,
      marks: [...row.flags, ...doubles],
      lengths: SIDES.map((side) => row[side].reduce((sum, one) => sum + one.text.length, 0)),
      numbers: SIDES.map((side) => row[side].map((one) => one.number)),
    });
    this.crossed = null;
    return !known || known.position !== row.position;
  }

  remove(ids) {
    return ids.filter((id) => this.byId.delete(id)).length > 0;
  }

  // Rows whose target stands before that of an earlier row, or is in more than one piece.
  crossing(id) {
    if (!this.crossed) {
      this.crossed = new Set();
      let highest = 0;
      for (const one of this.order) {
        const { numbers } = this.byId.get(one);
        if (numbers.some((side) => side.length && torn(side))) this.crossed.add(one);
        if (!numbers[1].length || !numbers[0].length) continue;
        if (Math.min(...numbers[1]) < highest) this.crossed.add(one);
        highest = Math.max(highest, ...numbers[1]);
      }
    }
    return this.crossed.has(id);
  }

  counts() {
    const counts = Object.fromEntries(ROW_FILTERS.map(([, name]) => [name, 0]));
    for (const id of this.order) {
      const row = this.byId.get(id);
      for (const [, name, , holds] of ROW_FILTERS) if (holds(row, this)) counts[name] += 1;
    }
    return counts;
  }

  expectedErrors() {
    let sum = 0;
    for (const row of this.byId.values()) {
      if (isOpen(row) && row.probability !== null) sum += 1 - row.probability;
    }
    return sum;
  }

  // The undecided row to look at next: the least certain one, or the next one down the page. Those
  // in `passed` come last: somebody went by them without a decision.
  next(view, after, leastCertain, passed = new Set()) {
    const open = view.filter((id) => id !== after && isWaiting(this.byId.get(id)));
    if (!open.length) return undefined;
    if (leastCertain) {
      const doubt = (id) => (passed.has(id) ? 2 : 0) + (this.byId.get(id).probability ?? 0.5);
      return open.reduce((best, id) => (doubt(id) < doubt(best) ? id : best));
    }
    const here = this.places.has(after) ? this.places.get(after) : -1;
    return open.find((id) => this.places.get(id) > here) ?? open[0];
  }
}

function torn(numbers) {
  const distinct = new Set(numbers);
  return Math.max(...distinct) - Math.min(...distinct) + 1 > distinct.size;
}
