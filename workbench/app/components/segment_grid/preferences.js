// What a person has set for the grid, kept on the server so that it is the same on every computer:
// the keys, the size of the letters, and what is shown.

const ZOOMS = [80, 90, 100, 110, 125, 150, 175, 200];

class Preferences {
  constructor(client) {
    this.client = client;
    this.values = {};
  }

  async load() {
    const answer = await this.client.get("/preferences");
    this.values = answer.preferences;
  }

  get(name) {
    return this.values[name] || {};
  }

  async set(name, value) {
    this.values[name] = value;
    await this.client.post("/preferences", { name, value });
  }

  // One setting of the view; a failure to keep it is no reason not to follow it.
  view(name, value) {
    this.set("view", { ...this.get("view"), [name]: value }).catch(() => {});
  }
}

function zoomGrid(grid, step) {
  const now = grid.preferences.get("view").zoom || 100;
  const index = Math.max(0, ZOOMS.indexOf(now)) + step;
  const zoom = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, index))];
  grid.preferences.view("zoom", zoom);
  applyZoom(grid, zoom);
  grid.toolbar.say(`Letters at ${zoom} %`, "");
}

function applyZoom(grid, zoom) {
  grid.root.style.setProperty("--zoom", String(zoom / 100));
  grid.fit();
  if (grid.shape) grid.redraw();
}
