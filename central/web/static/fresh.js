// Keeps the page fresh: it is read again every ten seconds, and what has changed is put
// in its place; the form in which somebody types or chooses stays as it is. When the
// centre does not answer in time, the page says so.
"use strict";
(() => {
  const every = 10000;
  const patience = 8000;
  const stale = document.getElementById("stale");
  const put = (from) => {
    const main = document.getElementById("main");
    const form = document.activeElement?.closest("form.narrow");
    if (!form) {
      main.replaceChildren(...from.childNodes);
      return;
    }
    // A form that is moved loses who types in it: what stands around it is changed.
    const old = form.closest("section");
    const fresh = from.querySelector("form.narrow")?.closest("section");
    if (!fresh) return;
    for (const e of [...old.children]) if (e !== form) e.remove();
    const parts = [...fresh.children];
    const at = parts.findIndex((e) => e.matches("form.narrow"));
    form.before(...parts.slice(0, at));
    form.after(...parts.slice(at + 1));
    for (const e of [...main.children]) if (e !== old) e.remove();
    const sections = [...from.children];
    const place = sections.indexOf(fresh);
    old.before(...sections.slice(0, place));
    old.after(...sections.slice(place + 1));
  };
  let asking = false;
  const again = async () => {
    if (document.hidden || asking) return;
    asking = true;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(patience) });
      if (answer.type === "opaqueredirect") { location.reload(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const link = document.activeElement?.closest("main a[href]")?.getAttribute("href");
      const aside = [...document.querySelectorAll(".scroll")].map((e) => e.scrollLeft);
      put(page.getElementById("main"));
      document.getElementById("as-of").textContent = page.getElementById("as-of").textContent;
      document.querySelectorAll(".scroll").forEach((e, i) => { e.scrollLeft = aside[i] ?? 0; });
      if (link) [...document.querySelectorAll("main a[href]")].find((a) => a.getAttribute("href") === link)?.focus({ preventScroll: true });
      stale.textContent = "";
    } catch {
      stale.textContent = stale.dataset.text;
    } finally {
      asking = false;
    }
  };
  setInterval(again, every);
  document.addEventListener("visibilitychange", again);
})();
