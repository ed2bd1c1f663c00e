// "/" leads to the search field from anywhere in the notebook, unless the reader has turned that off in this browser.

const OFF = "search-key-off";
const isOff = () => { try { return localStorage.getItem(OFF) !== null; } catch { return false; } };

document.addEventListener("keydown", (event) => {
  const field = document.getElementById("q");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !field || isOff()) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  event.preventDefault();
  if (field.getClientRects().length) { field.focus(); field.select(); }
  else location.assign(field.form.action); // a narrow page has no room for it
});

// Who speaks to the computer would set such a key off by accident (WCAG 2.2, 2.1.4).
const choice = document.querySelector("[data-search-key]");
if (choice) {
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = !isOff();
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
