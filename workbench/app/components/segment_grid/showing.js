// Which segments the grid shows, and in which order: filters, and a document whose shape changed.

Object.assign(SegmentGrid.prototype, {
  setView(positions) {
    this.view = positions;
    this.places = new Map(positions.map((position, index) => [position, index]));
    if (this.viewport) this.viewport.setAttribute("aria-rowcount", String(positions.length));
  },

  indexOf(position) {
    const index = this.places.get(position);
    return index === undefined ? -1 : index;
  },

  // Where this window was in this document before it was loaded again, or -1.
  lastPlace() {
    try {
      return Number(sessionStorage.getItem(`workbench-place-${this.document}`) || -1);
    } catch {
      return -1;
    }
  },

  keepPlace() {
    try {
      sessionStorage.setItem(`workbench-place-${this.document}`, String(this.active));
    } catch {
      // Private windows can refuse storage.
    }
  },

  async chooseWish(wish, options) {
    this.wish = wish;
    this.toolbar.condition(conditionsSaid(this, wish));
    await this.applyFilter(options);
  },

  // All that is asked for: the conditions, the buttons above the list, and the search field.
  wholeWish() {
    const wish = { ...this.wish };
    const text = this.toolbar.search.value.trim();
    if (this.toolbar.filter) wish.show = this.toolbar.filter;
    if (text) wish.text = text;
    return wish;
  },

  async positionsOf(shape, wish) {
    await this.outbox.flush();
    if (!Object.keys(wish).length) return shape.everyPosition();
    const answer = await this.client.post(`/documents/${this.document}/search`, wish);
    return answer.positions;
  },

  // `strict`: whoever asked says itself what went wrong.
  async applyFilter(options) {
    // Of several answers on their way, only that to the newest question counts.
    const asked = (this.asked || 0) + 1;
    this.asked = asked;
    try {
      const positions = await this.positionsOf(this.shape, this.wholeWish());
      if (asked !== this.asked) return;
      this.leaveRows();
      this.setView(positions);
      if (this.indexOf(this.active) < 0) this.active = -1;
      this.list.reset(this.view.length);
      if (this.active >= 0) this.list.bring(this.indexOf(this.active), this.viewport.clientHeight / 3);
      this.toolbar.say(this.view.length ? "" : "Nothing matches.", "");
    } catch (problem) {
      if (options && options.strict) throw problem;
      this.toolbar.say(problem.message, "bad");
    }
  },

  // Goes into the segments shown: to the one that was active, or else to the first that needs work.
  async enterView() {
    if (this.active >= 0) {
      this.focusEditor();
      return;
    }
    const first = this.shape.nextWork(this.view, -1);
    const position = first >= 0 ? first : this.view[0];
    if (position !== undefined) await this.activate(position, { screenTop: 60 });
  },

  async searchAndEnter() {
    await this.applyFilter();
    await this.enterView();
  },

  // Rows are about to go; with the focus in one of them, keys would no longer come here. Says
  // whether it was.
  leaveRows() {
    this.writing.remember();
    const place = this.root.getRootNode().activeElement;
    const inside = Boolean(place) && (this.viewport.contains(place) || place === this.waiting.field);
    if (inside) this.viewport.focus({ preventScroll: true });
    return inside;
  },

  // Reads the shape anew, since segments were split, merged or assigned; `to` becomes active. One
  // after the other: each begins with what the one before has left.
  reshape(to) {
    const before = this.reshaping || Promise.resolve();
    this.reshaping = before.catch(() => {}).then(() => this.readShape(to));
    return this.reshaping;
  },

  // All is read before anything is drawn, and then drawn in one go: whoever writes or goes on
  // meanwhile loses no key, and stays in the segment they are in, with the cursor where it was.
  async readShape(to) {
    const outline = await this.client.get(`/documents/${this.document}/outline`);
    const shape = new Shape(outline);
    let seen;
    let read;
    do {
      seen = this.stand();
      const wish = this.wholeWish();
      const next = to === undefined ? await this.placeIn(shape) : Math.min(to, shape.size - 1);
      read = { next, positions: await this.positionsOf(shape, wish), rows: [] };
      if (next >= 0) read.rows = await this.rows.around(next);
      await this.writing.composed();
    } while (this.stand() !== seen);
    const top = this.active >= 0 ? this.list.screenTop(this.indexOf(this.active)) : 60;
    const inside = this.leaveRows();
    this.asked = (this.asked || 0) + 1;
    this.shape = shape;
    if (this.watch) this.watch.revision = shape.revision;
    this.writing.leave();
    this.rows.replace(read.rows);
    this.toolbar.show(shape.counts());
    this.active = -1;
    this.setView(read.positions);
    this.list.reset(this.view.length);
    const focus = !this.sheet.open && (inside || to !== undefined);
    if (read.next >= 0) this.activate(read.next, { screenTop: this.comfortable(top), focus });
  },

  // What an answer must still fit when it comes: the segment somebody is in, and what is shown.
  stand() {
    const row = this.activeRow();
    return JSON.stringify([row ? row.id : this.active, this.wholeWish()]);
  },

  // Where the active segment is in a new shape; where it was, if it is not there any more.
  async placeIn(shape) {
    const row = this.activeRow();
    const now = row ? (await this.client.get(`/segments/${row.id}`)).row : null;
    return now ? now.position : Math.min(this.active, shape.size - 1);
  },

  // After this person's own split, merge or undo of one.
  async reshaped(answer) {
    await this.reshape(answer.rows.length ? answer.rows[0].position : undefined);
    this.toolbar.say(answer.message, "");
  },

  // After this person changed many segments at once.
  async changed(answer) {
    for (const row of answer.rows) {
      const known = this.rows.get(row.position);
      this.take(known ? { ...known, ...row } : row);
      this.saveStates.delete(String(row.id));
    }
    this.toolbar.show(this.shape.counts());
    this.redraw();
    this.toolbar.say(answer.message, "good");
  },
});
