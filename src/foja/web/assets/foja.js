/* Scripts save key strokes; every page works without them. No module here keeps state that the server lacks. */
import { beside } from "./beside.js";
import { choose } from "./choose.js";
import { keys } from "./keys.js";
import { reader } from "./reader.js";
import { spans } from "./spans.js";

const notice = document.getElementById("notice");
let clearing = 0;

/** Say something to the person, for eyes and for screen readers, and take it away again. */
export function say(words) {
  notice.textContent = words;
  clearTimeout(clearing);
  clearing = setTimeout(() => { notice.textContent = ""; }, 9000);
}

/* What a refused partial request says is shown, instead of nothing happening. */
document.body.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.responseText || "That did not work."));
document.body.addEventListener("htmx:sendError", () => say("The server was not reached. Is foja still running?"));

/* Filters apply when a choice changes; the button stays for everybody else. */
for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("change", (event) => { if (event.target.matches("select, [type=checkbox], [type=date]")) form.requestSubmit(); });
  /* An address with empty fields is hard to read and to pass on. */
  form.addEventListener("formdata", (event) => { for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name); });
}

/* A button beside what is worth copying. */
for (const box of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => { await navigator.clipboard.writeText(box.textContent); say("Copied."); });
  box.after(button);
}

/* One box that ticks all of a list. */
for (const all of document.querySelectorAll("[data-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => { for (const box of all.form.querySelectorAll("[name=id]")) box.checked = all.checked; });
}

keys(say);
reader(say);
spans();
beside();
choose();
