// What other people change in the same document, looked for every few seconds.

const POLL = 3000;

class Watch {
  constructor(grid, revision) {
    this.grid = grid;
    this.revision = revision;
    this.looking = false;
    this.timer = setInterval(() => this.look(), POLL);
  }

  // Takes over what is newer, unless something of ours is still unsent there.
  async look() {
    if (document.hidden || this.looking) return;
    this.looking = true;
    const { grid } = this;
    try {
      const answer = await grid.client.get(
        `/documents/${grid.document}/changes?since=${this.revision}`,
      );
      if (answer.shape > grid.shape.shape) {
        // Split, merged or assigned by somebody: positions mean something else now.
        await grid.reshape();
        this.revision = grid.shape.revision;
      } else {
        this.revision = answer.revision;
        this.take(answer);
      }
      if (grid.outbox.size) grid.outbox.flush();
    } catch {
      // The next look comes soon; unsent edits say themselves that they are offline.
    }
    this.looking = false;
  }

  take(answer) {
    const { grid } = this;
    for (const row of answer.rows) {
      const known = grid.rows.get(row.position);
      if (grid.outbox.pending(row.id) || (known && known.version >= row.version)) continue;
      grid.take(row);
      grid.refresh(row.position);
    }
    for (const position of grid.shape.takeRemarks(answer.remarks)) grid.refresh(position);
    if (answer.rows.length) grid.toolbar.show(grid.shape.counts());
  }

  stop() {
    clearInterval(this.timer);
  }
}
