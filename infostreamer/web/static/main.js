// Everything works without this file; it adds the citation popover, keys, live updates and the theme without a reload.
import { citations } from "./citations.js";
import { copying } from "./copy.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import { marks } from "./marks.js";
import { seen } from "./seen.js";
import { select } from "./select.js";
import { theme } from "./theme.js";

// On paper nothing is folded away.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.fold, .notes details, .more")) fold.open = true;
});
for (const element of document.querySelectorAll(".js-only")) element.hidden = false;
citations();
copying();
keys();
live();
marks();
seen();
select();
theme();
