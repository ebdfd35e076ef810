// The alignment editor: which row is active, what a key does, and what the server answered.

const LOOK = 3000;

class AlignmentGrid {
  constructor(root, data, renew) {
    this.alignment = data.alignment;
    this.path = `/alignments/${data.alignment}`;
    this.client = new Client(data.token, renew);
    this.root = root;
    this.root.textContent = "";
    this.view = [];
    this.active = undefined;
    this.anchor = undefined;
    this.side = 0;
    this.carried = null;
    this.messages = new Map();
    this.leastCertain = true;
    this.bridge = true;
    this.filter = "";
    this.text = "";
    this.build();
    this.operations = new Operations(`${data.user}-${data.alignment}-${data.created}`, this.client, this.path, {
      done: (wish, answer) => this.done(wish, answer),
      failed: (wish, problem) => this.failed(wish, problem),
      waiting: (count, offline) => this.waiting(count, offline),
    });
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
      filter: (name, text) => this.applyFilter(name, text),
      act: (action) => this.act(action),
    });
    this.warning = element("p", "pair-warning");
    this.warning.hidden = true;
    this.viewport = element("div", "viewport");
    this.viewport.tabIndex = 0;
    this.viewport.setAttribute("role", "grid");
    this.viewport.setAttribute("aria-label", "Rows of the alignment");
    this.plot = new DotPlot(this.plotOwner());
    this.legend = element("div", "legend");
    const aside = element("aside", "side");
    aside.append(this.plot.node, this.legend);
    const main = element("div", "main");
    main.append(this.viewport, aside);
    this.sheet = new PairSheet(() => this.focusRow());
    this.root.append(this.toolbar.node, this.warning, main, this.sheet.node);
    this.list = new VirtualList(this.viewport, {
      estimate: (index) => this.estimate(this.model.get(this.view[index])),
      build: () => this.buildView(),
      fill: (view, index) => this.fillView(view, index),
      keep: () => this.view.indexOf(this.active),
      needed: (first, last) => this.rows.load(this.view.slice(first, last + 1)),
    });
    this.onKey = (event) => this.keyDown(event);
    this.root.addEventListener("keydown", this.onKey);
    this.onResize = () => this.fit();
    window.addEventListener("resize", this.onResize);
    this.fit();
  }

  plotOwner() {
    const grid = this;
    return {
      get model() {
        return grid.model;
      },
      active: () => grid.active,
      jump: (id) => grid.jump(id),
    };
  }

  async start() {
    let outline;
    try {
      outline = await this.client.get(`${this.path}/outline`);
    } catch (problem) {
      this.toolbar.say(`${problem.message}. Trying again…`, "bad");
      if (problem.kind === "offline") this.retry = setTimeout(() => this.start(), 2000);
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
    this.timer = setInterval(() => this.look(), LOOK);
    const first = this.model.next(this.view, undefined, this.leastCertain) ?? this.view[0];
    if (first !== undefined) await this.jump(first);
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
      selected: this.selectedRows().length > 1 && this.selectedRows().includes(id),
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
    if (rows.some((row) => row.id === this.active)) this.focusRow(here);
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

  async activate(id, { pointed = false, extend = false, screenTop } = {}) {
    if (id === undefined) return;
    this.leaveText();
    const before = this.active;
    this.active = id;
    if (!extend) {
      this.clearSelection();
      this.anchor = id;
    }
    const index = this.view.indexOf(id);
    if (index < 0) return;
    if (before !== undefined && before !== id) this.refresh(before);
    if (extend) this.list.refillAll();
    if (screenTop !== undefined) this.list.bring(index, screenTop);
    else if (!this.list.inSight(index)) this.list.bring(index, this.viewport.clientHeight / 3);
    this.list.render();
    this.refresh(id);
    this.list.schedule();
    this.plot.schedule();
    if (!this.rows.get(id)) await this.rows.load([id]);
    // A click puts the cursor where it points; the browser does that by itself afterwards.
    if (!pointed && this.active === id) this.focusRow();
  }

  clearSelection() {
    const many = this.selectedRows().length > 1;
    this.anchor = this.active;
    if (many) this.list.refillAll();
  }

  async jump(id) {
    if (!this.view.includes(id)) await this.applyFilter("", "");
    const height = this.viewport.clientHeight;
    await this.activate(id, { screenTop: height / 3 });
  }

  focusRow(place) {
    if (this.sheet.open) return;
    if (this.activeView()) placeCaret(this, place || null);
    else this.viewport.focus({ preventScroll: true });
  }

  move(step, extend = false) {
    const index = this.view.indexOf(this.active) + step;
    if (index < 0 || index >= this.view.length) return;
    this.activate(this.view[index], { extend, screenTop: this.top() });
  }

  // The active row stays at the same height on the screen as one goes on.
  top() {
    const index = this.view.indexOf(this.active);
    if (index < 0) return 60;
    return Math.min(Math.max(this.list.screenTop(index), 0), this.viewport.clientHeight * 0.5);
  }

  goOn() {
    const next = this.model.next(this.view, this.active, this.leastCertain);
    if (next === undefined) this.toolbar.say("Every row here is decided.", "good");
    else this.activate(next, { screenTop: this.top() });
  }

  turn() {
    this.side = 1 - this.side;
    placeCaret(this, null);
  }

  turnQueue() {
    this.leastCertain = !this.leastCertain;
    this.showCounts();
    this.toolbar.say(this.leastCertain ? "Next: the least certain row." : "Next: the next row down.", "");
  }

  turnBridge() {
    this.bridge = !this.bridge;
    this.refreshAll();
  }

  selectedEnds() {
    return [this.anchor ?? this.active, this.active];
  }

  selectedRows() {
    const [a, b] = this.selectedEnds().map((id) => this.view.indexOf(id));
    if (a < 0 || b < 0 || a === b) return this.active === undefined ? [] : [this.active];
    return this.view.slice(Math.min(a, b), Math.max(a, b) + 1);
  }

  // --- operations -------------------------------------------------------------------------

  // The versions of the rows that an operation may touch, as this page knows them.
  versionsAround(ids) {
    const versions = {};
    for (const id of ids) {
      for (const one of [this.model.beside(id, -1), id, this.model.beside(id, 1)]) {
        const row = one !== undefined && this.model.get(one);
        if (row) versions[one] = row.version;
      }
    }
    return versions;
  }

  operate(operation, wish, then) {
    if (!STILL.has(operation) && this.operations.moving && this.operations.offline) {
      this.toolbar.say("The workbench does not answer yet; what you did is kept and will be done.", "bad");
      return;
    }
    const { wide, from, ...rest } = wish;
    const ids = [...(wish.rows || []), wish.row, from].filter((id) => id !== undefined);
    const entry = { operation, ...rest };
    // What reaches far is guarded by the moment of the whole alignment, or by nothing but itself.
    if (!wide && ids.length && wish.moment === undefined) entry.versions = this.versionsAround(ids);
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

  done(wish, answer) {
    this.model.moment = answer.moment;
    const place = caretOf(this);
    const top = this.top();
    this.takeRows(answer.rows, answer.removed, top, place, wish);
    this.toolbar.say(answer.message || "", "");
  }

  // Takes over changed rows; keeps the active row where it is on the screen, or its neighbour.
  takeRows(rows, removed, top, place, wish) {
    const index = this.view.indexOf(this.active);
    const gone = this.model.remove(removed);
    this.rows.drop(removed);
    let moved = gone;
    for (const row of rows) {
      this.rows.put(row);
      moved = this.model.take(row) || moved;
    }
    if (moved) {
      this.model.sort();
      const keep = new Set([...this.view, ...rows.map((row) => row.id)]);
      this.view = this.model.order.filter((id) => keep.has(id));
      const travelled = wish && (wish.operation === "undo" || wish.operation === "redo") && rows.length;
      if (travelled) this.active = rows[0].id;
      else if (!this.model.get(this.active)) this.active = this.view[Math.min(Math.max(index, 0), this.view.length - 1)];
      this.anchor = this.active;
      this.list.reset(this.view.length);
      const at = this.view.indexOf(this.active);
      if (at >= 0) this.list.bring(at, top);
    } else {
      for (const row of rows) this.refresh(row.id);
      this.list.schedule();
      if (wish && ["undo", "redo"].includes(wish.operation) && rows.length) this.jump(rows[0].id);
    }
    this.showCounts();
    if (moved || rows.some((row) => row.id === this.active)) this.focusRow(place);
  }

  failed(wish, problem) {
    const id = wish.row ?? (wish.rows && wish.rows[0]) ?? this.active;
    const word =
      problem.kind === "conflict"
        ? "Somebody changed this in the meantime. Look at it and do it again."
        : problem.message;
    this.tell(id, word);
    this.reload([...(wish.rows || []), id]);
  }

  tell(id, message) {
    this.messages.set(id, message);
    this.toolbar.say(message, "bad");
    this.refresh(id);
    this.list.schedule();
  }

  async reload(ids) {
    await this.look();
    const there = ids.filter((id) => this.model.get(id));
    this.rows.drop(there);
    try {
      const answer = await this.client.post(`${this.path}/rows`, { rows: there });
      this.takeRows(answer.rows, [], this.top(), caretOf(this));
    } catch {
      // The next look brings them.
    }
  }

  waiting(count, offline) {
    if (offline) this.toolbar.say(`Offline: ${count} ${count === 1 ? "action waits" : "actions wait"}, kept in this browser.`, "bad");
    else if (this.toolbar.notice.textContent.startsWith("Offline")) this.toolbar.say("", "");
  }

  // What anybody changed meanwhile.
  async look() {
    if (document.hidden || this.looking || this.operations.size) return;
    this.looking = true;
    try {
      const answer = await this.client.get(`${this.path}/changes?since=${this.revision}`);
      this.revision = answer.revision;
      this.model.moment = answer.moment;
      const news = answer.rows.filter((row) => {
        const known = this.model.get(row.id);
        return !known || known.version < row.version;
      });
      const gone = answer.removed.filter((id) => this.model.get(id));
      if (news.length || gone.length) this.takeRows(news, gone, this.top(), caretOf(this));
    } catch {
      // The next look comes soon.
    }
    this.looking = false;
  }

  // --- texts ------------------------------------------------------------------------------

  editText(row, place) {
    const view = this.activeView();
    const line = view && view.node.querySelector(`.sentence[data-id="${place.sentence}"]`);
    const one = [...row.source, ...row.target].find((each) => each.id === place.sentence);
    if (!line || !one) return;
    const editor = element("textarea", "editor");
    editor.value = this.typed(place.sentence) ?? one.text;
    editor.spellcheck = true;
    editor.rows = 1;
    editor.setAttribute("aria-label", "Text of the sentence");
    line.closest(".cell").contentEditable = "false";
    line.replaceWith(editor);
    this.typing = { editor, row: row.id, sentence: place.sentence, text: one.text };
    const grow = () => {
      editor.style.height = "0";
      editor.style.height = `${editor.scrollHeight}px`;
      this.list.schedule();
    };
    editor.addEventListener("input", () => {
      this.keepTyped(place.sentence, editor.value);
      grow();
    });
    editor.addEventListener("blur", () => this.leaveText());
    grow();
    editor.focus({ preventScroll: true });
    const units = utf16(editor.value, place.offset);
    editor.setSelectionRange(units, units);
  }

  // Ends the typing and saves what is new.
  leaveText() {
    const { typing } = this;
    if (!typing) return;
    this.typing = null;
    const text = typing.editor.value.replace(/\s+/g, " ").trim();
    typing.editor.remove();
    this.keepTyped(typing.sentence, null);
    const row = this.rows.get(typing.row);
    if (row && text && text !== typing.text) {
      for (const one of [...row.source, ...row.target]) if (one.id === typing.sentence) one.text = text;
      this.operate("edit_text", { row: typing.row, sentence: typing.sentence, text });
    }
    this.refresh(typing.row);
  }

  // What is typed is in the browser's storage until it is an operation.
  typed(sentence) {
    try {
      return localStorage.getItem(`${this.operations.key}-typed-${sentence}`);
    } catch {
      return null;
    }
  }

  keepTyped(sentence, text) {
    const key = `${this.operations.key}-typed-${sentence}`;
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
    } catch {
      // Private windows can refuse storage.
    }
  }

  // --- filters ----------------------------------------------------------------------------

  async applyFilter(name, text) {
    const asked = (this.asked || 0) + 1;
    this.asked = asked;
    this.filter = name;
    this.text = text.trim();
    this.toolbar.filter = name;
    if (!this.text) this.toolbar.search.value = "";
    let found = null;
    try {
      if (this.text) {
        const query = new URLSearchParams({ text: this.text });
        found = new Set((await this.client.get(`${this.path}/search?${query}`)).rows);
      }
    } catch (problem) {
      this.toolbar.say(problem.message, "bad");
      return;
    }
    if (asked !== this.asked) return;
    const [, , holds] = ROW_FILTERS.find(([one]) => one === name);
    this.view = this.model.order.filter(
      (id) => holds(this.model.get(id), this.model) && (!found || found.has(id)),
    );
    if (!this.view.includes(this.active)) this.active = this.view[0];
    this.anchor = this.active;
    this.list.reset(this.view.length);
    const at = this.view.indexOf(this.active);
    if (at >= 0) this.list.bring(at, this.viewport.clientHeight / 3);
    this.showCounts();
    this.toolbar.say(this.view.length ? "" : "No row here.", "");
    if (this.root.getRootNode().activeElement !== this.toolbar.search) this.focusRow();
  }

  showCounts() {
    this.toolbar.show(this.model, this.leastCertain);
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
      const sentence = this.typing && this.typing.sentence;
      this.leaveText();
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
    this.leaveText();
    PAIR_ACTIONS[action](this, row);
  }

  stop() {
    this.leaveText();
    clearInterval(this.timer);
    clearTimeout(this.retry);
    this.operations.stop();
    this.list.stop();
    this.root.removeEventListener("keydown", this.onKey);
    window.removeEventListener("resize", this.onResize);
  }
}
