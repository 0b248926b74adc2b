// The theme form without a reload: the same cookie that the server sets.
export function theme() {
  const form = document.querySelector(".themes");
  form?.addEventListener("submit", (event) => {
    const chosen = event.submitter?.value;
    if (!["auto", "light", "dark"].includes(chosen)) return;
    event.preventDefault();
    document.cookie = `infostreamer_theme=${chosen}; path=/; max-age=31536000; samesite=strict`;
    document.documentElement.dataset.theme = chosen;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === chosen));
  });
}
