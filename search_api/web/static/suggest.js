/* Completions below the search box: a combobox after ARIA 1.2. Without JavaScript, or
   where the service does not answer, the box stays a plain one. */
"use strict";

(() => {
  const box = document.getElementById("q");
  if (!box || !box.form || box.type !== "search") return;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const holder = document.createElement("div");
  holder.className = "combobox";
  box.replaceWith(holder);
  holder.append(box, list);
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  box.form.append(status);

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  let typed = box.value;
  let active = -1;
  let timer = 0;
  let asked = null;

  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function activate(position) {
    const every = options();
    active = position;
    every.forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === position));
    });
    if (position < 0) {
      box.removeAttribute("aria-activedescendant");
      box.value = typed;
      return;
    }
    box.setAttribute("aria-activedescendant", every[position].id);
    box.value = every[position].dataset.text;
    every[position].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    box.value = option.dataset.text;
    close();
    box.form.requestSubmit();
  }

  function show(found) {
    list.replaceChildren(...found.map((one, number) => {
      const option = document.createElement("li");
      option.id = `suggestion-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = one.text;
      const kind = document.createElement("span");
      kind.className = "suggestion-kind";
      kind.textContent = one.kind_label;
      const text = document.createElement("span");
      text.textContent = one.text;
      option.append(text, " ", kind);
      // The box must keep the focus while an option is pressed.
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => choose(option));
      return option;
    }));
    active = -1;
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length
      ? `${found.length} suggestion${found.length > 1 ? "s" : ""}`
      : "";
  }

  async function ask() {
    typed = box.value;
    if (asked) asked.abort();
    if (typed.trim().length < 2 || typed.length > 200) {
      show([]);
      return;
    }
    asked = new AbortController();
    try {
      const address = `/suggest?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok && document.activeElement === box) {
        show((await answer.json()).suggestions);
      }
    } catch {
      close();
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape" && count) {
      event.preventDefault();
      box.value = typed;
      close();
    } else if (event.key === "ArrowDown" && count) {
      event.preventDefault();
      activate(active + 1 < count ? active + 1 : -1);
    } else if (event.key === "ArrowUp" && count) {
      event.preventDefault();
      activate(active < 0 ? count - 1 : active - 1);
    } else if (event.key === "ArrowDown" && !count) {
      ask();
    } else if (event.key === "Enter" && count && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    }
  });
})();
