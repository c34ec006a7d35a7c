// What the charts do beyond being looked at: a mark that is pointed at, or reached with
// the arrow keys, tells its round; another choice is drawn without a new page.
"use strict";

(() => {
  const charts = document.getElementById("charts");
  const form = document.getElementById("choose");
  if (!charts) return;

  // Of the size that is shown.
  const marksOf = (chart) => [...chart.querySelectorAll("[data-told]")].filter((mark) => mark.getClientRects().length);

  const tipOf = (chart) => {
    let tip = chart.querySelector(".tip");
    if (!tip) {
      tip = document.createElement("div");
      tip.className = "tip";
      tip.setAttribute("role", "status");
      tip.hidden = true;
      chart.append(tip);
    }
    return tip;
  };

  const hide = (chart) => {
    tipOf(chart).hidden = true;
    for (const mark of chart.querySelectorAll(".on")) mark.classList.remove("on");
  };

  const tell = (chart, mark) => {
    hide(chart);
    mark.classList.add("on");
    const tip = tipOf(chart);
    tip.textContent = mark.dataset.told;
    tip.hidden = false;
    const around = chart.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    const left = at.left - around.left + 14;
    const widest = around.width - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(4, Math.min(left, widest))}px`;
    tip.style.top = `${Math.max(4, at.top - around.top - tip.offsetHeight - 8)}px`;
  };

  const nearest = (chart, x, y) => {
    let best = null;
    let least = 24; // pixels
    for (const mark of marksOf(chart)) {
      const at = mark.getBoundingClientRect();
      const dx = Math.max(at.left - x, 0, x - at.right);
      const dy = Math.max(at.top - y, 0, mark.matches(".bar") ? 0 : y - at.bottom);
      const distance = Math.hypot(dx, dy);
      if (distance < least) [best, least] = [mark, distance];
    }
    return best;
  };

  const step = (chart, key) => {
    const marks = marksOf(chart);
    const at = marks.findIndex((mark) => mark.classList.contains("on"));
    const to = { ArrowRight: at + 1, ArrowLeft: at < 0 ? 0 : at - 1, Home: 0, End: marks.length - 1 }[key];
    const mark = marks[Math.max(0, Math.min(to, marks.length - 1))];
    if (mark) tell(chart, mark);
  };

  // A finger cannot point: its first tap on a mark tells the words, a second one follows.
  const listenToTaps = (chart) => {
    let isTouch = false;
    let told = null;
    chart.addEventListener("pointerdown", (event) => {
      isTouch = event.pointerType !== "mouse";
    });
    chart.addEventListener("click", (event) => {
      if (!isTouch) return;
      event.preventDefault();
      const mark = nearest(chart, event.clientX, event.clientY);
      if (mark && mark === told && mark.hasAttribute("href")) {
        location.assign(mark.getAttribute("href"));
        return;
      }
      told = mark === told ? null : mark;
      if (told) tell(chart, mark);
      else hide(chart);
    });
  };

  const wake = () => {
    for (const hint of charts.querySelectorAll(".script")) hint.hidden = false;
    // A title would be shown beside our own words: it becomes the name of its mark.
    for (const title of charts.querySelectorAll(".chart title")) {
      const mark = title.parentElement;
      mark.dataset.told = title.textContent;
      if (mark.matches("a")) mark.setAttribute("aria-label", title.textContent);
      title.remove();
    }
    for (const chart of charts.querySelectorAll(".chart")) {
      listenToTaps(chart);
      chart.addEventListener("pointermove", (event) => {
        if (event.pointerType !== "mouse") return;
        const mark = nearest(chart, event.clientX, event.clientY);
        if (mark) tell(chart, mark);
        else hide(chart);
      });
      chart.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "mouse") hide(chart);
      });
      chart.addEventListener("blur", () => hide(chart));
      chart.addEventListener("keydown", (event) => {
        if (["ArrowRight", "ArrowLeft", "Home", "End"].includes(event.key)) {
          event.preventDefault();
          step(chart, event.key);
        } else if (event.key === "Escape") {
          hide(chart);
        } else if (event.key === "Enter") {
          const mark = chart.querySelector(".on[href]");
          if (mark) location.assign(mark.getAttribute("href"));
        }
      });
    }
  };

  wake();
  if (!form) return;

  const failed = document.getElementById("not-drawn");
  const query = () => {
    const given = [...new FormData(form)];
    const ticked = given.some(([name, value]) => name === "category" && value);
    // An empty category says that no box is ticked.
    return new URLSearchParams(
      given.filter(([name, value]) => value || (name === "category" && !ticked)),
    );
  };

  // What stands above the heading tells of the score, or of what is wrong with it.
  const takePerson = (page) => {
    const above = (root) => {
      const children = [...root.querySelector("main").children];
      return children.slice(0, children.findIndex((child) => child.matches("h1")));
    };
    for (const old of above(document)) old.remove();
    document.querySelector("main h1").before(...above(page));
  };

  let asked = 0;
  const draw = async () => {
    const mine = ++asked;
    const address = `/trends?${query()}`;
    let page = null;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      const text = answer.ok ? await answer.text() : "";
      page = new DOMParser().parseFromString(text, "text/html");
    } catch {
      // There is no connection: told below.
    }
    if (mine !== asked) return; // another choice has been made since
    const drawn = page?.getElementById("charts");
    failed.hidden = Boolean(drawn);
    if (!drawn) return;
    charts.replaceChildren(...drawn.childNodes);
    document.getElementById("chosen").replaceWith(page.getElementById("chosen"));
    // Their links carry the choice and the score.
    for (const place of ["body > header", "body > footer"]) {
      document.querySelector(place).replaceWith(page.querySelector(place));
    }
    takePerson(page);
    history.replaceState(null, "", address);
    wake();
  };

  let later = 0;
  form.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(draw, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(later);
    draw();
  });
})();
