// One connection per browser, whatever the number of tabs: the tab that holds the lock listens and tells the others.
// (With one per tab the seventh tab would hang: HTTP/1.1 allows six connections to a host.)
// Nothing is ever inserted above the reader; a bar offers to show what is new.
const LOCK = "infostreamer.live";
const page = document.body.dataset.page;
const bar = document.getElementById("live");
let last = Number(document.body.dataset.position ?? 0);
const fresh = new Set();

function say(words) {
  const state = document.querySelector("[data-live-state]");
  if (state) state.textContent = words;
}

function concerns(change) {
  if (!bar || change.noun !== "story") return false;
  return page !== "story" || change.id === bar.dataset.story;
}

function take(change) {
  if (change.position <= last) return;
  last = change.position;
  if (!concerns(change)) return;
  if ("empty" in document.body.dataset) { location.reload(); return; }
  fresh.add(change.id);
  const count = fresh.size;
  bar.querySelector("[data-live-words]").textContent =
    page === "story" ? "This story has news." : count === 1 ? "1 story has news." : `${count} stories have news.`;
  bar.hidden = false;
}

function listen(channel) {
  const source = new EventSource(`/live?after=${last}`);
  const tell = (message) => { channel.postMessage(message); hear(message); };
  for (const noun of ["story", "source", "dossier"]) {
    source.addEventListener(noun, (event) => tell({ change: { ...JSON.parse(event.data), position: Number(event.lastEventId) } }));
  }
  source.addEventListener("open", () => tell({ state: "Live." }));
  source.addEventListener("error", () => tell({ state: "Live updates are interrupted; trying again." }));
  window.addEventListener("pagehide", () => source.close());
}

function hear(message) {
  if (message.state !== undefined) say(message.state);
  if (message.change) take(message.change);
}

export function live() {
  if (!("position" in document.body.dataset) || !window.EventSource || !window.BroadcastChannel) return;
  const channel = new BroadcastChannel(LOCK);
  channel.addEventListener("message", (event) => hear(event.data));
  if (navigator.locks) navigator.locks.request(LOCK, () => { listen(channel); return new Promise(() => {}); });
  else listen(channel);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
