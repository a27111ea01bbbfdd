-- Every API object is kept as Stripe would show it (`body`); `notes` hold what Stripe keeps to itself.
CREATE TABLE IF NOT EXISTS objects (
    id text PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    label text NOT NULL DEFAULT '',        -- an event's type
    intent text NOT NULL DEFAULT '',       -- the payment intent that a charge or a refund belongs to
    charge text NOT NULL DEFAULT '',       -- the charge that a refund belongs to
    created bigint NOT NULL,
    body jsonb NOT NULL,
    notes jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS objects_kind_seq ON objects (kind, seq DESC);
CREATE INDEX IF NOT EXISTS objects_intent ON objects (intent) WHERE intent <> '';
CREATE INDEX IF NOT EXISTS objects_charge ON objects (charge) WHERE charge <> '';

CREATE TABLE IF NOT EXISTS idempotency_keys (
    key text PRIMARY KEY,
    fingerprint text NOT NULL,
    request_id text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    status integer,
    body jsonb
);

CREATE TABLE IF NOT EXISTS deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event text NOT NULL REFERENCES objects (id) ON DELETE CASCADE,
    label text NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed', 'lost')),
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    last_status integer
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_at) WHERE state = 'pending';
CREATE INDEX IF NOT EXISTS deliveries_event ON deliveries (event);

-- What happens to an object later by itself: an authorisation ends, a refund settles.
CREATE TABLE IF NOT EXISTS appointments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL,
    object text NOT NULL REFERENCES objects (id) ON DELETE CASCADE,
    due_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS appointments_due ON appointments (due_at);

CREATE TABLE IF NOT EXISTS challenges (
    token text PRIMARY KEY,
    intent text NOT NULL REFERENCES objects (id) ON DELETE CASCADE,
    return_url text NOT NULL DEFAULT ''
);
