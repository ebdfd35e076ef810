// Going from row to row: which one comes next, and where on the screen it stands.

// How long after it was gone to a row is kept in sight as a whole, while it still grows.
const ARRIVING_MS = 1500;

class PairGoing {
  constructor(grid) {
    this.grid = grid;
    this.leastCertain = true;
    this.passed = new Set();
    this.arriving = 0;
  }

  first() {
    const { model, view } = this.grid;
    return model.next(view, undefined, this.leastCertain) ?? view[0];
  }

  move(step, extend = false) {
    const { view, active } = this.grid;
    const index = view.indexOf(active) + step;
    if (index < 0 || index >= view.length) return;
    this.grid.activate(view[index], { extend, screenTop: this.top() });
  }

  on() {
    const { grid } = this;
    const next = grid.model.next(grid.view, grid.active, this.leastCertain, this.passed);
    if (next === undefined) grid.toolbar.say("Every row here is decided.", "good");
    else grid.activate(next, { screenTop: this.top() });
  }

  // Without a decision: the row comes again when all others were looked at.
  pass() {
    const { view, active, model } = this.grid;
    this.passed.add(active);
    if (view.every((id) => this.passed.has(id) || !isWaiting(model.get(id)))) {
      this.passed = new Set([active]);
    }
    this.on();
  }

  turnOrder() {
    this.leastCertain = !this.leastCertain;
    this.grid.showCounts();
    this.grid.toolbar.say(this.leastCertain ? "Next: the least certain row." : "Next: the next row down.", "");
  }

  // The active row stays at the same height on the screen as one goes on.
  top() {
    const { list, view, active, viewport } = this.grid;
    const index = view.indexOf(active);
    if (index < 0) return 60;
    return Math.min(Math.max(list.screenTop(index), 0), viewport.clientHeight * 0.5);
  }

  arrived() {
    this.arriving = performance.now() + ARRIVING_MS;
    this.showWhole();
  }

  measured() {
    if (performance.now() < this.arriving) this.showWhole();
  }

  // Whoever turns the wheel looks at something else.
  leaveAlone() {
    this.arriving = 0;
  }

  // The active row with its reasons and buttons, where the window is high enough for them.
  showWhole() {
    const { list, view, active, viewport } = this.grid;
    const index = view.indexOf(active);
    if (index < 0) return;
    list.measure();
    const room = Math.max(0, viewport.clientHeight - list.heights.values[index]);
    if (list.screenTop(index) > room) list.bring(index, room);
  }
}
