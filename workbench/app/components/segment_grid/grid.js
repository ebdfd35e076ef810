// The segment grid: a document's segments side by side, edited from the keyboard. The list, the
// rows and the outbox do their parts; this file knows which segment is active and what a key does.

const IDLE_SAVE = 1500;

const HARMLESS = new Set(["help", "search", "leave", "down", "up", "nextWork", "goTo"]);

// As the store keeps a text: what differs only in this is no reason to touch what is being typed.
function tidy(text) {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

class SegmentGrid {
  constructor(root, data, renew) {
    this.document = data.document;
    this.client = new Client(data.token, renew);
    this.rows = new Rows(
      data.document,
      this.client,
      (positions) => this.loaded(positions),
      (problem) => this.toolbar.say(problem.message, "bad"),
    );
    const outboxName = `${data.user}-${data.document}-${data.sha256.slice(0, 12)}`;
    this.outbox = new Outbox(outboxName, this.client, (...state) => this.delivered(...state));
    this.matches = new Matches(this.client, () => this.refresh(this.active));
    this.concordance = new Concordance(this);
    this.saveStates = new Map();
    this.messages = new Map();
    this.view = [];
    this.active = -1;
    this.showRaw = false;
    this.root = root;
    this.root.textContent = "";
    this.toolbar = new Toolbar(
      (filter, text) => this.applyFilter(filter, text),
      () => this.sheet.toggleHelp(),
    );
    this.viewport = element("div", "viewport");
    this.viewport.tabIndex = 0;
    this.viewport.setAttribute("role", "grid");
    this.viewport.setAttribute("aria-label", "Segments");
    this.sheet = new Sheet(() => this.focusEditor());
    this.root.append(this.toolbar.node, this.viewport, this.sheet.node);
    this.list = new VirtualList(this.viewport, {
      estimate: (index) => this.estimate(this.view[index]),
      build: () => this.buildView(),
      fill: (view, index) => this.fillView(view, index),
      keep: () => this.view.indexOf(this.active),
      needed: (first, last) => this.need(first, last),
    });
    this.onKey = (event) => this.keyDown(event);
    this.root.addEventListener("keydown", this.onKey);
    this.onOnline = () => this.outbox.flush();
    window.addEventListener("online", this.onOnline);
    this.onResize = () => this.fit();
    window.addEventListener("resize", this.onResize);
    this.fit();
    this.start();
  }

  async start() {
    let outline;
    try {
      outline = await this.client.get(`/documents/${this.document}/outline`);
    } catch (problem) {
      this.toolbar.say(`${problem.message}. Trying again…`, "bad");
      if (problem.kind === "offline") this.retry = setTimeout(() => this.start(), 2000);
      return;
    }
    this.shape = new Shape(outline);
    this.toolbar.show(this.shape.counts());
    this.view = this.shape.everyPosition();
    this.list.reset(this.view.length);
    this.outbox.flush();
    this.watch = new Watch(this, outline.revision);
    const first = this.shape.nextWork(this.view, -1);
    if (first >= 0) {
      await this.activate(first, { focus: false });
      this.list.bring(Math.max(0, this.view.indexOf(first)), 60);
    }
  }

  fit() {
    const top = this.viewport.getBoundingClientRect().top;
    this.viewport.style.height = `${Math.max(320, window.innerHeight - Math.max(top, 60) - 16)}px`;
    this.columns = Math.max(24, Math.floor((this.viewport.clientWidth - 210) / 2 / 8.4));
  }

  estimate(position) {
    return 22 + 26 * Math.max(1, Math.ceil(this.shape.longest(position) / this.columns));
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
      fillSkeleton(view, position);
      return;
    }
    view.node.style.minHeight = "";
    const state = this.stateOf(row);
    fillRow(view, row, state);
    if (state.active) this.fillActive(view, row, state);
  }

  stateOf(row) {
    const pending = this.outbox.pending(row.id);
    return {
      active: row.position === this.active,
      text: pending ? pending.text : row.target,
      conflict: pending && pending.conflict,
      saveState: this.saveStates.get(String(row.id)),
      message: this.messages.get(String(row.id)),
      showRaw: this.showRaw,
      matches: this.matches.of(row),
    };
  }

  fillActive(view, row, state) {
    if (!row.translatable) {
      this.fillPassed(view, row, state);
      return;
    }
    if (!view.editor) {
      view.parts.target.textContent = "";
      const editor = element("textarea", "editor");
      editor.spellcheck = true;
      editor.rows = 1;
      editor.value = state.text;
      editor.setAttribute("aria-label", `Translation of segment ${row.position + 1}`);
      editor.addEventListener("input", () => this.edited(row.position));
      view.parts.target.append(editor);
      view.editor = editor;
      requestAnimationFrame(() => this.grow(editor));
    } else if (!this.outbox.pending(row.id) && tidy(view.editor.value) !== tidy(state.text)) {
      view.editor.value = state.text;
      this.grow(view.editor);
    }
    this.matches.ask(row);
    let raw = view.parts.target.querySelector(".raw");
    if (this.showRaw && row.raw) {
      if (!raw) {
        raw = element("div", "raw");
        view.parts.target.append(raw);
      }
      raw.textContent = row.raw;
    } else if (raw) {
      raw.remove();
    }
    fillDrawer(view.parts.drawer, row, state, (action, number) => this.act(action, number));
  }

  // What is passed through can be looked at, not edited.
  fillPassed(view, row, state) {
    if (!view.parts.target.querySelector(".passed")) {
      view.parts.target.textContent = "";
      view.parts.target.append(element("span", "passed", passedWord(row)));
    }
    view.parts.drawer.hidden = true;
    view.editor = null;
    if (state.saveState) this.saveStates.delete(String(row.id));
  }

  grow(editor) {
    editor.style.height = "0";
    editor.style.height = `${editor.scrollHeight}px`;
    this.list.schedule();
  }

  need(first, last) {
    for (let i = first; i <= last; i += 1) {
      if (!this.rows.get(this.view[i])) this.rows.load(this.view[i]);
    }
  }

  loaded(positions) {
    for (const position of positions) this.list.refill(this.indexOf(position));
    this.list.schedule();
  }

  indexOf(position) {
    return this.view.length === this.shape.size
      ? position
      : this.view.indexOf(position);
  }

  refresh(position) {
    this.list.refill(this.indexOf(position));
    this.list.schedule();
  }

  activeView() {
    return this.list.views.get(this.indexOf(this.active));
  }

  activeRow() {
    return this.rows.get(this.active);
  }

  // --- moving -----------------------------------------------------------------------------

  async activate(position, options) {
    const { focus = true, screenTop } = options || {};
    if (position < 0) return;
    clearTimeout(this.idle);
    this.outbox.flush();
    const before = this.active;
    this.active = position;
    if (before >= 0 && before !== position) this.refresh(before);
    const index = this.indexOf(position);
    if (index < 0) return;
    if (screenTop !== undefined) this.list.bring(index, screenTop);
    else if (!this.list.inSight(index)) this.list.bring(index, this.viewport.clientHeight / 3);
    if (!this.rows.get(position)) {
      await this.rows.load(position);
      if (this.active !== position) return;
    }
    this.list.render();
    this.refresh(position);
    if (screenTop !== undefined) this.list.bring(this.indexOf(position), screenTop);
    if (focus) this.focusEditor();
  }

  focusEditor() {
    const view = this.activeView();
    const place = view && view.editor ? view.editor : this.viewport;
    place.focus({ preventScroll: true });
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

  // --- editing ----------------------------------------------------------------------------

  edited(position) {
    const row = this.rows.get(position);
    const view = this.activeView();
    if (!row || !view || !view.editor) return;
    this.messages.delete(String(row.id));
    this.outbox.put(row.id, { text: view.editor.value, version: row.version });
    this.grow(view.editor);
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.outbox.flush(row.id), IDLE_SAVE);
  }

  setText(text) {
    const view = this.activeView();
    if (!view || !view.editor) return;
    view.editor.value = text;
    this.edited(this.active);
  }

  decide(status) {
    const row = this.activeRow();
    const view = this.activeView();
    if (!row || !view || !view.editor || !row.translatable) return false;
    const text = view.editor.value;
    if (!text.trim() && status !== "rejected") {
      this.messages.set(String(row.id), "An empty translation can't be confirmed. Write one first.");
      this.refresh(row.position);
      return false;
    }
    clearTimeout(this.idle);
    this.outbox.put(row.id, { text, version: row.version, status });
    this.shape.statuses[row.position] = status;
    this.toolbar.show(this.shape.counts());
    this.outbox.deliver(String(row.id));
    return true;
  }

  delivered(id, state, row, message) {
    this.saveStates.set(id, state);
    if (message) this.messages.set(id, message);
    else if (state === "saved") this.messages.delete(id);
    if (row) this.take(row);
    const known = this.rows.byId(id);
    if (state === "refused" && known) this.shape.take(known);
    if (known) this.refresh(known.position);
    if (state === "saved") this.toolbar.say("");
    if (state === "offline") this.toolbar.say("Offline: edits are kept in this browser", "bad");
    if (this.shape) this.toolbar.show(this.shape.counts());
  }

  take(row) {
    this.rows.put(row);
    if (this.shape) this.shape.take(row);
  }

  // --- filters ----------------------------------------------------------------------------

  async applyFilter(filter, text) {
    // Of several answers on their way, only that to the newest question counts.
    const asked = (this.asked || 0) + 1;
    this.asked = asked;
    const query = new URLSearchParams();
    if (filter) query.set("filter", filter);
    if (text.trim()) query.set("text", text.trim());
    try {
      await this.outbox.flush();
      const answer = [...query].length
        ? await this.client.get(`/documents/${this.document}/positions?${query}`)
        : { positions: this.shape.everyPosition() };
      if (asked !== this.asked) return;
      this.view = answer.positions;
      if (!this.view.includes(this.active)) this.active = -1;
      this.list.reset(this.view.length);
      this.toolbar.say(this.view.length ? "" : "Nothing matches.", "");
    } catch (problem) {
      this.toolbar.say(problem.message, "bad");
    }
  }

  // --- keys -------------------------------------------------------------------------------

  keyDown(event) {
    if (this.sheet.open) {
      if (event.key === "Escape" || event.key === "?") {
        event.preventDefault();
        this.sheet.close();
      }
      return;
    }
    const path = event.composedPath();
    const target = path.length ? path[0] : event.target;
    const inText = target.tagName === "TEXTAREA" || target.tagName === "INPUT";
    const known = actionFor(event, inText);
    if (!known) return;
    // In the search field, keys that change a segment would hit one that is not in sight.
    if (target.tagName === "INPUT" && !HARMLESS.has(known.action)) return;
    if (known.action === "edit" && target.tagName === "BUTTON") return;
    event.preventDefault();
    event.stopPropagation();
    this.act(known.action, known.number);
  }

  act(action, number) {
    if (this.shape) ACTIONS[action](this, this.activeRow(), number);
  }

  stop() {
    clearTimeout(this.idle);
    clearTimeout(this.retry);
    if (this.watch) this.watch.stop();
    this.outbox.flush();
    this.outbox.stop();
    this.list.stop();
    this.root.removeEventListener("keydown", this.onKey);
    window.removeEventListener("online", this.onOnline);
    window.removeEventListener("resize", this.onResize);
  }
}
