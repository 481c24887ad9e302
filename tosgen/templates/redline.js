(() => {
  "use strict";
  const changes = [...document.querySelectorAll(".change")];
  const on = document.getElementById("tosgen-keys-on");
  const steps = { j: 1, n: 1, k: -1, p: -1 };
  const here = () => {
    const inside = document.activeElement.closest(".change");
    if (inside) return changes.indexOf(inside);
    const above = changes.filter((change) => change.getBoundingClientRect().top < 0).length;
    return above - 1;
  };
  if (!changes.length) return;
  document.getElementById("tosgen-keys").hidden = false;
  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || !on.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const next = changes[Math.min(Math.max(here() + step, 0), changes.length - 1)];
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  });
})();
