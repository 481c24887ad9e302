(() => {
  "use strict";
  const steps = { j: 1, n: 1, k: -1, p: -1 };
  const changes = [...document.querySelectorAll(".change")];
  const on = document.getElementById("tosgen-keys-on");
  const opened = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target) { opened(target); target.scrollIntoView({ block: "start" }); }
  };
  window.addEventListener("hashchange", reveal);
  reveal();
  let before = [];
  window.addEventListener("beforeprint", () => {
    before = [...document.querySelectorAll("details.document:not([open])")];
    for (const fold of before) fold.open = true;
  });
  window.addEventListener("afterprint", () => { for (const fold of before) fold.open = false; });
  if (!changes.length) return;
  document.getElementById("tosgen-keys").hidden = false;
  let last = -1;
  const here = () => {
    const inside = document.activeElement.closest(".change");
    if (inside) return changes.indexOf(inside);
    const fold = document.activeElement.closest("details.document");
    if (fold) return changes.findIndex((change) => fold.contains(change)) - 1;
    return last;
  };
  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const typing = event.target.closest("textarea, select, button");
    if (!step || typing || !on.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    last = Math.min(Math.max(here() + step, 0), changes.length - 1);
    event.preventDefault();
    opened(changes[last]);
    changes[last].focus({ preventScroll: true });
    changes[last].scrollIntoView({ block: "start" });
  });
})();
