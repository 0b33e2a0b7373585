// Small comforts. Every page works without this file.

import { keepTyping } from "./typing.js";

/** A button with data-copy="text" copies it and says so in its own words (data-copied). */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = button.textContent;
  button.textContent = button.dataset.copied || before;
  setTimeout(() => { button.textContent = before; }, 2000);
});

/** An open source note or account menu closes with Escape or a click elsewhere. */
const floating = "details.src[open], details.me[open]";
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(floating)) if (!open.contains(event.target)) open.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll(floating)) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

/** Sliders say their value beside them. */
document.addEventListener("input", (event) => {
  if (event.target.type !== "range") return;
  const output = document.querySelector(`output[for="${CSS.escape(event.target.id)}"]`);
  if (output) output.textContent = event.target.value;
});

/** On paper every source stands open. */
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const note of opened) note.open = true;
});
addEventListener("afterprint", () => { for (const note of opened) note.open = false; });

for (const form of document.querySelectorAll("form[data-keep]")) keepTyping(form);
