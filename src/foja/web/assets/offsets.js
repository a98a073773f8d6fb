/* Places in a text. foja counts Unicode code points; a browser counts UTF-16 units. */

/** Code points in the first `units` UTF-16 units of `text`. A place inside a surrogate pair counts as before it. */
export function codePoints(text, units) {
  let count = 0;
  for (let at = 0; at < units && at < text.length; count += 1) {
    const width = text.codePointAt(at) > 0xffff ? 2 : 1;
    if (at + width > units) break;
    at += width;
  }
  return count;
}

/** UTF-16 units taken by the first `points` code points of `text`. */
export function units(text, points) {
  let at = 0;
  for (let count = 0; count < points && at < text.length; count += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/** The place in the canonical text of a point in the page, or null where the point is not in the text.
    Every run of the text says in `data-o` where it starts. */
export function placeOf(node, offset, root) {
  if (node.nodeType !== Node.TEXT_NODE) {
    /* Between elements: the place of the run that follows, or the end of the one before. */
    const next = node.childNodes[offset];
    const run = next && (next.nodeType === Node.ELEMENT_NODE ? (next.matches("[data-o]") ? next : next.querySelector("[data-o]")) : null);
    if (run && root.contains(run)) return Number(run.dataset.o);
    const before = runBefore(node, offset, root);
    return before ? Number(before.dataset.o) + codePoints(before.textContent, before.textContent.length) : null;
  }
  const run = node.parentElement.closest("[data-o]");
  if (run && root.contains(run)) return Number(run.dataset.o) + codePoints(run.textContent, lengthBefore(run, node) + offset);
  const before = runBefore(node, 0, root);
  return before ? Number(before.dataset.o) + codePoints(before.textContent, before.textContent.length) : null;
}

function lengthBefore(run, node) {
  let length = 0;
  for (const child of run.childNodes) { if (child === node) break; length += child.textContent.length; }
  return length;
}

function runBefore(node, offset, root) {
  const point = document.createRange();
  point.setStart(node, offset);
  let found = null;
  for (const run of root.querySelectorAll("[data-o]")) {
    if (point.comparePoint(run, 0) >= 0) break;
    found = run;
  }
  return found;
}
