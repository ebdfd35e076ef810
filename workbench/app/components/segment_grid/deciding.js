// A decision on the active segment on its way to the server, and what came of it.

// Where there is nothing to decide, a decision only goes on.
function isPassed(row) {
  return Boolean(row) && !row.translatable;
}

// Gives the active text a status; false when it can't have it.
function decide(grid, status, extra) {
  const row = grid.activeRow();
  const editor = grid.writing.editor();
  if (!row || !editor || !row.translatable) return false;
  const text = editor.value;
  const wanted = statusFor(grid, row, text, status);
  const obstacle = wanted ? grid.writing.obstacle(row, text, wanted) : "You reviewed it: somebody else approves it.";
  if (obstacle) {
    grid.messages.set(String(row.id), obstacle);
    grid.refresh(row.position);
    return false;
  }
  clearTimeout(grid.writing.idle);
  grid.outbox.put(row.id, { text, version: row.version, status: wanted, base: row.target, extra });
  grid.shape.statuses[row.position] = wanted;
  grid.count();
  grid.outbox.deliver(String(row.id));
  return true;
}

// Where two people decide, the first one's approval is a review; empty when it takes another person.
function statusFor(grid, row, text, status) {
  if (status !== "approved" || !grid.shape.second_reviewer || row.status === "approved") return status;
  if (row.status !== "reviewed" || text !== row.target) return "reviewed";
  return row.changer === grid.user ? "" : "approved";
}

// What the outbox tells of an edit: {draft, saving, saved, conflict, offline, refused}.
SegmentGrid.prototype.delivered = function delivered(id, state, row, message) {
  this.saveStates.set(id, state);
  if (message) this.messages.set(id, message);
  else if (state === "saved") this.messages.delete(id);
  if (state === "saved") this.refusals.delete(id);
  if (row) {
    this.take(row);
    // What was decided may be a match for where the reviewer went on to.
    if (state === "saved" && row.position !== this.active) this.matches.renew();
    for (const repeat of row.also || []) {
      this.take(repeat);
      this.refresh(repeat.position);
    }
    if (row.also && row.also.length) {
      this.toolbar.say(`${countedWord(row.also.length, "repeat")} decided with it.`, "");
      // Whoever went on to one of them has nothing to do there any more.
      const here = row.also.find((repeat) => repeat.position === this.active);
      if (here && !this.outbox.pending(here.id)) this.goOn();
    } else if (this.offline && state === "saved") {
      this.offline = false;
      this.toolbar.say("");
    }
  }
  const known = this.rows.byId(id);
  if (state === "refused" && known) {
    this.shape.take(known);
    // Whoever approved it has gone on already; all that came back are named until they are done.
    if (known.position !== this.active) {
      this.refusals.add(id);
      const rows = [...this.refusals].map((each) => this.rows.byId(each)).filter(Boolean);
      const numbers = rows.map((row) => row.position + 1).sort((a, b) => a - b);
      const which = numbers.length > 1 ? `Not approved: ${numbers.join(", ")}. ` : "";
      this.toolbar.say(`${which}Segment ${known.position + 1}: ${message}`, "bad");
    }
  }
  if (known) this.refresh(known.position);
  this.offline = this.offline || state === "offline";
  if (state === "offline") this.toolbar.say(`${message || "Offline"}: edits are kept in this browser`, "bad");
  this.count();
};

// Counts anew before the next frame: a count goes over all segments, and a decision must not wait.
SegmentGrid.prototype.count = function count() {
  if (this.counting) return;
  this.counting = requestAnimationFrame(() => {
    this.counting = 0;
    if (this.shape) this.toolbar.show(this.shape.counts());
  });
};

// How a conflict is ended: with this person's text, with the other's, or with both.
function resolveConflict(grid, row, choice) {
  const entry = row && grid.outbox.pending(row.id);
  if (!entry || !entry.conflict) return;
  const { text, conflict, status, base } = entry;
  const merged = choice === "both" ? mergeTexts(base || "", text, conflict.theirs) : null;
  if (choice === "both" && merged === null) return;
  grid.outbox.drop(row.id);
  grid.saveStates.delete(String(row.id));
  row.version = conflict.version;
  row.target = conflict.theirs;
  const view = grid.activeView();
  const kept = { mine: text, both: merged, theirs: conflict.theirs }[choice];
  if (view && view.editor) view.editor.value = kept;
  if (choice !== "theirs") {
    // What somebody merged is looked at before it is approved.
    const wanted = choice === "mine" ? status : undefined;
    const version = conflict.version;
    grid.outbox.put(row.id, { text: kept, version, status: wanted, base: conflict.theirs });
    grid.outbox.deliver(String(row.id));
  }
  grid.refresh(row.position);
}

// An unsent text whose segment is gone: shown, so that it can be put where it belongs now.
function showLost(grid, text, message) {
  const content = element("div");
  const area = element("textarea", "area");
  area.rows = 4;
  area.readOnly = true;
  area.value = text;
  area.setAttribute("aria-label", "Your text");
  content.append(element("p", "", `${message}.`), element("p", "hint", "Your text is here to be copied:"), area);
  grid.sheet.show("This text has no place any more", content);
  area.select();
}
