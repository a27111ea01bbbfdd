// A small Stripe.js of our own, for the stand-in: the calls of the real one that a shop with a Payment Element makes.
// Works under a Content-Security-Policy that allows this origin in script-src, frame-src and connect-src.
(() => {
  "use strict";

  const ORIGIN = new URL(document.currentScript.src).origin;
  const ELEMENT_EVENTS = ["ready", "change", "focus", "blur", "escape", "loaderror", "loaderstart"];
  const NOT_PLAYED = [
    "confirmCardPayment", "confirmSetup", "confirmCardSetup", "createToken", "createSource", "createPaymentMethod",
    "createConfirmationToken", "handleCardAction", "initCheckout", "initEmbeddedCheckout", "paymentRequest",
    "redirectToCheckout", "retrieveSetupIntent", "verifyMicrodepositsForPayment", "collectBankAccountForPayment",
  ];
  let frames = 0;

  class IntegrationError extends Error {
    constructor(message) {
      super(message);
      this.name = "IntegrationError";
    }
  }

  const never = () => new Promise(() => {});
  const idOf = (clientSecret) => clientSecret.split("_secret_")[0];

  function checkSecret(clientSecret) {
    if (typeof clientSecret !== "string" || !/^pi_\w+_secret_\w+$/.test(clientSecret)) {
      throw new IntegrationError("A clientSecret looks like pi_…_secret_….");
    }
    return clientSecret;
  }

  class Listeners {
    #heard = new Map();

    on(name, handler) {
      if (!ELEMENT_EVENTS.includes(name)) throw new IntegrationError(`A payment element has no event "${name}".`);
      this.#heard.set(name, [...(this.#heard.get(name) || []), handler]);
    }

    off(name, handler) {
      this.#heard.set(name, handler ? (this.#heard.get(name) || []).filter((other) => other !== handler) : []);
    }

    tell(name, detail) {
      for (const handler of this.#heard.get(name) || []) handler(detail);
    }
  }

  /** The card form: a frame of this origin inside the shop's page. */
  class PaymentElement {
    #frame = null;
    #listeners = new Listeners();
    #waiting = new Map();
    #asked = 0;
    #begin;
    #isReady = false;

    constructor(begin) {
      this.#begin = begin;
      window.addEventListener("message", (event) => this.#hear(event));
    }

    mount(place) {
      const node = typeof place === "string" ? document.querySelector(place) : place;
      if (!node) throw new IntegrationError(`There is no element ${place} to mount into.`);
      this.unmount();
      const { locale } = this.#begin();
      const isKorean = (locale && locale !== "auto" ? locale : navigator.language).startsWith("ko");
      const frame = document.createElement("iframe");
      frames += 1;
      // The real one's frames are named so too: a browser test finds both by iframe[name^="__privateStripeFrame"].
      frame.name = `__privateStripeFrame${frames}`;
      frame.title = isKorean ? "카드 정보 입력" : "Secure card details";
      frame.src = `${ORIGIN}/v3/payment-element`;
      frame.allow = "payment *";
      Object.assign(frame.style, { border: "0", display: "block", width: "calc(100% + 8px)", margin: "-4px", height: "236px" });
      node.replaceChildren(frame);
      this.#frame = frame;
      return this;
    }

    unmount() {
      if (this.#frame) this.#frame.remove();
      this.#frame = null;
      this.#isReady = false;
      return this;
    }

    destroy() {
      return this.unmount();
    }

    on(name, handler) {
      this.#listeners.on(name, handler);
      return this;
    }

    once(name, handler) {
      const once = (detail) => {
        this.off(name, once);
        handler(detail);
      };
      return this.on(name, once);
    }

    off(name, handler) {
      this.#listeners.off(name, handler);
      return this;
    }

    update() {
      return this;
    }

    focus() {
      this.ask("focus");
    }

    blur() {
      this.ask("blur");
    }

    clear() {
      this.ask("clear");
    }

    collapse() {}

    /** Send a command into the frame and return its answer. */
    ask(name, detail = {}) {
      if (!this.#frame || !this.#isReady) {
        return Promise.reject(new IntegrationError("The payment element is not mounted, or not ready yet."));
      }
      this.#asked += 1;
      const id = this.#asked;
      this.#send({ name, detail, id });
      return new Promise((resolve) => this.#waiting.set(id, resolve));
    }

    get isReady() {
      return this.#isReady;
    }

    #send(command) {
      this.#frame.contentWindow.postMessage({ stripeCommand: command }, ORIGIN);
    }

    #hear(event) {
      if (!this.#frame || event.source !== this.#frame.contentWindow || event.origin !== ORIGIN) return;
      const said = event.data && event.data.stripeElement;
      if (!said) return;
      if (said.answer) {
        this.#waiting.get(said.answer)(said.detail);
        this.#waiting.delete(said.answer);
      } else if (said.event === "loaded") {
        this.#send({ name: "begin", detail: this.#begin() });
      } else if (said.event === "height") {
        this.#frame.style.height = `${said.detail}px`;
      } else {
        if (said.event === "ready") this.#isReady = true;
        this.#listeners.tell(said.event, said.detail);
      }
    }
  }

  class Elements {
    #key;
    #options;
    #element = null;
    #submitted = false;

    constructor(key, options) {
      if (options.clientSecret) checkSecret(options.clientSecret);
      else if (!options.mode) throw new IntegrationError("elements() needs a clientSecret, or a mode with amount and currency.");
      this.#key = key;
      this.#options = { ...options };
    }

    get clientSecret() {
      return this.#options.clientSecret;
    }

    get isSubmitted() {
      return this.#submitted;
    }

    create(type) {
      if (type !== "payment") throw new IntegrationError(`This stand-in of Stripe.js does not implement the element "${type}".`);
      if (this.#element) throw new IntegrationError("There is a payment element already; use getElement.");
      this.#element = new PaymentElement(() => ({
        key: this.#key,
        locale: this.#options.locale || "auto",
        appearance: this.#options.appearance,
      }));
      return this.#element;
    }

    getElement(type) {
      return type === "payment" ? this.#element : null;
    }

    update(options) {
      Object.assign(this.#options, options);
      if (this.#element && this.#element.isReady) {
        this.#element.ask("dress", { locale: this.#options.locale, appearance: this.#options.appearance });
      }
    }

    async fetchUpdates() {
      return {};
    }

    async submit() {
      if (!this.#element) throw new IntegrationError("Create a payment element before submit().");
      const { error } = await this.#element.ask("submit");
      this.#submitted = !error;
      return error ? { error } : { selectedPaymentMethod: "card" };
    }
  }

  class StripeJs {
    #key;
    #locale;

    constructor(key, options) {
      if (typeof key !== "string" || !key.startsWith("pk_")) {
        throw new IntegrationError("Stripe() needs a publishable key (pk_…). A secret key never belongs in a page.");
      }
      this.#key = key;
      this.#locale = options.locale;
      for (const name of NOT_PLAYED) {
        this[name] = () => {
          throw new IntegrationError(`This stand-in of Stripe.js does not implement ${name}().`);
        };
      }
    }

    elements(options = {}) {
      return new Elements(this.#key, { locale: this.#locale, ...options });
    }

    /** Confirm with the form's card. Leaves the page for a bank or for return_url; else resolves with what came of it. */
    async confirmPayment({ elements, clientSecret, confirmParams = {}, redirect = "always" }) {
      const secret = checkSecret(clientSecret || (elements && elements.clientSecret));
      if (redirect === "always" && !confirmParams.return_url) {
        throw new IntegrationError("confirmPayment() needs confirmParams.return_url, unless redirect is 'if_required'.");
      }
      if (elements && !elements.clientSecret && !elements.isSubmitted) {
        throw new IntegrationError("Call elements.submit() before confirmPayment().");
      }
      const outcome = elements
        ? await this.#confirmForm(elements, secret, confirmParams)
        : await this.#confirmMethod(secret, confirmParams);
      if (outcome.error) return outcome;
      return this.#follow(outcome.paymentIntent, secret, confirmParams.return_url, redirect);
    }

    async retrievePaymentIntent(clientSecret) {
      const secret = checkSecret(clientSecret);
      const outcome = await this.#call("GET", `/v1/payment_intents/${idOf(secret)}?client_secret=${secret}`);
      return outcome.error ? outcome : { paymentIntent: outcome };
    }

    async handleNextAction({ clientSecret }) {
      const secret = checkSecret(clientSecret);
      const outcome = await this.retrievePaymentIntent(secret);
      if (outcome.error || outcome.paymentIntent.status !== "requires_action") return outcome;
      return this.#follow(outcome.paymentIntent, secret, null, "if_required");
    }

    async #confirmForm(elements, clientSecret, params) {
      const element = elements.getElement("payment");
      if (!element) throw new IntegrationError("confirmPayment() needs a payment element that is mounted.");
      const billing = {};
      const details = (params.payment_method_data && params.payment_method_data.billing_details) || {};
      for (const name of ["name", "email", "phone"]) if (details[name]) billing[`billing_details[${name}]`] = details[name];
      for (const [name, value] of Object.entries(details.address || {})) {
        if (value) billing[`billing_details[address][${name}]`] = value;
      }
      const parameters = { returnUrl: params.return_url, receiptEmail: params.receipt_email, billing };
      return element.ask("confirm", { clientSecret, parameters });
    }

    async #confirmMethod(clientSecret, params) {
      const asked = { client_secret: clientSecret };
      for (const name of ["return_url", "payment_method", "receipt_email"]) if (params[name]) asked[name] = params[name];
      if (!params.return_url) asked.use_stripe_sdk = "true";
      const outcome = await this.#call("POST", `/v1/payment_intents/${idOf(clientSecret)}/confirm`, asked);
      return outcome.error ? outcome : { paymentIntent: outcome };
    }

    async #follow(intent, clientSecret, returnUrl, redirect) {
      const action = intent.status === "requires_action" && intent.next_action;
      if (action && action.type === "redirect_to_url") {
        window.location.assign(action.redirect_to_url.url);
        return never();
      }
      if (action) {
        await this.#challenge(action.use_stripe_sdk.stripe_js);
        const outcome = await this.retrievePaymentIntent(clientSecret);
        if (outcome.error) return outcome;
        return this.#settled(outcome.paymentIntent, returnUrl, redirect);
      }
      return this.#settled(intent, returnUrl, redirect);
    }

    #settled(intent, returnUrl, redirect) {
      if (intent.status === "requires_payment_method" && intent.last_payment_error) {
        return { error: { ...intent.last_payment_error, payment_intent: intent } };
      }
      if (redirect !== "always") return { paymentIntent: intent };
      const url = new URL(returnUrl);
      url.searchParams.append("payment_intent", intent.id);
      url.searchParams.append("payment_intent_client_secret", intent.client_secret);
      url.searchParams.append("redirect_status", intent.status === "processing" ? "pending" : "succeeded");
      window.location.assign(url);
      return never();
    }

    #challenge(url) {
      return new Promise((resolve) => {
        const dialog = document.createElement("dialog");
        const frame = document.createElement("iframe");
        frames += 1;
        frame.name = `__privateStripeFrame${frames}`;
        frame.title = "3D Secure";
        frame.src = url;
        Object.assign(frame.style, { border: "0", width: "100%", height: "100%" });
        Object.assign(dialog.style, { border: "0", padding: "0", width: "min(480px, 96vw)", height: "min(560px, 90vh)" });
        dialog.append(frame);
        dialog.addEventListener("cancel", (event) => event.preventDefault());
        const hear = (event) => {
          if (event.source !== frame.contentWindow || event.origin !== ORIGIN || !event.data.stripeChallenge) return;
          window.removeEventListener("message", hear);
          dialog.close();
          dialog.remove();
          resolve();
        };
        window.addEventListener("message", hear);
        document.body.append(dialog);
        dialog.showModal();
      });
    }

    async #call(method, path, parameters) {
      try {
        const response = await fetch(ORIGIN + path, {
          method,
          headers: { Authorization: `Bearer ${this.#key}` },
          body: parameters && new URLSearchParams(parameters),
        });
        return await response.json();
      } catch {
        return { error: { type: "api_connection_error", message: "The payment service could not be reached." } };
      }
    }
  }

  window.Stripe = (key, options = {}) => new StripeJs(key, options);
})();
