"""A strict stand-in of Stripe: payment intents, refunds, webhooks, test cards, and a Stripe.js with a payment form."""
