// Keeps the page fresh: it is read again every ten seconds, and what has changed is put
// in its place. Nothing is replaced while somebody types or chooses in it.
"use strict";
(() => {
  const every = 10000;
  const stale = document.getElementById("stale");
  const busy = () => document.hidden || document.activeElement?.closest("form.narrow");
  const again = async () => {
    if (busy()) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
      if (answer.type === "opaqueredirect") { location.reload(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (busy()) return;
      const link = document.activeElement?.closest("main a[href]")?.getAttribute("href");
      const aside = [...document.querySelectorAll(".scroll")].map((e) => e.scrollLeft);
      document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
      document.getElementById("as-of").textContent = page.getElementById("as-of").textContent;
      document.querySelectorAll(".scroll").forEach((e, i) => { e.scrollLeft = aside[i] ?? 0; });
      if (link) [...document.querySelectorAll("main a[href]")].find((a) => a.getAttribute("href") === link)?.focus({ preventScroll: true });
      stale.textContent = "";
    } catch {
      stale.textContent = stale.dataset.text;
    }
  };
  setInterval(again, every);
})();
