// Which rows are shown: by a filter, by a phrase in their texts, or by both.

class PairFilters {
  constructor(grid) {
    this.grid = grid;
    this.name = "";
    this.asked = 0;
  }

  async apply(name, text) {
    const { grid } = this;
    this.asked += 1;
    const { asked } = this;
    const phrase = text.trim();
    this.name = name;
    grid.toolbar.filter = name;
    if (!phrase) grid.toolbar.search.value = "";
    let found = null;
    try {
      if (phrase) {
        const query = new URLSearchParams({ text: phrase });
        found = new Set((await grid.client.get(`${grid.path}/search?${query}`)).rows);
      }
    } catch (problem) {
      grid.toolbar.say(problem.message, "bad");
      return;
    }
    if (asked !== this.asked) return;
    const [, , , holds] = filterNamed(name);
    grid.view = grid.model.order.filter(
      (id) => holds(grid.model.get(id), grid.model) && (!found || found.has(id)),
    );
    if (grid.view.length && !grid.view.includes(grid.active)) grid.active = this.nearest(grid.active);
    grid.selection.anchor = grid.active;
    grid.list.reset(grid.view.length);
    const at = grid.view.indexOf(grid.active);
    if (at >= 0) grid.list.bring(at, grid.viewport.clientHeight / 3);
    grid.showCounts();
    grid.toolbar.say(grid.view.length ? "" : "No row here.", "");
    if (grid.root.getRootNode().activeElement !== grid.toolbar.search) grid.focusRow();
  }

  // The row in view that is closest to another one, as the texts go.
  nearest(id) {
    const { view, model } = this.grid;
    const here = model.places.get(id) ?? 0;
    const away = (one) => Math.abs(model.places.get(one) - here);
    return view.reduce((best, one) => (away(one) < away(best) ? one : best));
  }

  // All filters in a sheet, each with its key and how many rows it leaves.
  ask() {
    const { grid } = this;
    const counts = grid.model.counts();
    const lines = ROW_FILTERS.map(([key, name, word]) => ({ key, text: word, side: String(counts[name]), name }));
    const take = (line) => this.apply(line.name, grid.toolbar.search.value);
    grid.sheet.choose("Show only …", lines, take, { short: true });
  }
}

function filterNamed(wanted) {
  return ROW_FILTERS.find(([, name]) => name === wanted);
}
