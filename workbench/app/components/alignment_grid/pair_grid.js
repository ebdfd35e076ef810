// The alignment editor: which row is active, what a key does, and what the server answered.

const LOOK = 3000;
class AlignmentGrid {
  constructor(root, data, renew) {
    this.path = `/alignments/${data.alignment}`;
    this.client = new Client(data.token, renew);
    this.root = root;
    this.root.textContent = "";
    this.view = [];
    this.active = undefined;
    this.side = 0;
    this.carried = null;
    this.messages = new Map();
    this.bridge = true;
    this.selection = new PairSelection(this);
    this.going = new PairGoing(this);
    this.texts = new PairTexts(this);
    this.answers = new PairAnswers(this);
    this.filters = new PairFilters(this);
    this.build();
    const name = `${data.user}-${data.alignment}-${data.created}`;
    this.operations = new Operations(name, this.client, this.path, this.answers);
    this.rows = new PairRows(
      this.client,
      this.path,
      (rows) => this.loaded(rows),
      (problem) => this.toolbar.say(problem.message, "bad"),
    );
    this.start();
  }

  build() {
    this.toolbar = new PairToolbar({
      filter: (name, text) => this.filters.apply(name, text),
      act: (action) => this.act(action),
    });
    this.warning = element("p", "pair-warning");
    this.warning.hidden = true;
    this.viewport = element("div", "viewport");
    this.viewport.tabIndex = 0;
    this.viewport.setAttribute("role", "grid");
    this.viewport.setAttribute("aria-label", "Rows of the alignment");
    this.plot = new DotPlot(this);
    this.legend = element("div", "legend");
    this.aside = element("aside", "side");
    this.aside.append(this.plot.node, this.legend);
    const main = element("div", "main");
    main.append(this.viewport, this.aside);
    this.sheet = new PairSheet(() => this.focusRow());
    this.root.append(this.toolbar.node, this.warning, main, this.sheet.node);
    this.list = new VirtualList(this.viewport, {
      estimate: (index) => this.estimate(this.model.get(this.view[index])),
      build: () => this.buildView(),
      fill: (view, index) => this.fillView(view, index),
      keep: () => this.view.indexOf(this.active),
      needed: (first, last) => this.rows.load(this.view.slice(first, last + 1)),
      // A row grows when its reasons, its buttons and the fonts arrive.
      measured: () => this.going.measured(),
    });
    this.viewport.addEventListener("wheel", () => this.going.leaveAlone(), { passive: true });
    this.onKey = (event) => this.keyDown(event);
    this.root.addEventListener("keydown", this.onKey);
    this.stray = new StrayKeys(this);
    this.onResize = () => this.fit();
    window.addEventListener("resize", this.onResize);
    this.fit();
  }

  async start() {
    let outline;
    try {
      outline = await this.client.get(`${this.path}/outline`);
    } catch (problem) {
      this.toolbar.say(`${problem.message}. Trying again…`, "bad");
      if (["offline", "broken"].includes(problem.kind)) this.retry = setTimeout(() => this.start(), 2000);
      return;
    }
    this.toolbar.say("", "");
    this.model = new Model(outline);
    this.revision = outline.revision;
    this.warning.hidden = !outline.warning;
    this.warning.textContent = outline.warning;
    this.legend.textContent = "";
    for (const [name, word] of [["dot", "sure"], ["doubt", "doubtful"], ["pin", "decided"], ["gap", "no partner"]]) {
      const entry = element("span", `key key-${name}`, word);
      this.legend.append(entry);
    }
    this.view = [...this.model.order];
    this.list.reset(this.view.length);
    this.showCounts();
    this.operations.send();
    this.timer = setInterval(() => this.answers.look(), LOOK);
    const first = this.going.first();
    if (first !== undefined) await this.jump(first, { unasked: true });
  }

  fit() {
    const top = this.viewport.getBoundingClientRect().top;
    const height = Math.max(320, window.innerHeight - Math.max(top, 60) - 16);
    this.viewport.style.height = `${height}px`;
    this.columns = Math.max(24, Math.floor((this.viewport.clientWidth - 270) / 2 / 8.2));
    this.plot.schedule();
  }

  estimate(row) {
    return 24 + 26 * Math.max(1, ...row.lengths.map((length) => Math.ceil(length / this.columns)));
  }

  // --- rows -------------------------------------------------------------------------------

  buildView() {
    const view = buildPairRow();
    view.node.addEventListener("mousedown", (event) => {
      const id = Number(view.node.dataset.id);
      if (id && id !== this.active) this.activate(id, { pointed: true, extend: event.shiftKey });
    });
    for (const [index, side] of SIDES.entries()) {
      view.parts[side].addEventListener("focusin", () => {
        this.side = index;
      });
    }
    return view;
  }

  fillView(view, index) {
    const id = this.view[index];
    const shape = this.model.get(id);
    const row = this.rows.get(id);
    view.node.setAttribute("aria-rowindex", String(index + 1));
    view.node.style.minHeight = row ? "" : `${this.estimate(shape)}px`;
    fillPairRow(view, {
      shape,
      row,
      active: id === this.active,
      selected: this.selection.rows().length > 1 && this.selection.rows().includes(id),
      number: this.numberOf(id),
      crossing: this.model.crossing(id),
      carried: this.carried && this.carried.sentence,
      message: this.messages.get(id),
      bridge: this.bridge,
      act: (action) => this.act(action),
    });
  }

  numberOf(id) {
    return this.model.places.get(id) + 1;
  }

