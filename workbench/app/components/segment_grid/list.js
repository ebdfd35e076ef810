// A virtualised list: only the rows in sight (and the active one) are in the page, whatever the
// length of the document. The owner says how to build and fill a row.

const OVERSCAN = 8;

class VirtualList {
  // owner: {estimate(index), build(), fill(view, index), keep(): index or -1, needed(first, last),
  // and, if it wants to be told when heights changed, measured()}
  constructor(viewport, owner) {
    this.viewport = viewport;
    this.owner = owner;
    this.canvas = element("div", "canvas");
    this.canvas.setAttribute("role", "rowgroup");
    viewport.append(this.canvas);
    this.views = new Map();
    this.heights = new Heights([]);
    this.frame = 0;
    this.onScroll = () => this.schedule();
    viewport.addEventListener("scroll", this.onScroll, { passive: true });
    this.observer = new ResizeObserver(() => this.schedule());
    this.observer.observe(viewport);
  }

  reset(size) {
    for (const view of this.views.values()) {
      this.observer.unobserve(view.node);
      view.node.remove();
    }
    this.views.clear();
    this.heights = new Heights(Array.from({ length: size }, (_, i) => this.owner.estimate(i)));
    this.viewport.scrollTop = 0;
    this.render();
  }

  schedule() {
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.render();
      });
    }
  }

  render() {
    const size = this.heights.size;
    this.canvas.style.height = `${this.heights.total()}px`;
    if (size === 0) return;
    const top = this.viewport.scrollTop;
    const first = Math.max(0, this.heights.at(top) - OVERSCAN);
    const last = Math.min(size - 1, this.heights.at(top + this.viewport.clientHeight) + OVERSCAN);
    const wanted = new Set();
    for (let i = first; i <= last; i += 1) wanted.add(i);
    const keep = this.owner.keep();
    if (keep >= 0 && keep < size) wanted.add(keep);
    for (const [index, view] of this.views) {
      if (!wanted.has(index)) {
        this.observer.unobserve(view.node);
        view.node.remove();
        this.views.delete(index);
      }
    }
    for (const index of [...wanted].sort((a, b) => a - b)) {
      if (!this.views.has(index)) {
        const view = this.owner.build();
        this.views.set(index, view);
        this.canvas.append(view.node);
        this.owner.fill(view, index);
        // A font that arrives late or a zoom changes heights without any scrolling.
        this.observer.observe(view.node);
      }
    }
    this.owner.needed(first, last);
    this.measure();
  }

  // Takes the real heights, and keeps what is on the screen where it is.
  measure() {
    const anchor = this.anchor();
    let changed = false;
    for (const [index, view] of this.views) {
      const height = view.node.offsetHeight;
      if (height > 0 && this.heights.set(index, height) !== 0) changed = true;
    }
    for (const [index, view] of this.views) {
      view.node.style.transform = `translateY(${this.heights.offset(index)}px)`;
    }
    if (changed) {
      this.canvas.style.height = `${this.heights.total()}px`;
      if (anchor) {
        const moved = this.heights.offset(anchor.index) - anchor.offset;
        if (moved !== 0) this.viewport.scrollTop += moved;
      }
      this.schedule();
      this.owner.measured?.();
    }
  }

  anchor() {
    const keep = this.owner.keep();
    const top = this.viewport.scrollTop;
    const index =
      keep >= 0 && this.inSight(keep) ? keep : this.heights.size ? this.heights.at(top) : -1;
    return index < 0 ? null : { index, offset: this.heights.offset(index) };
  }

  inSight(index) {
    if (index < 0 || index >= this.heights.size) return false;
    const offset = this.heights.offset(index) - this.viewport.scrollTop;
    return offset > -this.heights.values[index] && offset < this.viewport.clientHeight;
  }

  refill(index) {
    const view = this.views.get(index);
    if (view) this.owner.fill(view, index);
  }

  refillAll() {
    for (const [index, view] of this.views) this.owner.fill(view, index);
    this.schedule();
  }

  // Heights are estimated anew, since letters changed their size; what is in sight stays there.
  resize(index, screenTop) {
    this.heights = new Heights(
      Array.from({ length: this.heights.size }, (_, i) => this.owner.estimate(i)),
    );
    this.measure();
    if (index >= 0) this.bring(index, screenTop);
  }

  // Brings a row to `screenTop` pixels below the top of the viewport.
  bring(index, screenTop) {
    this.viewport.scrollTop = Math.max(0, this.heights.offset(index) - screenTop);
    this.render();
  }

  screenTop(index) {
    return this.heights.offset(index) - this.viewport.scrollTop;
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.viewport.removeEventListener("scroll", this.onScroll);
    this.observer.disconnect();
  }
}
