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
    // The score that was typed is kept, not what a link of somebody else brought.
    else if (typed && new URLSearchParams(here.person).get("score") === typed)
      localStorage.setItem(KEY, here.person);
    kept = localStorage.getItem(KEY);
  } catch {
    return; // this browser keeps nothing
  }
  const named = query.has("score") || query.has("person") || here.subscription;
  if (kept && !named) {
    const more = new URLSearchParams(kept);
    for (const [name, value] of query) more.append(name, value);
    location.replace(`?${more}${location.hash}`); // a path may begin like another site
    return;
  }
  // The list of categories lies over the page: a click beside it or Escape closes it.
  const close = (beside) => {
    for (const open of document.querySelectorAll("details.pick[open]")) {
      if (open.contains(beside)) continue;
      open.open = false;
      if (!beside) open.querySelector("summary").focus();
    }
  };
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(null);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.person")) return;
    sessionStorage.setItem(KEY, new FormData(event.target).get("score"));
  });
})();
