// The card form inside the frame. Card data stay here: the shop's page gets to know only whether the form is complete,
// and what came of the payment.
(() => {
  "use strict";

  const WORDS = {
    ko: {
      number: "카드 번호",
      expiry: "유효기간",
      cvc: "보안코드(CVC)",
      expiryHint: "월 / 연도",
      hint: "연습용 결제예요. 카드 번호 4242 4242 4242 4242, 앞으로 올 유효기간, 아무 보안코드로 해 보세요.",
      incomplete_number: "카드 번호를 끝까지 적어 주세요.",
      invalid_number: "카드 번호를 다시 확인해 주세요.",
      incomplete_expiry: "유효기간을 월과 연도로 적어 주세요.",
      invalid_expiry_year_past: "유효기간이 지난 카드예요.",
      invalid_expiry_month: "유효기간의 월을 다시 확인해 주세요.",
      incomplete_cvc: "카드의 보안코드를 적어 주세요.",
      card_declined: "이 카드로는 결제하지 못했어요. 다른 카드로 해 보시겠어요?",
      insufficient_funds: "카드의 잔액이나 한도가 모자라요. 다른 카드로 해 보시겠어요?",
      test_mode_live_card: "연습용 결제에서는 연습용 카드 번호만 쓸 수 있어요.",
      expired_card: "유효기간이 지난 카드예요. 다른 카드로 해 보시겠어요?",
      incorrect_cvc: "보안코드가 맞지 않아요. 다시 확인해 주세요.",
      incorrect_number: "카드 번호를 다시 확인해 주세요.",
      processing_error: "카드를 처리하다가 문제가 생겼어요. 잠시 뒤에 다시 해 주세요.",
      api_connection_error: "결제 서버에 닿지 못했어요. 연결을 확인하고 다시 해 주세요.",
    },
    en: {
      number: "Card number",
      expiry: "Expiry date",
      cvc: "Security code (CVC)",
      expiryHint: "MM / YY",
      hint: "A practice payment. Try card 4242 4242 4242 4242, any date to come, any code.",
      incomplete_number: "Please finish the card number.",
      invalid_number: "Please check the card number.",
      incomplete_expiry: "Please give the month and the year of expiry.",
      invalid_expiry_year_past: "This card has expired.",
      invalid_expiry_month: "Please check the month of expiry.",
      incomplete_cvc: "Please give the card's security code.",
      card_declined: "The card was declined. Would you try another one?",
      insufficient_funds: "There is not enough money on this card. Would you try another one?",
      test_mode_live_card: "A practice payment takes practice cards only.",
      expired_card: "This card has expired. Would you try another one?",
      incorrect_cvc: "The security code is not right. Please check it.",
      incorrect_number: "Please check the card number.",
      processing_error: "Something went wrong with the card. Please try again in a moment.",
      api_connection_error: "We could not reach the payment service. Please check your connection and try again.",
    },
  };
  // Stripe's Appearance API, as far as it is played: variables that we have a place for.
  const VARIABLES = {
    colorPrimary: "--focus",
    colorText: "--ink",
    colorTextSecondary: "--muted",
    colorBackground: "--paper",
    colorDanger: "--bad",
    borderRadius: "--radius",
    fontFamily: "--font",
    fontSizeBase: "--size",
  };
  const BRANDS = [
    [/^4/, "Visa"],
    [/^(5[1-5]|2[2-7])/, "Mastercard"],
    [/^3[47]/, "Amex"],
  ];

  const form = document.getElementById("card");
  const fields = { number: form.elements.number, expiry: form.elements.expiry, cvc: form.elements.cvc };
  const host = { origin: "", key: "", version: "" };
  let words = WORDS.ko;
  let busy = null;

  const digits = (input) => input.value.replace(/\D/g, "");
  const tell = (message) => window.parent.postMessage({ stripeElement: message }, host.origin || "*");

  function isAmex() {
    return /^3[47]/.test(digits(fields.number));
  }

  function hasCheckDigit(number) {
    let sum = 0;
    [...number].reverse().forEach((letter, place) => {
      const digit = Number(letter) * (place % 2 ? 2 : 1);
      sum += digit > 9 ? digit - 9 : digit;
    });
    return sum % 10 === 0;
  }

  function expiry() {
    const typed = digits(fields.expiry);
    return { month: Number(typed.slice(0, 2)), year: 2000 + Number(typed.slice(2, 4)), complete: typed.length === 4 };
  }

  const CHECKS = {
    number() {
      const number = digits(fields.number);
      if (number.length < (isAmex() ? 15 : 16)) return "incomplete_number";
      return hasCheckDigit(number) ? "" : "invalid_number";
    },
    expiry() {
      const { month, year, complete } = expiry();
      if (!complete) return "incomplete_expiry";
      if (month < 1 || month > 12) return "invalid_expiry_month";
      const now = new Date();
      const isPast = year < now.getFullYear() || (year === now.getFullYear() && month < now.getMonth() + 1);
      return isPast ? "invalid_expiry_year_past" : "";
    },
    cvc() {
      return digits(fields.cvc).length === (isAmex() ? 4 : 3) ? "" : "incomplete_cvc";
    },
  };

  function show(name, code) {
    const line = document.getElementById(`${name}-error`);
    line.hidden = !code;
    line.textContent = code ? words[code] : "";
    line.dataset.code = code;
    fields[name].setAttribute("aria-invalid", code ? "true" : "false");
    measure();
  }

  /** Show every mistake, go to the first, and return it in Stripe's shape; null when all is well. */
  function mistake() {
    let first = null;
    for (const name of Object.keys(fields)) {
      const code = CHECKS[name]();
      show(name, code);
      if (code && !first) first = { name, code };
    }
    if (!first) return null;
    fields[first.name].focus();
    return { type: "validation_error", code: first.code, message: words[first.code] };
  }

  const FORMATS = {
    number(typed) {
      if (/^3[47]/.test(typed)) {
        return [typed.slice(0, 4), typed.slice(4, 10), typed.slice(10, 15)].filter(Boolean).join(" ");
      }
      return (typed.slice(0, 19).match(/.{1,4}/g) || []).join(" ");
    },
    expiry(typed, deleting) {
      let value = typed.length === 1 && Number(typed) > 1 ? `0${typed}` : typed.slice(0, 4);
      if (value.length > 2 || (value.length === 2 && !deleting)) value = `${value.slice(0, 2)} / ${value.slice(2)}`;
      return value;
    },
    cvc: (typed) => typed.slice(0, 4),
  };

  function format(name, deleting) {
    const input = fields[name];
    const before = input.value.slice(0, input.selectionStart).replace(/\D/g, "").length;
    const atEnd = input.selectionStart === input.value.length;
    input.value = FORMATS[name](digits(input), deleting);
    if (atEnd || document.activeElement !== input) return;
    let place = 0;
    for (let seen = 0; place < input.value.length && seen < before; place += 1) {
      if (/\d/.test(input.value[place])) seen += 1;
    }
    input.setSelectionRange(place, place);
  }

  function changed() {
    const codes = Object.keys(fields).map((name) => CHECKS[name]());
    tell({
      event: "change",
      detail: {
        elementType: "payment",
        collapsed: false,
        complete: codes.every((code) => !code),
        empty: Object.values(fields).every((input) => !input.value),
        value: { type: "card" },
      },
    });
  }

  function measure() {
    tell({ event: "height", detail: Math.ceil(form.getBoundingClientRect().height) });
  }

  function dress({ locale, appearance }) {
    const language = (locale && locale !== "auto" ? locale : navigator.language).slice(0, 2).toLowerCase();
    words = WORDS[language] || WORDS.en;
    document.documentElement.lang = WORDS[language] ? language : "en";
    for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];
    fields.expiry.placeholder = words.expiryHint;
    for (const name of Object.keys(fields)) {
      const { code } = document.getElementById(`${name}-error`).dataset;
      if (code) show(name, code);
    }
    for (const [name, value] of Object.entries((appearance && appearance.variables) || {})) {
      if (VARIABLES[name]) document.documentElement.style.setProperty(VARIABLES[name], value);
    }
    measure();
  }

  async function post(path, parameters) {
    let response;
    try {
      response = await fetch(path, {
        method: "POST",
        headers: { Authorization: `Bearer ${host.key}` },
        body: new URLSearchParams(parameters),
      });
      return await response.json();
    } catch {
      return { error: { type: "api_connection_error", message: words.api_connection_error } };
    }
  }

  function inOurWords(error) {
    return { ...error, message: words[error.decline_code] || words[error.code] || error.message };
  }

  function point(error) {
    const place = { incorrect_number: "number", incorrect_cvc: "cvc", invalid_cvc: "cvc", expired_card: "expiry" }[error.code];
    if (place && words[error.code]) show(place, error.code);
  }

  async function confirm({ clientSecret, parameters }) {
    const wrong = mistake();
    if (wrong) return { error: wrong };
    for (const input of Object.values(fields)) input.disabled = true;
    try {
      const { month, year } = expiry();
      const method = await post("/v1/payment_methods", {
        type: "card",
        "card[number]": digits(fields.number),
        "card[exp_month]": month,
        "card[exp_year]": year,
        "card[cvc]": digits(fields.cvc),
        ...parameters.billing,
      });
      if (method.error) {
        point(method.error);
        return { error: inOurWords(method.error) };
      }
      const asked = { client_secret: clientSecret, payment_method: method.id };
      if (parameters.returnUrl) asked.return_url = parameters.returnUrl;
      if (parameters.receiptEmail) asked.receipt_email = parameters.receiptEmail;
      if (!parameters.returnUrl || document.body.dataset.threeDSecure === "modal") asked.use_stripe_sdk = "true";
      const intent = await post(`/v1/payment_intents/${clientSecret.split("_secret_")[0]}/confirm`, asked);
      if (intent.error) {
        point(intent.error);
        return { error: inOurWords(intent.error) };
      }
      return { paymentIntent: intent };
    } finally {
      for (const input of Object.values(fields)) input.disabled = false;
    }
  }

  const COMMANDS = {
    dress,
    submit: () => ({ error: mistake() || undefined }),
    confirm(detail) {
      busy = busy || confirm(detail).finally(() => (busy = null));
      return busy;
    },
    focus: () => fields.number.focus(),
    blur: () => document.activeElement && document.activeElement.blur(),
    clear() {
      for (const name of Object.keys(fields)) {
        fields[name].value = "";
        show(name, "");
      }
      changed();
    },
  };

  window.addEventListener("message", async (event) => {
    if (event.source !== window.parent || !event.data || !event.data.stripeCommand) return;
    if (host.origin && event.origin !== host.origin) return;
    const { name, detail, id } = event.data.stripeCommand;
    if (name === "begin") {
      host.origin = event.origin;
      host.key = detail.key;
      dress(detail);
      tell({ event: "ready", detail: { elementType: "payment" } });
      return;
    }
    if (host.origin && COMMANDS[name]) tell({ answer: id, detail: (await COMMANDS[name](detail)) || {} });
  });

  for (const [name, input] of Object.entries(fields)) {
    input.addEventListener("input", (event) => {
      format(name, String(event.inputType || "").startsWith("delete"));
      if (name === "number") {
        const brand = BRANDS.find(([pattern]) => pattern.test(digits(input)));
        document.getElementById("brand").textContent = brand ? brand[1] : "";
      }
      if (input.getAttribute("aria-invalid") === "true") show(name, CHECKS[name]());
      changed();
    });
    input.addEventListener("blur", () => input.value && show(name, CHECKS[name]()));
    input.addEventListener("focus", () => tell({ event: "focus", detail: { elementType: "payment" } }));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("focusout", (event) => {
    if (!event.relatedTarget) tell({ event: "blur", detail: { elementType: "payment" } });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tell({ event: "escape", detail: { elementType: "payment" } });
  });
  new ResizeObserver(measure).observe(form);
  tell({ event: "loaded" });
})();
