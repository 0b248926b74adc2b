// A citation number opens its note beside the line. The note is already in the page; on a page with many notes the
// sentences before and after are asked of the stored copy.
let pop = null;
let opener = null;
const copies = new Map();

async function stored(path) {
  if (!copies.has(path)) copies.set(path, fetch(`${path}.json`).then((answer) => (answer.ok ? answer.json() : null), () => null));
  return copies.get(path);
}

function dim(words) {
  const span = document.createElement("span");
  span.className = "dim ctx";
  span.textContent = words;
  return span;
}

async function surround(quote, link) {
  const [path, mark] = link.getAttribute("href").split("#s");
  if (!mark || quote.querySelector(".ctx")) return;
  const cited = Array.from(quote.textContent).length, report = await stored(path), first = Number(mark);
  if (!report || !quote.isConnected || !report.sentences[first - 1]) return;
  const text = Array.from(report.text), title = new Set(report.title_pieces.map((piece) => piece.number));
  const words = (number) => text.slice(...report.sentences[number - 1]).join("");
  let last = first;
  while (last < report.sentences.length && report.sentences[last][0] < report.sentences[first - 1][0] + cited) last += 1;
  if (title.has(first)) return;  // a title has no context in the text, nor the text in it
  if (first > 1 && !title.has(first - 1)) quote.prepend(dim(`${words(first - 1)} `));
  if (last < report.sentences.length) quote.append(dim(` ${words(last + 1)}`));
  if (opener) place(opener);
}

function make() {
  pop = document.createElement("div");
  pop.className = "cite-pop";
  pop.id = "cite-pop";
  pop.popover = "auto";
  pop.tabIndex = -1;
  pop.setAttribute("role", "dialog");
  pop.addEventListener("toggle", (event) => {
    if (event.newState === "open" || !opener) return;
    const last = opener;
    last.setAttribute("aria-expanded", "false");
    opener = null;
    if (pop.contains(document.activeElement) || document.activeElement === document.body) last.focus({ preventScroll: true });
  });
  document.body.append(pop);
}

function place(link) {
  const at = link.getBoundingClientRect();
  const width = pop.offsetWidth, height = pop.offsetHeight, gap = 8;
  const left = Math.min(Math.max(gap, at.left - 24), document.documentElement.clientWidth - width - gap);
  const below = at.bottom + gap + height <= window.innerHeight || at.top < height + gap;
  pop.style.left = `${left + window.scrollX}px`;
  pop.style.top = `${(below ? at.bottom + gap : at.top - height - gap) + window.scrollY}px`;
}

export function openNote(link) {
  const note = document.getElementById(`note-${link.dataset.note}`);
  if (!note) return false;
  if (!pop) make();
  if (pop.matches(":popover-open")) pop.hidePopover();
  pop.replaceChildren(...[...note.children].map((child) => child.cloneNode(true)));
  pop.setAttribute("aria-label", `Source ${link.dataset.note}`);
  opener = link;
  link.setAttribute("aria-expanded", "true");
  pop.showPopover();
  place(link);
  const quote = pop.querySelector("blockquote"), copy = pop.querySelector("[data-stored]");
  if (quote && copy) surround(quote, copy);
  pop.focus({ preventScroll: true });
  return true;
}

export function openedNote() {
  return pop && pop.matches(":popover-open") ? pop : null;
}

export function citations() {
  if (!("popover" in HTMLElement.prototype)) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-note]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (openNote(link)) event.preventDefault();
  });
  window.addEventListener("resize", () => { if (openedNote()) pop.hidePopover(); });
}
