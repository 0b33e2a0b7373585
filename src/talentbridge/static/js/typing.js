// Keeps what is being typed in a long form until it is sent: a closed tab's neighbour, a language switch or a lost
// connection loses nothing. Only in this tab (sessionStorage), only text, never passwords.

const kept = (form) => `typing:${location.pathname}:${form.getAttribute("data-keep")}`;
const fields = (form) => [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].filter((each) => each.name);

/** Restore what was typed into `form` (marked data-keep="name") and keep it from now on. */
export function keepTyping(form) {
  const key = kept(form);
  const typed = JSON.parse(sessionStorage.getItem(key) || "{}");
  for (const field of fields(form)) {
    if (field.value === field.defaultValue && typed[field.name] !== undefined) field.value = typed[field.name];
  }
  form.addEventListener("input", () => {
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields(form).map((each) => [each.name, each.value]))));
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}
