// The keyboard map. Never active while typing; can be switched off in its own dialog.
import { openedNote, openNote } from "./citations.js";

const OFF = "infostreamer.keys.off";
const MAP = [
  ["j k", "next, previous"], ["o", "open"], ["u", "back up"], ["1 … 9", "open citation"], ["v", "original at the sentence"],
  ["c", "copy the citation"], ["s", "where it comes from"], ["d", "what changed"], ["e", "take it with you"], ["A", "caught up"],
  ["/", "search"], ["+", "add a source"], ["g d", "desk"], ["g D", "dossiers"], ["g s", "sources"], ["?", "this help"],
];
const GO = { d: "/", D: "/dossiers", s: "/sources" };
let dialog = null;
let pending = 0;
let current = -1;

const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };

function help() {
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-label", "Keys");
    const title = document.createElement("h2");
    title.textContent = "Keys";
    const list = document.createElement("dl");
    for (const [key, words] of MAP) {
      const term = document.createElement("dt"), meaning = document.createElement("dd");
      for (const part of key.split(" ")) {
        const cap = document.createElement(part === "…" ? "span" : "kbd");
        cap.textContent = part;
        term.append(cap);
      }
      meaning.textContent = words;
      list.append(term, meaning);
    }
    const foot = document.createElement("div"), label = document.createElement("label");
    const box = document.createElement("input"), close = document.createElement("button");
    foot.className = "keys-foot";
    box.type = "checkbox";
    box.checked = !isOff();
    box.addEventListener("change", () => { try { localStorage.setItem(OFF, box.checked ? "0" : "1"); } catch { /* private mode */ } });
    label.append(box, "Single-letter keys are on");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    foot.append(label, close);
    dialog.append(title, list, foot);
    document.body.append(dialog);
  }
  dialog.showModal();
}

function move(step) {
  const items = [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent !== null);
  if (!items.length) return;
  items[current]?.classList.remove("is-current");
  current = Math.min(Math.max(current + step, 0), items.length - 1);
  items[current].classList.add("is-current");
  (items[current].querySelector("[data-open]") ?? items[current]).focus({ preventScroll: true });
  items[current].scrollIntoView({ block: "nearest" });
}

async function copy() {
  const note = openedNote();
  if (!note) return;
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

const DO = {
  j: () => move(1), k: () => move(-1),
  o: () => document.querySelector(".is-current [data-open]")?.click(),
  u: () => { const up = document.querySelector("[data-up]"); if (up) up.click(); else history.back(); },
  v: () => (openedNote() ?? document).querySelector("[data-original]")?.click(),
  s: () => jump("origins"), d: () => jump("changes"), e: () => jump("take"), c: copy,
  A: () => document.querySelector("[data-caught-up]")?.requestSubmit(),
  "/": () => document.getElementById("q")?.focus(),
  "+": () => { location.href = "/sources#add"; }, "?": help,
};

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || dialog?.open) return;
  if (event.key === "?") { event.preventDefault(); help(); return; }
  if (isOff()) return;
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
  const action = DO[event.key];
  if (action) { event.preventDefault(); action(); }
}

export function keys() {
  document.addEventListener("keydown", press);
  document.querySelector("[data-help]")?.addEventListener("click", help);
}
