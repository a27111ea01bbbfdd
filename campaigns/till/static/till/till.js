/* The till's total follows each touch, and the goods follow what is typed. Without this the form's own buttons do it. */

"use strict";

const till = document.querySelector("[data-till]");

const won = (amount) => till.dataset.won.replace("0", amount.toLocaleString("en-US"));

const addUp = () => {
  let total = 0;
  let units = 0;
  for (const input of till.querySelectorAll("input[name^='units-']")) {
    const count = Math.max(0, Math.floor(Number(input.value) || 0));
    const good = input.closest("[data-price]");
    units += count;
    total += count * Number(good.dataset.price);
    good.classList.toggle("till-chosen", count > 0);
  }
  till.elements.total.value = String(total);
  till.querySelector("[data-sum]").textContent = won(total);
  till.querySelector("[data-units]").textContent = till.dataset.units.replace("0", String(units));
  for (const button of till.querySelectorAll("button[name='paid']")) button.disabled = units === 0;
};

const narrow = (typed) => {
  const wanted = typed.trim().toLowerCase();
  let found = 0;
  for (const good of till.querySelectorAll("[data-words]")) {
    good.hidden = !good.dataset.words.toLowerCase().includes(wanted);
    found += good.hidden ? 0 : 1;
  }
  till.querySelector("[data-none]").hidden = found > 0;
};

const take = (button) => {
  const input = button.closest("[data-price]").querySelector("input[type='number']");
  const most = Number(input.max);
  input.value = String(Math.min(most, Number(input.value || 0) + 1));
  input.dispatchEvent(new Event("input", { bubbles: true }));
};

if (till) {
  till.addEventListener("input", (event) => {
    if (event.target.name === "q") {
      if (till.dataset.all) narrow(event.target.value);
    } else {
      addUp();
    }
  });
  till.addEventListener("click", (event) => {
    const good = event.target.closest("[data-take]");
    if (good) take(good);
    if (event.target.closest("[data-clear]")) {
      for (const input of till.querySelectorAll("input[name^='units-']")) {
        input.value = "0";
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  });
  // Enter in the search or in a number must neither reload the page nor take the money.
  till.addEventListener("keydown", (event) => {
    const isSearch = event.target.name === "q" && !till.dataset.all;
    if (event.key === "Enter" && event.target.matches("input") && !isSearch) event.preventDefault();
  });
  addUp();
}
