// The segment grid: a document's segments side by side, edited from the keyboard. The list, the
// rows, the outbox and the text area do their parts; this file knows which segments are shown, which
// of them is active, and what a key does.

const HARMLESS = new Set(["help", "search", "leave", "down", "up", "nextWork", "goTo", "filters", "order"]);

const TOOLS = [
  ["filters", "Filters"],
  ["replace", "Replace"],
  ["bulk", "Status for all"],
  ["assign", "People"],
  ["doubts", "Doubts"],
];

class SegmentGrid {
  constructor(root, data, renew) {
    this.document = data.document;
    this.user = data.user;
    this.client = new Client(data.token, renew);
    this.rows = new Rows(
      data.document,
      this.client,
      (positions) => !this.stopped && this.loaded(positions),
      (problem) => this.toolbar.say(problem.message, "bad"),
    );
    const outboxName = `${data.user}-${data.document}-${data.sha256.slice(0, 12)}`;
    this.outbox = new Outbox(outboxName, data.user, this.client, (...state) => this.delivered(...state));
    this.outbox.onGone = (id, text, message) => showLost(this, text, message);
    this.matches = new Matches(this.client, () => this.refresh(this.active));
    this.concordance = new Concordance(this);
    this.preferences = new Preferences(this.client);
    this.doubts = new Doubts(this.client, () => this.redraw());
    this.doubts.document = data.document;
    this.writing = new Writing(this);
    this.waiting = new Waiting(this);
    this.findings = this.writing.findings;
    this.saveStates = new Map();
    this.messages = new Map();
    this.refusals = new Set();
    this.checkTitles = new Map();
    this.wish = {};
    this.active = -1;
    this.showRaw = false;
    this.stopped = false;
    this.setView([]);
    this.build(root);
    this.fit();
    this.start();
  }

  build(root) {
    this.root = root;
    this.root.textContent = "";
    this.toolbar = new Toolbar(
      () => this.applyFilter(),
      () => this.act("help"),
      TOOLS,
      (action) => this.act(action),
      () => asked(this, () => this.waiting.hold(this.searchAndEnter())),
    );
    this.viewport = element("div", "viewport");
    this.viewport.tabIndex = 0;
    this.viewport.setAttribute("role", "grid");
    this.viewport.setAttribute("aria-label", "Segments");
    this.viewport.setAttribute("aria-colcount", "4");
    this.sheet = new Sheet(() => this.focusEditor());
    this.root.append(this.toolbar.node, this.waiting.field, this.viewport, this.sheet.node);
    this.list = new VirtualList(this.viewport, {
      estimate: (index) => this.estimate(this.view[index]),
      build: () => this.buildView(),
      fill: (view, index) => this.fillView(view, index),
      keep: () => this.indexOf(this.active),
      needed: (first, last) => this.need(first, last),
      // A larger zoom makes other lines of the text being written.
      measured: () => this.writing.paint(),
    });
    this.onKey = (event) => this.keyDown(event);
    this.root.addEventListener("keydown", this.onKey);
    this.stray = new StrayKeys(this);
    this.picked = new PickedWords(this);
    this.onOnline = () => this.outbox.flush();
    window.addEventListener("online", this.onOnline);
    this.onResize = () => this.fit();
    window.addEventListener("resize", this.onResize);
    // Mounted anew under somebody's hands, as after a restart of the server: keys wait for the row.
    if (this.lastPlace() >= 0 && document.activeElement === document.body) this.waiting.catch();
  }

