"""A shop's checkout page for trials of Stripe.js: another origin, with a strict Content-Security-Policy."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>결제</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/shop.css"></head>
<body><main><h1>결제</h1><p>가치 주문 <strong>12,000원</strong></p>
<form id="checkout"><div id="payment"></div><p id="problem" role="alert"></p><button>결제하기</button></form></main>
<script src="{stripe}/v3/"></script><script src="/shop.js"></script></body></html>"""

STYLE = """body { margin: 0; background: #fffdf8; color: #1d1b16; font: 16px/1.6 NanumGothic, sans-serif; }
main { max-width: 420px; margin: 0 auto; padding: 20px 16px; }
button { width: 100%; min-height: 48px; margin-top: 16px; border: 0; border-radius: 4px;
background: #b8431f; color: #fff; font: inherit; font-weight: 600; } #problem { color: #b3261e; }"""

SCRIPT = """
const asked = new URLSearchParams(location.search);
const stripe = Stripe("pk_test_gachi_demo");
const clientSecret = asked.get("secret");
const options = clientSecret ? { clientSecret } : { mode: "payment", amount: 12000, currency: "krw" };
const elements = stripe.elements({ ...options, locale: asked.get("locale") || "ko" });
const element = elements.create("payment", { layout: "tabs" });
window.seen = [];
for (const name of ["ready", "change", "focus"]) element.on(name, (event) => window.seen.push({ name, ...event }));
element.mount("#payment");
document.getElementById("checkout").addEventListener("submit", async (event) => {
  event.preventDefault();
  const submitted = await elements.submit();
  const outcome = submitted.error ? submitted : await stripe.confirmPayment({
    elements,
    clientSecret,
    confirmParams: { return_url: location.origin + "/after?order=7" },
    redirect: asked.get("redirect") || "always",
  });
  window.outcome = outcome;
  document.getElementById("problem").textContent = outcome.error ? outcome.error.message : "결제했어요";
});
"""


class Shop:
    """The page at `/`, and whatever the shopper comes back to."""

    def __init__(self, stripe_url):
        policy = (
            f"default-src 'none'; script-src 'self' {stripe_url}; frame-src {stripe_url}; connect-src {stripe_url};"
            " style-src 'self'; img-src 'self'"
        )
        pages = {
            "/": ("text/html", PAGE.replace("{stripe}", stripe_url)),
            "/after": ("text/html", "<!doctype html><title>After</title><h1>돌아왔어요</h1>"),
            "/shop.js": ("text/javascript", SCRIPT),
            "/shop.css": ("text/css", STYLE),
        }

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                kind, text = pages.get(self.path.partition("?")[0], ("text/plain", ""))
                body = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