  loaded(rows) {
    const here = caretOf(this);
    for (const row of rows) this.refresh(row.id);
    this.list.schedule();
    if (rows.some((row) => row.id === this.active) && this.free()) this.focusRow(here);
  }

  // What comes by itself leaves the focus to whatever else on the page has it.
  free() {
    const holder = document.activeElement;
    return !holder || holder === document.body || holder === this.root.getRootNode().host || this.root.contains(holder);
  }

  refresh(id) {
    const index = this.view.indexOf(id);
    if (index >= 0) this.list.refill(index);
  }

  refreshAll() {
    const here = caretOf(this);
    this.list.refillAll();
    if (here) placeCaret(this, here);
  }

  activeView() {
    const index = this.view.indexOf(this.active);
    return index < 0 ? null : this.list.views.get(index);
  }

  // --- moving -----------------------------------------------------------------------------

  async activate(id, { pointed = false, extend = false, unasked = false, screenTop } = {}) {
    if (id === undefined) return;
    this.texts.leave();
    const before = this.active;
    const many = this.selection.rows().length > 1;
    this.active = id;
    if (!extend) this.selection.anchor = id;
    const index = this.view.indexOf(id);
    if (index < 0) return;
    if (before !== undefined && before !== id) this.refresh(before);
    if (extend || many) this.list.refillAll();
    if (screenTop !== undefined) this.list.bring(index, screenTop);
    else if (!this.list.inSight(index)) this.list.bring(index, this.viewport.clientHeight / 3);
    this.list.render();
    this.refresh(id);
    this.list.schedule();
    this.plot.schedule();
    if (!this.rows.get(id)) await this.rows.load([id]);
    // A click puts the cursor where it points, by itself.
    if (pointed || this.active !== id) return;
    if (!unasked || this.free()) this.focusRow();
    this.going.arrived();
  }

  async jump(id, { unasked = false } = {}) {
    if (!this.view.includes(id)) await this.filters.apply("", "");
    const height = this.viewport.clientHeight;
    await this.activate(id, { screenTop: height / 3, unasked });
  }

  focusEditor() {
    this.focusRow();
  }

  focusRow(place) {
    if (this.sheet.open) return;
    if (this.activeView()) placeCaret(this, place || null);
    else this.viewport.focus({ preventScroll: true });
  }

  turn() {
    this.side = 1 - this.side;
    placeCaret(this, null);
  }

  turnPicture() {
    this.aside.hidden = !this.aside.hidden;
    this.fit();
    this.list.reset(this.view.length);
    this.plot.schedule();
    this.focusRow();
  }

  turnBridge() {
    this.bridge = !this.bridge;
    this.refreshAll();
  }

  // --- operations -------------------------------------------------------------------------

  operate(operation, wish, then) {
    if (!STILL.has(operation) && this.operations.moving && this.operations.offline) {
      this.toolbar.say("The workbench does not answer yet; what you did is kept and will be done.", "bad");
      return;
    }
    const { wide, from, ...rest } = wish;
    const ids = [...(wish.rows || []), wish.row, from].filter((id) => id !== undefined);
    const entry = { operation, ...rest };
    // What reaches far is guarded by the moment of the whole alignment, or by nothing but itself.
    if (!wide && ids.length && wish.moment === undefined) entry.versions = versionsAround(this, ids);
    this.messages.delete(this.active);
    this.operations.put(entry, then);
  }

  applyPlan(plan) {
    this.operations.put({ operation: "realign", plan: true, ...plan });
  }

  // Shown at once; the server's answer puts it right if it refuses.
  decided(ids, status) {
    for (const id of ids) {
      this.model.get(id).status = status;
      this.refresh(id);
    }
    this.showCounts();
  }

  showCounts() {
    this.toolbar.show(this.model, this.going.leastCertain);
    this.plot.schedule();
  }

  // --- keys -------------------------------------------------------------------------------

  keyDown(event) {
    if (this.sheet.open) {
      this.sheet.key(event);
      return;
    }
    const path = event.composedPath();
    const target = path.length ? path[0] : event.target;
    if (target.tagName === "TEXTAREA" || target.tagName === "INPUT") {
      const ends = event.key === "Escape" || (event.key === "Enter" && target.tagName === "TEXTAREA");
      if (!ends) return;
      event.preventDefault();
      event.stopPropagation();
      const sentence = this.texts.typing && this.texts.typing.sentence;
      this.texts.leave();
      this.focusRow(sentence ? { side: this.side, sentence, offset: 0 } : null);
      return;
    }
    if (event.key === "Escape" && this.carried) {
      this.carried = null;
      this.toolbar.say("", "");
      this.refreshAll();
      return;
    }
    const action = pairActionFor(event);
    if (!action) return;
    if (target.tagName === "BUTTON" && (event.key === "Enter" || event.key === "Tab")) return;
    event.preventDefault();
    event.stopPropagation();
    this.act(action);
  }

  act(action) {
    if (!this.model) return;
    const row = this.rows.get(this.active);
    if (!row && !WITHOUT_ROW.has(action)) return;
    this.texts.leave();
    PAIR_ACTIONS[action](this, row);
  }

  stop() {
    this.texts.leave();
    clearInterval(this.timer);
    clearTimeout(this.retry);
    this.operations.stop();
    this.list.stop();
    this.stray.stop();
    this.root.removeEventListener("keydown", this.onKey);
    window.removeEventListener("resize", this.onResize);
  }
}
