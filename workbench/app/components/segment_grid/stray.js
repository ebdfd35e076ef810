// Keys that would get lost: the page took the focus out of the grid without anybody asking (a
// notice that the server is gone opens and closes, a row is drawn anew). As long as nothing else was
// clicked or has the focus, what is typed next goes where the reviewer was writing.

class StrayKeys {
  constructor(grid) {
    this.grid = grid;
    this.here = false;
    this.onFocus = (event) => {
      this.here = event.composedPath().includes(grid.root);
    };
    this.onDown = (event) => {
      if (!event.composedPath().includes(grid.root)) this.here = false;
    };
    this.onKey = (event) => {
      const { activeElement } = document;
      const free = !activeElement || activeElement === document.body;
      if (!this.here || !free || event.defaultPrevented || grid.active < 0 || grid.sheet.open) return;
      // Before the letter is written: it goes to what has the focus then.
      grid.focusEditor();
      grid.keyDown(event, grid.root.getRootNode().activeElement);
    };
    document.addEventListener("focusin", this.onFocus);
    document.addEventListener("mousedown", this.onDown, true);
    document.addEventListener("keydown", this.onKey);
  }

  stop() {
    document.removeEventListener("focusin", this.onFocus);
    document.removeEventListener("mousedown", this.onDown, true);
    document.removeEventListener("keydown", this.onKey);
  }
}
