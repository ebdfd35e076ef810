// The selected rows: from the one where the selection began to the active one.

class PairSelection {
  constructor(grid) {
    this.grid = grid;
    this.anchor = undefined;
  }

  ends() {
    return [this.anchor ?? this.grid.active, this.grid.active];
  }

  rows() {
    const { view, active } = this.grid;
    const [a, b] = this.ends().map((id) => view.indexOf(id));
    if (a < 0 || b < 0 || a === b) return active === undefined ? [] : [active];
    return view.slice(Math.min(a, b), Math.max(a, b) + 1);
  }
}
