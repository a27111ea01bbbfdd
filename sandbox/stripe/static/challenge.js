// Inside a modal the page around it waits for the bank's answer. It learns only that there is one; what the answer
// was, it asks the API.
if (document.body.hasAttribute("data-done") && window.parent !== window) {
  window.parent.postMessage({ stripeChallenge: "done" }, "*");
}
