/* The passage of a statement form: moved by words, or by selecting in the text around it. */
import { codePoints, units } from "./offsets.js";

const WORD = /[\p{L}\p{M}\p{N}\u200c\u200d'’״׳-]+/gu;

export function spans() {
  for (const field of document.querySelectorAll("[data-span]")) edit(field);
}

function edit(field) {
  const shown = field.querySelector(".span-text");
  const text = shown.textContent;
  const offset = Number(field.dataset.offset);
  const [start, end] = ["start", "end"].map((name) => field.querySelector(`[name=${name}]`));
  const content = field.form.elements.content;
  const words = [...text.matchAll(WORD)].map((match) => [match.index, match.index + match[0].length]);
  field.querySelectorAll(".step").forEach((step) => { step.hidden = false; });

  const here = () => [units(text, Number(start.value) - offset), units(text, Number(end.value) - offset)];

  function show(from, to) {
    if (!(from >= 0 && from < to && to <= text.length)) return;
    /* While nobody put the content into other words, it follows the quote. */
    const follows = content.value.trim() === text.slice(...here()).trim();
    start.value = offset + codePoints(text, from);
    end.value = offset + codePoints(text, to);
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    shown.replaceChildren(span("before", text.slice(0, from)), mark, span("after", text.slice(to)));
    if (follows) content.value = text.slice(from, to).replace(/\s+/g, " ").trim();
  }

  const moves = {
    "start-out": ([from, to]) => [words.filter((word) => word[0] < from).at(-1)?.[0] ?? from, to],
    "start-in": ([from, to]) => [words.find((word) => word[0] > from && word[0] < to)?.[0] ?? from, to],
    "end-in": ([from, to]) => [from, words.filter((word) => word[1] < to && word[1] > from).at(-1)?.[1] ?? to],
    "end-out": ([from, to]) => [from, words.find((word) => word[1] > to)?.[1] ?? to],
  };
  field.addEventListener("click", (event) => {
    const move = moves[event.target.dataset?.move];
    if (move) show(...move(here()));
  });
  for (const input of [start, end]) input.addEventListener("change", () => show(...here()));
  shown.addEventListener("mouseup", () => {
    const selection = getSelection();
    if (selection.isCollapsed || !shown.contains(selection.anchorNode) || !shown.contains(selection.focusNode)) return;
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.selectNodeContents(shown);
    before.setEnd(range.startContainer, range.startOffset);
    const from = before.toString().length;
    const picked = range.toString();
    show(from + (picked.length - picked.trimStart().length), from + picked.trimEnd().length);
    selection.removeAllRanges();
  });
}

function span(name, words) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = words;
  return made;
}
