// Sign-up: offer the clock of this computer, unless a time zone was chosen already.
const select = document.querySelector("select[data-guess-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select && !select.form.hasAttribute("data-posted") && [...select.options].some((o) => o.value === zone)) {
  select.value = zone;
}
