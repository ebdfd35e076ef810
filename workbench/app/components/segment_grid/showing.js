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

  async chooseWish(wish, options) {
    this.wish = wish;
    this.toolbar.condition(conditionsSaid(this, wish));
    await this.applyFilter(this.toolbar.filter, this.toolbar.search.value, options);
  },

  // `strict`: whoever asked says itself what went wrong.
  async applyFilter(filter, text, options) {
    // Of several answers on their way, only that to the newest question counts.
    const asked = (this.asked || 0) + 1;
    this.asked = asked;
    const wish = { ...this.wish };
    if (filter) wish.show = filter;
    if (text.trim()) wish.text = text.trim();
    try {
      await this.outbox.flush();
      const answer = Object.keys(wish).length
        ? await this.client.post(`/documents/${this.document}/search`, wish)
        : { positions: this.shape.everyPosition() };
      if (asked !== this.asked) return;
      this.keepFocus();
      this.setView(answer.positions);
      if (this.indexOf(this.active) < 0) this.active = -1;
      this.list.reset(this.view.length);
      if (this.active >= 0) this.list.bring(this.indexOf(this.active), this.viewport.clientHeight / 3);
      this.toolbar.say(this.view.length ? "" : "Nothing matches.", "");
    } catch (problem) {
      if (options && options.strict) throw problem;
      this.toolbar.say(problem.message, "bad");
    }
  },

  // Rows are about to go; with the focus in one of them, keys would no longer come here.
  keepFocus() {
    const place = this.root.getRootNode().activeElement;
    if (place && this.viewport.contains(place)) this.viewport.focus({ preventScroll: true });
  },

  // Reads the shape anew, since segments were split, merged or assigned; `to` becomes active. One
  // after the other: each begins with what the one before has left.
  reshape(to) {
    const before = this.reshaping || Promise.resolve();
    this.reshaping = before.catch(() => {}).then(() => this.readShape(to));
    return this.reshaping;
  },

  async readShape(to) {
    const outline = await this.client.get(`/documents/${this.document}/outline`);
    // Only now: whoever went on while the answer was on its way stays where they went.
    const before = this.activeRow();
    const top = this.active >= 0 ? this.list.screenTop(this.indexOf(this.active)) : 60;
    this.shape = new Shape(outline);
    if (this.watch) this.watch.revision = this.shape.revision;
    this.writing.leave();
    this.rows.clear();
    this.toolbar.show(this.shape.counts());
    let next = to === undefined ? this.active : to;
    this.active = -1;
    await this.applyFilter(this.toolbar.filter, this.toolbar.search.value);
    if (next < 0) return;
    next = Math.min(next, this.shape.size - 1);
    await this.rows.load(next);
    const moved = to === undefined && before ? this.rows.byId(before.id) : null;
    const focus = !this.sheet.open;
    await this.activate(moved ? moved.position : next, { screenTop: this.comfortable(top), focus });
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