  async start() {
    let outline;
    try {
      outline = await this.client.get(`/documents/${this.document}/outline`);
      await this.preferences.load();
    } catch (problem) {
      if (this.stopped) return;
      this.toolbar.say(`${problem.message}. Trying again…`, "bad");
      const again = ["offline", "broken", "expired"].includes(problem.kind);
      if (again) this.retry = setTimeout(() => this.start(), 2000);
      return;
    }
    if (this.stopped) return;
    chooseKeys(this.preferences.get("keys"));
    this.writing.ghost.on = this.preferences.get("view").ghost !== false;
    this.doubts.on = this.preferences.get("view").doubts === true;
    this.shape = new Shape(outline);
    applyZoom(this, this.preferences.get("view").zoom || 100);
    this.toolbar.say("", "");
    this.toolbar.show(this.shape.counts());
    this.setView(this.shape.everyPosition());
    this.list.reset(this.view.length);
    this.outbox.flush();
    this.watch = new Watch(this, outline.revision);
    const last = this.lastPlace();
    const first = last >= 0 && last < this.shape.size ? last : this.shape.nextWork(this.view, -1);
    if (first >= 0) {
      // Whoever is writing elsewhere in the page goes on there.
      const place = document.activeElement;
      const focus = place === document.body || place === this.root.getRootNode().host;
      await this.activate(first, { focus });
      this.list.bring(Math.max(0, this.indexOf(first)), 60);
    }
    this.waiting.drain();
  }

  fit() {
    const top = this.viewport.getBoundingClientRect().top;
    const zoom = Number(this.root.style.getPropertyValue("--zoom")) || 1;
    this.zoom = zoom;
    this.viewport.style.height = `${Math.max(320, window.innerHeight - Math.max(top, 60) - 16)}px`;
    this.columns = Math.max(16, Math.floor((this.viewport.clientWidth - 210) / 2 / (8.4 * zoom)));
    this.writing.paint();
  }

  estimate(position) {
    const lines = Math.max(1, Math.ceil(this.shape.longest(position) / this.columns));
    return 22 + 26 * this.zoom * lines;
  }

  // --- rows -------------------------------------------------------------------------------

  buildView() {
    const view = buildRow();
    view.node.addEventListener("mousedown", () => {
      const position = Number(view.node.dataset.position);
      if (!Number.isNaN(position) && position !== this.active) this.activate(position);
    });
    return view;
  }

  fillView(view, index) {
    const position = this.view[index];
    const row = this.rows.get(position);
    view.node.setAttribute("aria-rowindex", String(index + 1));
    if (!row) {
      view.node.style.minHeight = `${this.estimate(position)}px`;
      const active = position === this.active;
      fillSkeleton(view, position, active, active ? this.waiting.text : "");
      return;
    }
    view.node.style.minHeight = "";
    const state = this.stateOf(row);
    fillRow(view, row, state);
    if (!state.active) return;
    if (row.translatable) this.writing.fill(view, row, state);
    else fillPassed(view, row);
  }

  stateOf(row) {
    const pending = this.outbox.pending(row.id);
    const text = pending ? pending.text : row.target;
    return {
      active: row.position === this.active,
      text,
      base: pending ? pending.base : row.target,
      conflict: pending && pending.conflict,
      saveState: this.saveStates.get(String(row.id)),
      message: this.messages.get(String(row.id)),
      showRaw: this.showRaw,
      matches: this.matches.of(row),
      findings: [],
      doubts: this.doubts.spans(row, text),
      remarks: this.shape.remarks.get(row.position),
      calibration: this.shape.calibration,
    };
  }

  need(first, last) {
    for (let i = first; i <= last; i += 1) {
      if (!this.rows.get(this.view[i])) this.rows.load(this.view[i]);
    }
  }

  loaded(positions) {
    for (const position of positions) this.list.refill(this.indexOf(position));
    this.list.schedule();
    // Whoever waited for the active row goes on writing in it.
    const place = this.root.getRootNode().activeElement;
    const waits = place === this.viewport || place === this.waiting.field;
    if (!positions.includes(this.active)) return;
    if (waits) this.focusEditor();
    this.waiting.drain();
  }

  refresh(position) {
    this.list.refill(this.indexOf(position));
    this.list.schedule();
  }

  // All rows in sight, whose heights may have changed.
  redraw() {
    const index = this.indexOf(this.active);
    const top = index >= 0 ? this.list.screenTop(index) : 0;
    this.list.refillAll();
    this.list.resize(index, top);
  }

  activeView() {
    return this.list.views.get(this.indexOf(this.active));
  }

  activeRow() {
    return this.rows.get(this.active);
  }

  take(row) {
    const known = this.rows.put(row);
    if (this.shape) this.shape.take(known);
  }

  // --- moving -----------------------------------------------------------------------------

