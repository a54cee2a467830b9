// Small helps on top of pages that work without them. Remembers nothing, loads nothing from elsewhere.
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const visible = (element) => element.getClientRects().length > 0;

  // ---- keys -------------------------------------------------------------------------------
  // `data-item`: something to go through with j and k; a mark in a text may name, in `data-for`, the id
  // of the card that belongs to it. `data-key="c"`: what the key c clicks, first in the current item,
  // then in its card, then outside all items.
  const items = () => all("[data-item]").filter(visible);
  const current = () => document.querySelector("[data-item].current");
  const card = (item) => item?.dataset.for && document.getElementById(item.dataset.for);

  function goTo(item) {
    if (!item) return;
    all(".current, .selected[data-item]").forEach((other) => other.classList.remove("current", "selected"));
    item.classList.add("current");
    if (item.matches("mark")) item.classList.add("selected");
    if (!item.hasAttribute("tabindex")) item.setAttribute("tabindex", "-1");
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: item.matches("mark") ? "center" : "nearest" });
    const belonging = card(item);
    if (belonging) {
      belonging.classList.add("current");
      belonging.scrollIntoView({ block: "nearest" });
    }
  }

  // In a document j and k open the next fact, in the order of the text. Facts may lie in each other: each
  // is met once, where its first mark is. The server chooses the fact by the address, so the address is changed.
  function openFact(by) {
    const marks = all(".reader mark.fact[data-record]");
    const link = marks.map((mark) => mark.querySelector("a[href]")).find(Boolean);
    if (!link) return false;
    const facts = [...new Set(marks.flatMap((mark) => mark.dataset.record.split(" ").sort()))];
    const at = facts.indexOf(new URL(location.href).searchParams.get("record"));
    const next = facts[at < 0 ? (by > 0 ? 0 : facts.length - 1) : at + by];
    if (next) {
      const address = new URL(link.href);
      address.searchParams.set("record", next);
      location.assign(address);
    }
    return true;
  }

  function step(by) {
    if (openFact(by)) return;
    const list = items();
    const at = list.indexOf(current());
    goTo(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)]);
  }

  function act(key) {
    const selector = `[data-key="${CSS.escape(key)}"]:not(:disabled, [aria-disabled="true"])`;
    const list = items();
    const item = current() ?? (list.length === 1 ? list[0] : null);
    const places = [item, card(item)].filter(Boolean);
    const inside = places.flatMap((place) => all(selector, place));
    const outside = all(selector).filter((element) => !element.closest("[data-item], .fact-card"));
    const found = [...inside, ...outside].find(visible);
    found?.click();
    return Boolean(found);
  }

  document.addEventListener("focusin", (event) => {
    const item = event.target.closest?.("[data-item]");
    if (item && item !== current()) {
      all("[data-item].current").forEach((other) => other.classList.remove("current"));
      item.classList.add("current");
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && !"jk".includes(event.key)) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const { key } = event;
    let done = true;
    if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else if (key === "/") {
      const search = document.getElementById("q");
      search?.focus();
      search?.select();
    } else if (key === "?") {
      const help = document.getElementById("key-help");
      if (help) help.showModal();
      else done = false;
    } else if (/^[a-z]$/.test(key)) done = act(key);
    else done = false;
    if (done) event.preventDefault();
  });

  all("[data-opens]").forEach((button) => button.addEventListener("click", () => document.getElementById(button.dataset.opens)?.showModal()));

  // On a phone the entry of this page may lie beyond the edge of its row.
  all(".masthead nav, .tabs").forEach((row) => {
    const here = row.querySelector('[aria-current="page"]');
    const [edge, box] = [row.getBoundingClientRect(), here?.getBoundingClientRect()];
    if (box && box.right > edge.right - 32) row.scrollLeft = box.left - edge.left - 48;
  });

  // Beside its card the chosen fact is brought into sight; below the text the card itself is, by its address.
  if (matchMedia("(min-width: 1000px)").matches) document.querySelector(".reader mark.fact.selected")?.scrollIntoView({ block: "center", behavior: "instant" });

  // ---- errors -----------------------------------------------------------------------------
  document.querySelector(".error-summary")?.focus();

  // ---- tables: a table that fits needs no scroll area, and its head can stick to the window ---
  const measure = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const table = target.querySelector("table");
      const fits = table.scrollWidth <= target.clientWidth + 1;
      target.classList.toggle("fits", fits);
      if (fits) target.removeAttribute("tabindex");
      else target.tabIndex = 0;
    }
  });
  all(".table-wrap").forEach((wrap) => wrap.querySelector("table") && measure.observe(wrap));

  // ---- uploads ----------------------------------------------------------------------------
  // A form with `data-upload` sends its files with a progress bar and goes where the answer leads. An answer
  // that refuses them is shown in the place of the page: the files have arrived and are not sent again.
  // Listeners stand on the document, so that they also serve a page that came as such an answer.
  function showChosen(form) {
    const place = form.querySelector("[data-files]");
    const input = form.querySelector('input[type="file"]');
    if (place && input) place.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = file.name;
      return line;
    }));
  }

  const dropAt = (event) => event.target.closest?.("[data-drop]");
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(kind, (event) => {
    const drop = dropAt(event);
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind !== "drop" || event.dataTransfer.files.length === 0) return;
    const input = drop.querySelector('input[type="file"]');
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-upload]");
    if (form) showChosen(form);
  });

  function showRefusal(request) {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = page.querySelector("main");
    if (!fresh) return false;
    const main = document.importNode(fresh, true);
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    (main.querySelector(".error-summary") ?? main).focus();
    return true;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const bar = form.matches("form[data-upload]") && form.querySelector("progress[data-sent]");
    if (!bar) return;
    event.preventDefault();
    const buttons = all('button[type="submit"]', form);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) bar.value = (100 * loaded) / total;
      else bar.removeAttribute("value");
    });
    request.addEventListener("load", () => {
      if (request.status < 400 && request.responseURL) location.assign(request.responseURL);
      else if (!showRefusal(request)) form.submit();
    });
    // Without an answer the browser tries by itself, so that its own message is seen.
    request.addEventListener("error", () => form.submit());
    request.open(form.method, form.action);
    request.setRequestHeader("accept", "text/html");
    request.send(new FormData(form));
    bar.hidden = false;
    buttons.forEach((button) => { button.disabled = true; });
  });

  // ---- work under way ---------------------------------------------------------------------
  // `data-refresh="2"` on an element with an id: every two seconds the page is fetched again and the
  // element exchanged for its new self, until that no longer has the attribute. A page that is not
  // looked at waits; a failed fetch is tried again more slowly.
  async function refresh(id, failures = 0) {
    const old = document.getElementById(id);
    const seconds = Number(old?.dataset.refresh);
    if (!seconds) return;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000 * 2 ** Math.min(failures, 4)));
    if (document.hidden) await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(id);
      if (!fresh) return;
      const shown = document.getElementById(id);
      // What the person is at work in is left alone until they are done.
      if (!shown.contains(document.activeElement) || !fresh.dataset.refresh) shown.replaceWith(document.importNode(fresh, true));
      refresh(id);
    } catch {
      refresh(id, failures + 1);
    }
  }
  all("[data-refresh][id]").forEach((part) => refresh(part.id));
})();
