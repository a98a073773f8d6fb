/* Keyboard: one letter acts on the statement in focus. Letters typed into a field are letters. */

const PLACES = { d: "/", s: "/sources", r: "/review", p: "/parties", t: "/chronology" };
let going = 0;

function cards() { return [...document.querySelectorAll(".card[data-id], .line[data-id]")]; }

function current() { return document.activeElement?.closest?.(".card[data-id], .line[data-id]") || document.querySelector(".card.focus, .queue .card.big, article.statement"); }

/** Put the focus on a card and tell whoever listens. */
export function focusOn(card) {
  if (!card) return;
  document.querySelectorAll(".focus[data-id]").forEach((other) => other.classList.remove("focus"));
  card.classList.add("focus");
  if (!card.hasAttribute("tabindex")) card.tabIndex = -1;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  card.dispatchEvent(new CustomEvent("foja:focus", { bubbles: true }));
}

function move(step) {
  const turn = document.querySelector(`[data-act="${step > 0 ? "next" : "previous"}"]`);
  if (turn) { turn.click(); return; }
  const list = cards();
  const here = list.indexOf(current());
  focusOn(list[Math.min(list.length - 1, Math.max(0, here < 0 ? 0 : here + step))]);
}

function press(act) {
  const card = current();
  (card ? card.querySelector(`[data-act="${act}"]`) : null)?.click();
}

export function keys(say) {
  const help = document.getElementById("help");
  document.getElementById("help-link")?.addEventListener("click", (event) => { event.preventDefault(); help.showModal(); });

  /* Rejecting needs a reason: without one the field is offered, and Enter then sends the rejection. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.('[data-act="reject"], [data-act="reopen"]');
    if (!button) return;
    const why = button.form.elements.why;
    button.form.dataset.intent = button.dataset.act;
    if (!why.value.trim()) { event.preventDefault(); event.stopImmediatePropagation(); why.focus(); say("Write why, then press Enter."); }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.name !== "why" || !event.target.form?.classList.contains("decide")) return;
    const form = event.target.form;
    const wanted = form.dataset.intent || (form.querySelector('[data-act="accept"]') ? "" : "reopen");
    const button = wanted ? form.querySelector(`[data-act="${wanted}"]`) : null;
    event.preventDefault();
    if (button) button.click(); else say("Choose Accept or Reject.");
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && field) { field.blur(); return; }
    if (field || event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (going && PLACES[event.key]) { location.assign(PLACES[event.key]); return; }
    going = 0;
    const actions = {
      "/": () => document.getElementById("find").focus(),
      "?": () => help.showModal(),
      j: () => move(1), k: () => move(-1),
      a: () => press("accept"), c: () => press("correct"), x: () => press("reject"), o: () => press("open"),
      n: () => document.querySelector('[data-act="new"]')?.click(),
      g: () => { going = setTimeout(() => { going = 0; }, 1500); },
    };
    const action = actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });
}