  async activate(position, options) {
    const { focus = true, screenTop } = options || {};
    const index = this.indexOf(position);
    if (index < 0) return;
    this.writing.leave();
    this.outbox.flush();
    const before = this.active;
    this.active = position;
    this.keepPlace();
    if (before >= 0 && before !== position) this.refresh(before);
    if (screenTop !== undefined) this.list.bring(index, screenTop);
    else if (!this.list.inSight(index)) this.list.bring(index, this.viewport.clientHeight / 3);
    if (!this.rows.get(position)) {
      this.refresh(position);
      if (focus) this.focusEditor();
      await this.rows.load(position);
      if (this.active !== position || !this.rows.get(position)) return;
    }
    this.list.render();
    this.refresh(position);
    if (screenTop !== undefined) this.list.bring(this.indexOf(position), screenTop);
    if (focus) this.focusEditor();
    this.waiting.drain();
    // Where the reviewer goes next is there before they do.
    const next = this.shape.nextWork(this.view, this.indexOf(position));
    if (next >= 0) this.rows.load(next);
  }

  focusEditor() {
    const view = this.activeView();
    if (this.waiting.holds > 0) this.waiting.catch();
    else if (view && view.editor) view.editor.focus({ preventScroll: true });
    else if (this.waiting.on) this.waiting.catch();
    else this.viewport.focus({ preventScroll: true });
  }

  move(step) {
    const index = this.indexOf(this.active) + step;
    if (index < 0 || index >= this.view.length) return;
    const top = this.active >= 0 ? this.list.screenTop(this.indexOf(this.active)) : 60;
    this.activate(this.view[index], { screenTop: this.comfortable(top) });
  }

  comfortable(top) {
    return Math.min(Math.max(top, 0), this.viewport.clientHeight * 0.6);
  }

  goOn() {
    const next = this.shape.nextWork(this.view, this.indexOf(this.active));
    if (next < 0) {
      this.toolbar.say("Nothing left to do here.", "good");
      return;
    }
    const top = this.list.screenTop(this.indexOf(this.active));
    this.activate(next, { screenTop: this.comfortable(top) });
  }

  // --- keys -------------------------------------------------------------------------------

  keyDown(event, at) {
    const target = at || event.composedPath()[0] || event.target;
    const waits = target === this.waiting.field;
    if (this.sheet.open && !waits) {
      this.sheet.key(event);
      return;
    }
    const inText = target.tagName === "TEXTAREA" || target.tagName === "INPUT";
    if (this.writing.offers.key(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (this.viewport.contains(target) && target.tagName === "BUTTON" && isLetter(event)) {
      // Before it is written: one Tab too many loses no letter, and "k" goes to no other segment.
      this.focusEditor();
      return;
    }
    const known = actionFor(event, inText);
    if (waits && (!known || event.key === "Tab")) {
      this.waiting.edit(event);
      return;
    }
    if (!known) return;
    // Without a completion in sight, Tab goes where it goes everywhere.
    const completes = known.action === "acceptWord" || known.action === "acceptAll";
    if (completes && (target.tagName !== "TEXTAREA" || !this.writing.ghost.visible)) return;
    // In the search field, keys that change a segment would hit one that is not in sight.
    if (target.tagName === "INPUT" && !HARMLESS.has(known.action)) return;
    if (known.action === "edit" && target.tagName === "BUTTON") return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.waiting.keeps(known, event)) this.act(known.action, known.number);
  }

  act(action, number) {
    if (!this.shape) return undefined;
    return asked(this, () => {
      const work = (async () => ACTIONS[action](this, this.activeRow(), number))();
      return AWAITED.has(action) ? this.waiting.hold(work) : work;
    });
  }

  stop() {
    this.stopped = true;
    this.writing.leave();
    clearTimeout(this.retry);
    if (this.watch) this.watch.stop();
    this.outbox.flush();
    this.outbox.stop();
    this.list.stop();
    this.stray.stop();
    this.waiting.stop();
    this.picked.stop();
    this.root.removeEventListener("keydown", this.onKey);
    window.removeEventListener("online", this.onOnline);
    window.removeEventListener("resize", this.onResize);
  }
}
