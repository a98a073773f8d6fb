/* A page beside its lines: the line that is being written is shown on the picture. */
export function beside() {
  const form = document.querySelector(".beside .page-lines");
  const paper = document.querySelector(".beside .paper");
  if (!form || !paper) return;
  form.addEventListener("focusin", (event) => {
    paper.querySelectorAll(".lit").forEach((line) => line.classList.remove("lit"));
    const number = event.target.dataset.line;
    const line = number && paper.querySelector("rect[data-line='" + CSS.escape(number) + "']");
    if (!line) return;
    line.classList.add("lit");
    const place = line.getBoundingClientRect(), frame = paper.getBoundingClientRect();
    if (place.top < frame.top || place.bottom > frame.bottom) paper.scrollTop += place.top - frame.top - frame.height / 3;
  });
}
