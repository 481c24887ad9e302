(() => {
  "use strict";
  const seen = document.documentElement.dataset.stamp;
  const gone = document.getElementById("tosgen-gone");
  const rest = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const looked = () => new Promise((done) => {
    if (!document.hidden) { done(); return; }
    document.addEventListener("visibilitychange", function now() {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", now);
      done();
    });
  });
  const follow = async () => {
    for (;;) {
      await looked();
      try {
        const answer = await fetch(`/-/changed${location.pathname}?seen=${seen}`, { cache: "no-store" });
        if (!answer.ok) throw new Error(answer.statusText);
        const stamp = await answer.text();
        gone.textContent = "";
        if (stamp !== seen) { location.reload(); return; }
      } catch {
        gone.textContent = gone.dataset.said;
        await rest(1000);
      }
    }
  };
  follow();
})();
