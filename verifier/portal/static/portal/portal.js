// The little that CSS and htmx do not do: select all rows of a table, ask before an act that cannot be undone.
"use strict";
document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-all]");
  if (box) document.querySelectorAll(`input[name="${box.dataset.all}"]`).forEach((one) => { one.checked = box.checked; });
});
document.addEventListener("submit", (event) => {
  const asks = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (asks && !window.confirm(asks)) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
