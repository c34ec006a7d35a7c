// Remembers a person's score in this browser alone, and puts it into addresses without one.
"use strict";

(() => {
  const KEY = "watcher.person";
  const here = document.documentElement.dataset;
  const query = new URLSearchParams(location.search);
  let kept = null;
  let typed = null;
  try {
    typed = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (query.get("score") === "") localStorage.removeItem(KEY); // "Forget"
    // What was typed is kept, not what a link of somebody else brought.
    else if (typed && here.person) localStorage.setItem(KEY, here.person);
    kept = localStorage.getItem(KEY);
  } catch {
    return; // this browser keeps nothing
  }
  const named = query.has("score") || query.has("person") || here.subscription;
  if (kept && !named) {
    const more = new URLSearchParams(kept);
    for (const [name, value] of query) more.append(name, value);
    location.replace(`${location.pathname}?${more}${location.hash}`);
    return;
  }
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form.person")) sessionStorage.setItem(KEY, "typed");
  });
})();
