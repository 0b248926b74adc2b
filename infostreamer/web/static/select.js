// Words selected in a stored copy, or a line of a story: a link to write a note on them. Without this file a sentence is
// chosen by its number. Positions are code points, counted from the beginning of the sentence.
import { keysAreOff } from "./keys.js";

const WAIT_MS = 250;
let box = null;
let timer = 0;

const codePoints = (text) => [...text].length;

function offsetIn(element, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(element);
  range.setEnd(node, offset);
  return codePoints(range.toString());
}

function sentenceOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest(".sentence[id]");
}

function ofReport(range, report) {
  const first = sentenceOf(range.startContainer), last = sentenceOf(range.endContainer);
  if (!first || !last) return null;
  const place = new URLSearchParams({ report, s: first.id.slice(1), to: last.id.slice(1) });
  place.set("a", offsetIn(first, range.startContainer, range.startOffset));
  place.set("b", offsetIn(last, range.endContainer, range.endOffset));
  return [["/notes/new", place]];
}

function ofStory(range, story) {
  const node = range.commonAncestorContainer;
  const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest(".line, .quote");
  const words = line?.querySelector("[dir]")?.textContent.trim();
  if (!words) return null;
  const links = [["/notes/new", new URLSearchParams({ item: `story:${story}`, line: words })]];
  if (document.querySelector("[data-may-review]")) links.push(["/review", new URLSearchParams({ story, find: words })]);
  return links;
}

// Sent as a form of the page would be, so that the page comes back with the words marked.
function highlighting(place, words) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/keep";
  const token = document.querySelector("input[name=token]")?.value ?? "";
  const fields = { token, kind: "highlight", item: `report:${place.get("report")}`, back: location.pathname, ...Object.fromEntries(place) };
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.append(Object.assign(document.createElement("button"), { textContent: words }));
  return form;
}

function hide() { box?.remove(); box = null; }

function offer() {
  hide();
  const selection = document.getSelection(), about = document.querySelector("[data-note-on]");
  if (!about || !selection || selection.isCollapsed || !selection.toString().trim()) return;
  const range = selection.getRangeAt(0);
  if (!about.contains(range.commonAncestorContainer)) return;
  const [kind, id] = about.dataset.noteOn.split(":");
  const links = kind === "report" ? ofReport(range, id) : ofStory(range, id);
  if (!links) return;
  box = document.createElement("div");
  box.className = "note-here";
  box.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays while it is clicked
  for (const [path, query] of links) {
    const link = document.createElement("a");
    link.href = `${path}?${query}`;
    link.textContent = path === "/review" ? about.dataset.reviewWords : about.dataset.noteWords;
    box.append(link);
  }
  if (kind === "report" && about.dataset.highlightWords) box.append(highlighting(links[0][1], about.dataset.highlightWords));
  document.body.append(box);
  const at = range.getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8)) + window.scrollX}px`;
  box.style.top = `${at.bottom + 6 + window.scrollY}px`;
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (keysAreOff()) return;
  const form = document.querySelector("[data-review]");
  const correct = document.querySelector("[data-correct]");
  const go = {
    y: () => form?.querySelector("[value=accept]")?.click(),
    n: () => form?.querySelector("[value=reject]")?.click(),
    x: () => document.querySelector("[data-skip]")?.click(),
    z: () => document.querySelector("[data-undo]")?.requestSubmit(),
    e: () => { if (correct) { correct.open = true; correct.querySelector("textarea, input:not([type=hidden])")?.focus(); } },
  }[event.key];
  if (!go) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  go();
}

export function select() {
  if (document.body.dataset.page === "review") document.addEventListener("keydown", press, true);
  if (!document.querySelector("[data-note-on]")) return;
  document.addEventListener("selectionchange", () => { clearTimeout(timer); timer = setTimeout(offer, WAIT_MS); });
}
