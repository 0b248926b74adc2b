// What stood on the screen for a moment is seen: the news of a story is reported once three fifths of its card, or of
// the screen, showed it for two seconds in a tab that was in front. Switched off on the settings page.
import { post } from "./post.js";

const DWELL = 2000, SEND = 1200, SHARE = 0.6;
const since = new Map();
const waiting = new Map();
const told = new Set();
let timer = 0;

const isOff = () => /(?:^|; )infostreamer_marking=off/.test(document.cookie);

function send() {
  clearTimeout(timer);
  timer = 0;
  if (!waiting.size) return;
  const shown = [...waiting].map(([id, position]) => `${id}:${position}`).join(",");
  waiting.clear();
  post("/seen/shown", { shown });
}

function note(element) {
  const id = element.dataset.story;
  if (told.has(id) || !("unseen" in element.dataset) || document.visibilityState !== "visible") return;
  told.add(id);
  waiting.set(id, element.dataset.position);
  timer ||= setTimeout(send, SEND);
}

export function forgetShown(id) {
  told.add(id);
  waiting.delete(id);
}

function watch(entries) {
  for (const entry of entries) {
    const share = Math.max(entry.intersectionRatio, entry.intersectionRect.height / window.innerHeight);
    clearTimeout(since.get(entry.target));
    since.delete(entry.target);
    if (entry.isIntersecting && share >= SHARE) since.set(entry.target, setTimeout(note, DWELL, entry.target));
  }
}

export function seen() {
  if (isOff() || document.body.dataset.marking === undefined || !window.IntersectionObserver) return;
  const steps = Array.from({ length: 21 }, (_, at) => at / 20);
  const observer = new IntersectionObserver(watch, { threshold: steps });
  const look = () => {
    observer.disconnect();
    for (const timeout of since.values()) clearTimeout(timeout);
    since.clear();
    if (document.visibilityState !== "visible") { send(); return; }
    for (const element of document.querySelectorAll("[data-unseen][data-story]")) observer.observe(element);
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", send);
  look();
}
