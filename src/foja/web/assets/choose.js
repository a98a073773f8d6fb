/* A field for ids of statements becomes a search by their words. What is sent stays the ids. */
export function choose() {
  for (const field of document.querySelectorAll("input[data-choose]")) attach(field);
}

function attach(field) {
  const label = field.closest("label");
  const single = field.dataset.choose === "one";
  const find = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off", dir: "auto", placeholder: "Words of an accepted statement" });
  const found = list("found", "Found");
  const chosen = list("chosen", "Chosen");
  const ids = () => field.value.split(/\s+/).filter(Boolean);
  let asked;

  async function ask(query) {
    asked?.abort();
    asked = new AbortController();
    const answer = await fetch("/choose/statements?" + new URLSearchParams(query), { signal: asked.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const lines = document.createElement("template");
    lines.innerHTML = await answer.text();
    return [...lines.content.querySelectorAll("li")];
  }

  function put(values) {
    field.value = values.join(" ");
    show();
  }

  /* What is chosen, in words, each with a button that takes it out again. */
  async function show() {
    const lines = ids().length ? await ask({ ids: ids().join(" ") }) : [];
    for (const line of lines) line.append(button("Take out", () => put(ids().filter((id) => id !== line.dataset.id))));
    chosen.replaceChildren(...lines);
    find.required = needed && !ids().length;
  }

  async function search() {
    const words = find.value.trim();
    if (words.length < 2) return found.replaceChildren();
    const lines = await ask({ q: words });
    for (const line of lines) {
      if (!line.dataset.id) continue;
      const take = button("", () => { put(single ? [line.dataset.id] : [...new Set([...ids(), line.dataset.id])]); found.replaceChildren(); find.value = ""; find.focus(); });
      take.append(...line.childNodes);
      line.replaceChildren(take);
    }
    found.replaceChildren(...lines);
  }

  const needed = field.required;
  field.type = "hidden";
  field.before(find);
  for (const hint of label.querySelectorAll("[data-by-hand]")) hint.hidden = true;
  label.after(found, chosen);
  let waiting = 0;
  find.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => quietly(search), 180); });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    found.querySelector("button")?.click();
  });
  quietly(show);
}

/* A search that a newer one overtook is no failure. */
async function quietly(ask) {
  try { await ask(); } catch (fault) { if (fault.name !== "AbortError") throw fault; }
}

function list(name, words) {
  const made = document.createElement("ul");
  made.className = "wide " + name;
  made.setAttribute("aria-label", words);
  made.setAttribute("aria-live", "polite");
  return made;
}

function button(words, press) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.addEventListener("click", press);
  return made;
}
