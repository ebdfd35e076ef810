// The shape of the document: lengths, statuses and flags of all its segments, kept up to date with
// every row that arrives, so that counts and "what needs work next" need no round trip.

const NEEDS_WORK = new Set(["untranslated", "draft", "rejected"]);

class Shape {
  constructor(outline) {
    Object.assign(this, outline);
    this.remarks = new Map();
    this.takeRemarks(outline.remarks || []);
  }

  // Takes over how many remarks there are, and returns the positions where that changed.
  takeRemarks(remarks) {
    const now = new Map(remarks.map((each) => [each.position, { open: each.open, all: each.all }]));
    const changed = [...new Set([...now.keys(), ...this.remarks.keys()])].filter(
      (position) => JSON.stringify(now.get(position)) !== JSON.stringify(this.remarks.get(position)),
    );
    this.remarks = now;
    return changed;
  }

  // The same for the one segment whose remarks are known.
  remark(position, remarks) {
    const open = remarks.filter((each) => !each.settled).length;
    if (remarks.length) this.remarks.set(position, { open, all: remarks.length });
    else this.remarks.delete(position);
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
