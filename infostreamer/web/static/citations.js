// A citation number opens its note beside the line. The note is already in the page, so nothing is fetched.
let pop = null;
let opener = null;

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
