// The payment page: shows Stripe's form, sends what was typed to Stripe alone, and looks where the purchase stands.
"use strict";

(() => {
  const page = document.getElementById("purchase");
  if (!page) return;
  const { stage, stageUrl, key, secret, returnUrl, locale, working } = page.dataset;

  const look = async (wait) => {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      const answer = await fetch(stageUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
      const now = await answer.json();
      if (now.stage !== stage) return window.location.reload();
    } catch {
      // The next look may get through; the purchase goes on without this page.
    }
    return look(Math.min(wait * 1.2, 5000));
  };

  if (page.dataset.moving === "yes") return void look(700);
  if (stage !== "paying" || typeof window.Stripe !== "function") return;

  const form = document.getElementById("pay-form");
  const button = form.querySelector("button");
  const problem = document.getElementById("pay-problem");
  const stripe = window.Stripe(key, { locale });
  const elements = stripe.elements({
    clientSecret: secret,
    locale,
    appearance: { theme: "stripe", variables: { colorPrimary: "#d4532a", borderRadius: "12px", fontSizeBase: "16px" } },
  });
  elements.create("payment").mount("#pay-card");
  form.hidden = false;

  const say = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
    if (text) problem.focus();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    say("");
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: returnUrl } });
    button.removeAttribute("aria-busy");
    if (error) say(error.message || working);
  });

  look(4000); // the hold may end, or another tab may have changed the basket
})();
