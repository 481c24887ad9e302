(() => {
  "use strict";
  const told = document.getElementById("copied");
  if (!navigator.clipboard || !told) return;
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest(".anchor");
    if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    told.textContent = "";
    navigator.clipboard.writeText(anchor.href).then(() => { told.textContent = told.dataset.words; }, () => {});
  });
})();
