"""What is timed inside of a page, in milliseconds by its own clock: in the grid and beside it."""

COMMON = """
// When a condition holds: looked at after every change of the page, and every few milliseconds for
// what changes nothing, such as the focus.
const until = (holds, seconds = 50) => new Promise((go) => {
  const end = performance.now() + 1000 * seconds;
  let done = false;
  const look = () => {
    if (done || (!holds() && performance.now() < end)) return;
    done = true;
    observer.disconnect();
    clearInterval(timer);
    go(performance.now());
  };
  const observer = new MutationObserver(look);
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  for (const place of places) observer.observe(place, all);
  const timer = setInterval(look, 4);
  look();
});
"""

GRID = """
const places = [root];
const press = (key, code, more) => root.activeElement.dispatchEvent(new KeyboardEvent('keydown',
  { key, code, bubbles: true, composed: true, cancelable: true, ...more }));
const active = () => root.querySelector('.row.active');
const writes = (row) => Boolean(row) && root.activeElement.className === 'editor'
  && row.contains(root.activeElement);
const inSight = () => {
  const box = root.querySelector('.viewport').getBoundingClientRect();
  return [...root.querySelectorAll('.row')].filter((row) => {
    const place = row.getBoundingClientRect();
    return place.bottom > box.top && place.top < box.bottom;
  });
};
const loaded = () => inSight().length > 2
  && inSight().every((row) => !row.classList.contains('loading'));
"""

PLAIN = """
const places = [document.body];
"""

READY = """
return until(() => root.querySelector('.row.active .editor'));
"""

MEMORY = """
return performance.memory ? performance.memory.usedJSHeapSize / 2 ** 20 : -1;
"""

NEXT = """
const before = active().dataset.position;
const begun = performance.now();
press('ArrowDown', 'ArrowDown', { altKey: true });
return (await until(() => writes(active()) && active().dataset.position !== before)) - begun;
"""

APPROVE = """
const before = active().dataset.position;
const begun = performance.now();
press('Enter', 'Enter', { ctrlKey: true, shiftKey: true });
return (await until(() => writes(active()) && active().dataset.position !== before)) - begun;
"""

SAVE = """
const editor = active().querySelector('.editor');
editor.value = 'Saved ' + Math.random();
editor.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
await until(() => active().querySelector('.save-draft'));
const begun = performance.now();
press('s', 'KeyS', { ctrlKey: true });
return (await until(() => active().querySelector('.save-saved'))) - begun;
"""

JUMP = """
const viewport = root.querySelector('.viewport');
const begun = performance.now();
viewport.scrollTop = arguments[0] * viewport.scrollHeight;
await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
return (await until(loaded)) - begun;
"""

GO_TO = """
const number = arguments[0];
press('g', 'KeyG', { altKey: true });
await until(() => root.querySelector('.go-to input'));
root.querySelector('.go-to input').value = String(number);
const begun = performance.now();
root.querySelector('.go-to').requestSubmit();
const there = () => active()?.dataset.position === String(number - 1);
return (await until(() => there() && writes(active()))) - begun;
"""

# The time between two frames while 150 pixels go by in each of them.
SCROLL = """
const viewport = root.querySelector('.viewport');
const frames = [];
let last = await new Promise(requestAnimationFrame);
for (let step = 0; step < 150; step += 1) {
  viewport.scrollTop += 150;
  const now = await new Promise(requestAnimationFrame);
  frames.push(now - last);
  last = now;
}
return frames;
"""

COMPLETE = """
const editor = active().querySelector('.editor');
const write = (text) => {
  editor.value = text;
  editor.setSelectionRange(text.length, text.length);
  editor.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
};
write('');
await new Promise((go) => setTimeout(go, 600));
const begun = performance.now();
write(arguments[0]);
return (await until(() => active().querySelector('.ghost'), 8)) - begun;
"""

PLAIN_READY = """
return until(() => document.querySelectorAll('textarea').length === arguments[0]);
"""

# What a press on the button does: the field is left, its text sent, the page drawn anew.
PLAIN_SAVE = """
const [index, text] = arguments;
const area = document.querySelectorAll('textarea')[index];
area.focus();
Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, text);
area.dispatchEvent(new Event('input', { bubbles: true }));
await new Promise((go) => setTimeout(go, 300));
const saves = [...document.querySelectorAll('button')].filter((b) => b.textContent === 'Save');
const button = saves[index];
const begun = performance.now();
button.focus();
button.click();
const said = () => document.body.textContent.includes(`saved: ${text}`);
return (await until(said)) - begun;
"""

PLAIN_TURN = """
const first = () => document.querySelector('textarea')?.value || '';
const begun = performance.now();
[...document.querySelectorAll('button')].find((b) => b.textContent === 'Next page').click();
const start = `${arguments[0]}. `;
const there = () => first().startsWith(start)
  && document.querySelectorAll('textarea').length === arguments[1];
return (await until(there)) - begun;
"""
