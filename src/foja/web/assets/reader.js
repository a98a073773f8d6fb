/* Reader: text and cards lead to each other; selected words become a new statement. */
import { focusOn } from "./keys.js";
import { placeOf } from "./offsets.js";

export function reader(say) {
  const root = document.querySelector("[data-reader]");
  if (!root) return;
  const body = root.querySelector(".body");
  const marks = (id) => [...body.querySelectorAll("mark[data-ids]")].filter((mark) => mark.dataset.ids.split(" ").includes(id));

  function light(id, scroll) {
    body.querySelectorAll(".lit").forEach((mark) => mark.classList.remove("lit"));
    const found = marks(id);
    found.forEach((mark) => mark.classList.add("lit"));
    if (scroll) found[0]?.scrollIntoView({ block: "center" });
  }

  root.addEventListener("foja:focus", (event) => light(event.target.dataset.id, true));
  root.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card[data-id]");
    if (card && !body.querySelector(".lit[data-ids~='" + CSS.escape(card.dataset.id) + "']")) light(card.dataset.id, true);
  });
  root.addEventListener("click", (event) => {
    const reference = event.target.closest(".ref");
    const mark = event.target.closest("mark[data-ids]");
    if (reference) {
      event.preventDefault();
      focusOn(document.getElementById(reference.getAttribute("href").slice(1)));
    } else if (mark && getSelection().isCollapsed) {
      /* Where passages lie over one another, each further click goes to the next statement. */
      const ids = mark.dataset.ids.split(" ");
      const at = ids.indexOf(document.querySelector(".card.focus")?.dataset.id);
      const card = document.getElementById("c-" + ids[(at + 1) % ids.length]);
      focusOn(card);
      light(card.dataset.id, false);
    } else {
      const number = event.target.closest(".num");
      if (number) { event.preventDefault(); focusOn(number.closest(".card")); }
    }
  });

  /* A decided card comes back from the server; its passage changes its look with it. */
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const id = event.detail.elt?.dataset?.id || event.detail.target?.dataset?.id;
    const card = id && document.getElementById("c-" + id);
    if (!card) return;
    for (const mark of marks(id)) {
      if (mark.dataset.ids.split(" ")[0] !== id) continue;
      mark.className = mark.className.replace(/\bis-\w+/, "is-" + card.dataset.review);
    }
    const next = card.nextElementSibling?.matches?.(".card") ? card.nextElementSibling : card;
    focusOn(next);
    say(card.dataset.review === "accepted" ? "Accepted." : card.dataset.review === "rejected" ? "Rejected." : "Draft again.");
  });

  document.querySelector('[data-act="new"]')?.addEventListener("click", (event) => {
    event.preventDefault();
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !body.contains(selection.getRangeAt(0).commonAncestorContainer)) {
      say("Select the words in the text first, then press n.");
      return;
    }
    const range = selection.getRangeAt(0);
    const start = placeOf(range.startContainer, range.startOffset, body);
    const end = placeOf(range.endContainer, range.endOffset, body);
    if (start === null || end === null || end <= start) { say("These words cannot be placed; select inside the text."); return; }
    location.assign(`/sources/${root.dataset.source}/new?start=${start}&end=${end}`);
  });

  if (location.hash.startsWith("#c-")) focusOn(document.getElementById(location.hash.slice(1)));
  else if (location.hash.startsWith("#p-st")) {
    const card = document.getElementById("c-" + location.hash.slice(3));
    if (card) { card.classList.add("focus"); card.scrollIntoView({ block: "nearest" }); light(card.dataset.id, true); }
  } else if (body.querySelector(".here")) body.querySelector(".here").scrollIntoView({ block: "center" });
}
