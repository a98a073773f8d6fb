/* The key stands behind the # of the address. It goes into the form, and out of the address bar and the history. */
const form = document.querySelector("form[data-key]");
const key = decodeURIComponent(location.hash.slice(1));
if (form && key) {
  history.replaceState(null, "", location.pathname);
  form.elements.key.value = key;
  form.requestSubmit();
}
