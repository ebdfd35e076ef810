// What the server answered, and what others changed meanwhile, on the page: the row that is worked on
// stays where it is on the screen.

class PairAnswers {
  constructor(grid) {
    this.grid = grid;
    this.looking = false;
  }

  done(wish, answer) {
    const { grid } = this;
    grid.model.moment = answer.moment;
    const place = caretOf(grid);
    const top = grid.going.top();
    this.take(answer.rows, answer.removed, top, place, wish);
    grid.toolbar.say(answer.message || "", "");
  }

  // Takes over changed rows; keeps the active row where it is on the screen, or its neighbour.
  take(rows, removed, top, place, wish) {
    const { grid } = this;
    const index = grid.view.indexOf(grid.active);
    const gone = grid.model.remove(removed);
    grid.rows.drop(removed);
    let moved = gone;
    for (const row of rows) {
      grid.rows.put(row);
      moved = grid.model.take(row) || moved;
    }
    if (moved) {
      grid.model.sort();
      const keep = new Set([...grid.view, ...rows.map((row) => row.id)]);
      grid.view = grid.model.order.filter((id) => keep.has(id));
      const travelled = wish && (wish.operation === "undo" || wish.operation === "redo") && rows.length;
      if (travelled) grid.active = rows[0].id;
      else if (!grid.model.get(grid.active)) grid.active = grid.view[Math.min(Math.max(index, 0), grid.view.length - 1)];
      grid.selection.anchor = grid.active;
      grid.list.reset(grid.view.length);
      const at = grid.view.indexOf(grid.active);
      if (at >= 0) grid.list.bring(at, top);
    } else {
      for (const row of rows) grid.refresh(row.id);
      grid.list.schedule();
      if (wish && ["undo", "redo"].includes(wish.operation) && rows.length) grid.jump(rows[0].id);
    }
    grid.showCounts();
    if ((moved || rows.some((row) => row.id === grid.active)) && grid.free()) grid.focusRow(place);
  }

  failed(wish, problem) {
    const { grid } = this;
    const id = wish.row ?? (wish.rows && wish.rows[0]) ?? grid.active;
    const word =
      problem.kind === "conflict"
        ? "Somebody changed this in the meantime. Look at it and do it again."
        : problem.message;
    this.tell(id, word);
    this.reload([...(wish.rows || []), id]);
  }

  tell(id, message) {
    const { grid } = this;
    grid.messages.set(id, message);
    grid.toolbar.say(message, "bad");
    grid.refresh(id);
    grid.list.schedule();
  }

  async reload(ids) {
    const { grid } = this;
    await this.look();
    const there = ids.filter((id) => grid.model.get(id));
    // What is known stays until the answer is there: a key pressed meanwhile needs the row.
    try {
      const answer = await grid.client.post(`${grid.path}/rows`, { rows: there });
      this.take(answer.rows, [], grid.going.top(), caretOf(grid));
    } catch {
      // The next look brings them.
    }
  }

  waiting(count, offline) {
    const { grid } = this;
    if (offline) grid.toolbar.say(`Offline: ${count} ${count === 1 ? "action waits" : "actions wait"}, kept in this browser.`, "bad");
    else if (grid.toolbar.notice.textContent.startsWith("Offline")) grid.toolbar.say("", "");
  }

  // What anybody changed meanwhile.
  async look() {
    const { grid } = this;
    if (document.hidden || this.looking || grid.operations.size) return;
    this.looking = true;
    try {
      const answer = await grid.client.get(`${grid.path}/changes?since=${grid.revision}`);
      grid.revision = answer.revision;
      grid.model.moment = answer.moment;
      const news = answer.rows.filter((row) => {
        const known = grid.model.get(row.id);
        return !known || known.version < row.version;
      });
      const gone = answer.removed.filter((id) => grid.model.get(id));
      if (news.length || gone.length) this.take(news, gone, grid.going.top(), caretOf(grid));
    } catch {
      // The next look comes soon.
    }
    this.looking = false;
  }
}
