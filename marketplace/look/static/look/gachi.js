/* What makes Gachi's pages pleasanter where JavaScript runs. Everything works without it.
   One listener per kind of event on the document, so what htmx swaps in needs no starting. */

"use strict";

document.documentElement.classList.add("js");

/* Quantity: − and + around a number field. */
const clamp = (input, value) => {
  const low = input.min === "" ? -Infinity : Number(input.min);
  const high = input.max === "" ? Infinity : Number(input.max);
  return Math.min(high, Math.max(low, value));
};

const markQuantity = (box) => {
  const input = box.querySelector("input");
  for (const button of box.querySelectorAll("[data-step]")) {
    const next = Number(input.value) + Number(button.dataset.step);
    button.disabled = clamp(input, next) !== next;
  }
};

const step = (button) => {
  const box = button.closest("[data-quantity]");
  const input = box.querySelector("input");
  const value = String(clamp(input, Number(input.value || 0) + Number(button.dataset.step)));
  if (value === input.value) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  if (button.disabled) input.focus();
};

/* Toasts: said once, politely, and gone after a while; never the only place where something is said. */
const TOAST_MS = 6000;

const showToast = ({ text, kind, url, label }) => {
  const toast = document.createElement("div");
  toast.className = kind ? `toast toast-${kind}` : "toast";
  const words = document.createElement("span");
  words.textContent = text;
  toast.append(words);
  if (url) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = label || url;
    toast.append(link);
  }
  document.getElementById("toasts")?.append(toast);
  retire(toast);
};

const retire = (toast) => {
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, TOAST_MS) : toast.remove());
  setTimeout(leave, TOAST_MS);
};

/* Dialogs open by command="show-modal"; browsers that do not know it yet are taught. */
const knowsCommands = "commandForElement" in HTMLButtonElement.prototype;

const obeyCommand = (button) => {
  const target = document.getElementById(button.getAttribute("commandfor"));
  if (!(target instanceof HTMLDialogElement)) return;
  if (button.getAttribute("command") === "show-modal") target.showModal();
  if (button.getAttribute("command") === "close") target.close();
};

const copy = async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  showToast({ text: button.dataset.copied });
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.step) step(button);
  if (button?.dataset.copy) copy(button);
  if (button?.hasAttribute("commandfor") && !knowsCommands) obeyCommand(button);
  if (event.target instanceof HTMLDialogElement && event.target.matches(".dialog")) event.target.close();
  for (const open of document.querySelectorAll("details[data-closes][open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details[data-closes][open]")) {
    open.open = false;
    if (open.contains(document.activeElement)) open.querySelector("summary").focus();
  }
});

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-quantity]");
  if (box) markQuantity(box);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

/* A form is sent once: its button says that it is busy until the answer comes. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

/* Back from the cache of the browser, a form may be sent again. */
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

/* The menu of the offices is a row that scrolls on a phone: begin where the reader is. */
const showCurrentPlace = () => {
  const row = document.querySelector(".office-places");
  const place = row?.querySelector("[aria-current]");
  if (!place || row.scrollWidth <= row.clientWidth) return;
  const beside = (row.clientWidth - place.offsetWidth) / 2;
  row.scrollLeft += place.getBoundingClientRect().left - row.getBoundingClientRect().left - beside;
};

const ready = (root) => {
  for (const box of root.querySelectorAll("[data-quantity]")) markQuantity(box);
  for (const toast of root.querySelectorAll("[data-toast]")) retire(toast);
  root.querySelector("[data-focus]")?.focus();
};

document.addEventListener("htmx:load", (event) => {
  const root = event.detail.elt;
  ready(root);
  if (root.matches?.("[data-toast]")) retire(root);
});
document.addEventListener("toast", ({ detail }) => showToast({ ...detail, text: detail.text ?? detail.value }));
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, () => showToast({ text: document.body.dataset.failed, kind: "error" }));
}
ready(document);
showCurrentPlace();
