// Seen and unseen, follow and bookmark without a reload: the forms are sent quietly, and the button says what holds now.
import { post } from "./post.js";
import { forgetShown } from "./seen.js";

const hide = (button) => button.querySelector(".hide");

function say(button, words) {
  const rest = hide(button);
  button.firstChild.textContent = words;
  if (rest && rest.parentNode !== button) button.append(rest);
}

async function mark(form) {
  const state = form.elements.namedItem("state"), button = form.querySelector("button"), home = form.closest("[data-story]");
  const wanted = state.value, id = home?.dataset.story;
  if (id) forgetShown(id);
  if (!(await post(form.action, { state: wanted, position: form.elements.namedItem("position").value, quiet: 1 }))) return form.submit();
  const isSeen = wanted === "seen";
  state.value = isSeen ? "unseen" : "seen";
  say(button, isSeen ? button.dataset.unseenWords : button.dataset.seenWords);
  home?.classList.toggle("was-marked", isSeen);
  home?.classList.toggle("is-unseen", !isSeen);
}

async function keep(form) {
  const button = form.querySelector("button"), isOn = button.getAttribute("aria-pressed") === "true";
  const field = (name) => form.elements.namedItem(name).value; // elements.item is a method
  if (!(await post(isOn ? "/drop" : "/keep", { kind: field("kind"), item: field("item"), quiet: 1 }))) return form.submit();
  button.setAttribute("aria-pressed", String(!isOn));
  form.action = isOn ? "/keep" : "/drop";
  say(button, isOn ? button.dataset.off : button.dataset.on);
}

export function marks() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-mark]")) { event.preventDefault(); mark(form); }
    else if (form.matches("[data-keep]") && form.querySelector("button[data-on]")) { event.preventDefault(); keep(form); }
  });
}
