// The keyboard map. Never active while typing; switched off here or on the settings page, per browser.
import { openedNote, openNote } from "./citations.js";

const COOKIE = "infostreamer_keys";
const GO = { d: "/", D: "/dossiers", t: "/timeline", m: "/map", s: "/sources", r: "/review" };
let dialog = null;
let pending = 0;
let current = -1;

export const keysAreOff = () => new RegExp(`(?:^|; )${COOKIE}=off`).test(document.cookie);

function turn(isOn) {
  document.cookie = `${COOKIE}=${isOn ? "on" : "off"}; path=/; max-age=31536000; samesite=strict`;
}

function make() {
  const words = document.getElementById("keys-template");
  dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.append(words.content.cloneNode(true));
  dialog.setAttribute("aria-label", dialog.querySelector("h2").textContent);
  dialog.querySelector("input").addEventListener("change", (event) => turn(event.target.checked));
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  document.body.append(dialog);
}

function help() {
  if (!dialog) make();
  dialog.querySelector("input").checked = !keysAreOff();
  dialog.showModal();
}

const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent !== null);
const here = () => document.querySelector(".is-current");

function move(step) {
  const all = items();
  if (!all.length) return;
  const at = all.findIndex((item) => item.contains(document.activeElement));
  here()?.classList.remove("is-current");
  current = Math.min(Math.max((at >= 0 ? at : current) + step, 0), all.length - 1);
  const item = all[current];
  item.classList.add("is-current");
  const link = item.querySelector("[data-open]");
  if (!link) item.tabIndex = -1;
  (link ?? item).focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

// Without an open citation: the story itself, in the words of its first style, which is shown beside.
async function cite() {
  const text = document.querySelector("[data-citation]");
  if (!text) return;
  const fold = text.closest("details");
  if (fold) fold.open = true;
  try { await navigator.clipboard.writeText(text.textContent.trim()); } catch { getSelection().selectAllChildren(text); }
  text.scrollIntoView({ block: "center" });
}

async function copy() {
  const note = openedNote();
  if (!note) { cite(); return; }
  const words = note.querySelector("mark")?.textContent ?? "", from = note.querySelector(".note-print")?.textContent ?? "";
  try { await navigator.clipboard.writeText(`“${words}” ${from.trim()}`); } catch { /* not allowed: nothing to do */ }
}

function jump(id) {
  const target = document.getElementById(id);
  if (!target) return;
  target.scrollIntoView();
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function changed() {
  const path = here()?.dataset.changes;
  if (path) location.href = path;
  else jump("changes");
}

// The form of the story at hand: of the current card, else of the page's own story.
const submit = (which) => (here() ?? document.querySelector(".story-marks, .item-keep"))?.querySelector(which)?.requestSubmit();

function search() {
  const box = document.getElementById("q");
  box?.focus();
  box?.select();
}

const DO = {
  j: () => move(1), k: () => move(-1),
  o: () => here()?.querySelector("[data-open]")?.click(),
  u: () => { const up = document.querySelector("[data-up]"); if (up) up.click(); else history.back(); },
  v: () => (openedNote() ?? document).querySelector("[data-original]")?.click(),
  s: () => jump("origins"), d: changed, e: () => jump("take"), c: copy,
  n: () => document.querySelector("[data-note-new]")?.click(),
  m: () => submit("[data-mark]"), f: () => submit("[data-keep=follow]"),
  A: () => document.querySelector("[data-caught-up]")?.requestSubmit(),
  "/": search, "+": () => { location.href = "/sources#add"; }, "?": help,
};

function escape() {
  here()?.classList.remove("is-current");
  current = -1;
  if (document.activeElement?.closest("[data-item]")) document.activeElement.blur();
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  if (event.key === "?") { event.preventDefault(); help(); return; }
  if (keysAreOff()) return;
  if (event.key === "Escape") { if (!openedNote()) escape(); return; }
  if (pending && Date.now() - pending < 1500) {
    pending = 0;
    if (GO[event.key]) { event.preventDefault(); location.href = GO[event.key]; }
    return;
  }
  if (event.key === "g") { pending = Date.now(); return; }
  if (/^[1-9]$/.test(event.key)) {
    const link = document.querySelector(`a[data-note="${event.key}"]`);
    if (link) { event.preventDefault(); link.scrollIntoView({ block: "nearest", behavior: "instant" }); openNote(link); }
    return;
  }
  if (event.key === "Enter") {
    if (here() && !event.target.closest("a, button, summary")) { event.preventDefault(); DO.o(); }
    return;
  }
  const action = DO[event.key];
  if (action) { event.preventDefault(); action(); }
}

export function keys() {
  document.addEventListener("keydown", press);
  document.querySelector("[data-help]")?.addEventListener("click", help);
}
