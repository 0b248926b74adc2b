// One connection per browser, whatever the number of tabs: the tab that holds the lock listens and tells the others;
// when it closes, the next one takes over from the last position that it heard of.
// (With one per tab the seventh tab would hang: HTTP/1.1 allows six connections to a host.)
// Nothing is ever inserted above the reader; a bar offers to show what is new.
const LOCK = "infostreamer.live", AGAIN = 5000;
const NOUNS = ["story", "source", "dossier"];
const page = document.body.dataset.page;
const bar = document.getElementById("live");
let last = Number(document.body.dataset.position ?? 0);
const fresh = new Set();

function say(state) {
  const place = document.querySelector("[data-live-state]");
  if (place) place.textContent = bar?.dataset[state === "live" ? "wordsLive" : "wordsAgain"] ?? "";
}

function concerns(change) {
  if (!bar || change.noun !== "story" || change.muted || change.what === "updated") return false;
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
    page === "story" ? bar.dataset.wordsThis
      : count === 1 ? bar.dataset.wordsOne
        : bar.dataset.wordsMany.replace("{n}", count);
  bar.hidden = false;
}

function hear(message) {
  if (message.state !== undefined) say(message.state);
  if (message.change) take(message.change);
  if (message.job) document.dispatchEvent(new CustomEvent("infostreamer:job", { detail: message.job }));
}

function listen(channel) {
  const source = new EventSource(`/live?after=${last}`);
  const tell = (message) => { channel.postMessage(message); hear(message); };
  const position = (event) => Number(event.lastEventId);
  for (const noun of NOUNS) {
    source.addEventListener(noun, (event) => tell({ change: { ...JSON.parse(event.data), position: position(event) } }));
  }
  source.addEventListener("job", (event) => tell({ job: JSON.parse(event.data) }));
  source.addEventListener("open", () => tell({ state: "live" }));
  source.addEventListener("error", () => {
    tell({ state: "again" });
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN, channel); // refused: it would not try again
  });
  window.addEventListener("pagehide", () => source.close());
}

export function live() {
  if (!("position" in document.body.dataset) || !window.EventSource || !window.BroadcastChannel) return;
  const channel = new BroadcastChannel(LOCK);
  channel.addEventListener("message", (event) => hear(event.data));
  if (navigator.locks) navigator.locks.request(LOCK, () => { listen(channel); return new Promise(() => {}); });
  else listen(channel);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
