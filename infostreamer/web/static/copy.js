// "Copy" beside a text puts it on the clipboard; without this file the text is there to be marked.
export function copying() {
  if (!navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = true;
    return;
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const text = button && document.getElementById(button.dataset.copy);
    if (!text) return;
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      button.textContent = "✓";
    } catch {
      getSelection().selectAllChildren(text);
      return;
    }
    setTimeout(() => { button.textContent = words; }, 1500);
  });
}
