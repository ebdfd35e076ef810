// The shape of the document: lengths, statuses and flags of all its segments, kept up to date with
// every row that arrives, so that counts and "what needs work next" need no round trip.

const NEEDS_WORK = new Set(["untranslated", "draft", "rejected"]);

class Shape {
  constructor(outline) {
    Object.assign(this, outline);
  }

  get size() {
    return this.statuses.length;
  }

  longest(position) {
    return Math.max(this.source_lengths[position], this.target_lengths[position]);
  }

  needsWork(position) {
    return this.translatable[position] && NEEDS_WORK.has(this.statuses[position]);
  }

  take(row) {
    this.statuses[row.position] = row.status;
    this.flagged[row.position] = row.flags.length > 0;
    this.target_lengths[row.position] = row.target.length;
  }

  counts() {
    const counts = { all: this.size, work: 0, flagged: 0, translatable: 0 };
    this.statuses.forEach((status, position) => {
      if (this.flagged[position]) counts.flagged += 1;
      if (!this.translatable[position]) return;
      counts.translatable += 1;
      counts[status] = (counts[status] || 0) + 1;
      if (NEEDS_WORK.has(status)) counts.work += 1;
    });
    return counts;
  }

  everyPosition() {
    return this.statuses.map((_, position) => position);
  }

  // The next position of `view` behind index `start` that needs work, around the end; or -1.
  nextWork(view, start) {
    for (let step = 1; step <= view.length; step += 1) {
      const position = view[(start + step + view.length) % view.length];
      if (this.needsWork(position)) return position;
    }
    return -1;
  }
}
