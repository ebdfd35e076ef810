// The whole alignment as a picture: source downwards, target to the right, a dot for each pair of
// sentences in a row. A straight diagonal is a calm alignment; gaps and crossings are seen at once.

class DotPlot {
  // owner: {model, active, jump(id)}
  constructor(owner) {
    this.owner = owner;
    this.node = element("canvas", "dotplot");
    this.node.setAttribute("role", "img");
    this.frame = 0;
    this.node.addEventListener("click", (event) => this.jump(event));
  }

  schedule() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  get scale() {
    const { sizes } = this.owner.model;
    return [this.node.clientHeight / Math.max(1, sizes[0]), this.node.clientWidth / Math.max(1, sizes[1])];
  }

  draw() {
    const { model } = this.owner;
    const width = this.node.clientWidth;
    const height = this.node.clientHeight;
    if (!model || !width) return;
    const ratio = window.devicePixelRatio || 1;
    this.node.width = width * ratio;
    this.node.height = height * ratio;
    const context = this.node.getContext("2d");
    context.scale(ratio, ratio);
    const style = getComputedStyle(this.node);
    const colour = (name) => style.getPropertyValue(name).trim();
    const [down, right] = this.scale;
    const size = [Math.max(1.6, down), Math.max(1.6, right)];
    const dot = (source, target) =>
      context.fillRect((target - 1) * right, (source - 1) * down, size[1], size[0]);
    for (const id of model.order) {
      const row = model.get(id);
      const [sources, targets] = row.numbers;
      context.fillStyle = colour(dotColour(row));
      if (!targets.length) for (const one of sources) context.fillRect(0, (one - 1) * down, 5, size[0]);
      else if (!sources.length) for (const one of targets) context.fillRect((one - 1) * right, 0, size[1], 5);
      else for (const source of sources) for (const target of targets) dot(source, target);
    }
    const here = model.get(this.owner.active);
    if (here) {
      context.fillStyle = colour("--plot-here");
      const [source, target] = here.numbers.map((side) => side[0]);
      if (source) context.fillRect(0, (source - 1) * down, width, 1);
      if (target) context.fillRect((target - 1) * right, 0, 1, height);
    }
    const open = model.order.filter((id) => isOpen(model.get(id))).length;
    this.node.setAttribute(
      "aria-label",
      `Picture of the alignment: ${model.sizes[0]} source and ${model.sizes[1]} target sentences, ${open} rows undecided`,
    );
  }

  jump(event) {
    const { model } = this.owner;
    const [down] = this.scale;
    const wanted = event.offsetY / down + 1;
    let best;
    let least = Infinity;
    for (const id of model.order) {
      const [sources] = model.get(id).numbers;
      if (!sources.length) continue;
      const distance = Math.abs(sources[0] - wanted);
      if (distance < least) [best, least] = [id, distance];
    }
    if (best !== undefined) this.owner.jump(best);
  }
}

function dotColour(row) {
  if (row.status === "unaligned" || !row.numbers[0].length || !row.numbers[1].length) return "--plot-gap";
  if (!isOpen(row)) return row.status === "rejected" ? "--plot-doubt" : "--plot-pin";
  return row.probability !== null && row.probability < 0.8 ? "--plot-doubt" : "--plot-dot";
}
