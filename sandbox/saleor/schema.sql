-- State of the Saleor stand-in. Idempotent: applied at each start.

CREATE TABLE IF NOT EXISTS setting (name text PRIMARY KEY, value jsonb NOT NULL);

CREATE TABLE IF NOT EXISTS account (
    id serial PRIMARY KEY,
    email text NOT NULL UNIQUE,
    password_hash text NOT NULL DEFAULT '',
    first_name text NOT NULL DEFAULT '',
    last_name text NOT NULL DEFAULT '',
    is_staff boolean NOT NULL DEFAULT false,
    is_active boolean NOT NULL DEFAULT true,
    is_confirmed boolean NOT NULL DEFAULT true,
    external_reference text UNIQUE,
    date_joined timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);

-- Apps, their webhooks and what was sent to them -------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS app (
    id serial PRIMARY KEY,
    identifier text UNIQUE,
    name text NOT NULL,
    type text NOT NULL DEFAULT 'THIRDPARTY',
    is_active boolean NOT NULL DEFAULT false,
    permissions text[] NOT NULL DEFAULT '{}',
    manifest jsonb NOT NULL DEFAULT '{}',
    manifest_url text,
    created timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS app_token (
    id serial PRIMARY KEY,
    app_id int NOT NULL REFERENCES app ON DELETE CASCADE,
    name text NOT NULL DEFAULT '',
    token_hash text NOT NULL UNIQUE,
    token_last4 text NOT NULL
);
CREATE TABLE IF NOT EXISTS app_installation (
    id serial PRIMARY KEY,
    app_name text NOT NULL,
    manifest_url text NOT NULL,
    permissions text[] NOT NULL DEFAULT '{}',
    activate boolean NOT NULL DEFAULT true,
    status text NOT NULL DEFAULT 'PENDING',
    message text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS webhook (
    id serial PRIMARY KEY,
    app_id int NOT NULL REFERENCES app ON DELETE CASCADE,
    name text,
    identifier text,
    target_url text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    events text[] NOT NULL DEFAULT '{}',
    subscription_query text,
    custom_headers jsonb NOT NULL DEFAULT '{}',
    secret_key text,
    UNIQUE (app_id, identifier)
);
CREATE TABLE IF NOT EXISTS event_delivery (
    id serial PRIMARY KEY,
    webhook_id int NOT NULL REFERENCES webhook ON DELETE CASCADE,
    event text NOT NULL,
    status text NOT NULL DEFAULT 'PENDING',
    payload text,
    subject jsonb NOT NULL DEFAULT '{}',
    principal jsonb,
    request_event_id int,
    issued_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz,
    leased boolean NOT NULL DEFAULT false,
    tries int NOT NULL DEFAULT 0
);
ALTER TABLE event_delivery ADD COLUMN IF NOT EXISTS leased boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS event_delivery_due ON event_delivery (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_delivery_webhook ON event_delivery (webhook_id, id);
CREATE TABLE IF NOT EXISTS event_attempt (
    id serial PRIMARY KEY,
    delivery_id int NOT NULL REFERENCES event_delivery ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    task_id text,
    duration float,
    status text NOT NULL,
    response text,
    response_headers text,
    response_status_code int,
    request_headers text
);
CREATE INDEX IF NOT EXISTS event_attempt_delivery ON event_attempt (delivery_id);

-- Channels, warehouses, shipping -----------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS channel (
    id serial PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    currency_code text NOT NULL,
    default_country text NOT NULL,
    is_active boolean NOT NULL DEFAULT false,
    settings jsonb NOT NULL DEFAULT '{}',
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS warehouse (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    email text NOT NULL DEFAULT '',
    is_private boolean NOT NULL DEFAULT true,
    click_and_collect_option text NOT NULL DEFAULT 'DISABLED',
    address jsonb NOT NULL,
    external_reference text UNIQUE,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS channel_warehouse (
    channel_id int NOT NULL REFERENCES channel ON DELETE CASCADE,
    warehouse_id uuid NOT NULL REFERENCES warehouse ON DELETE CASCADE,
    sort_order int,
    PRIMARY KEY (channel_id, warehouse_id)
);
CREATE TABLE IF NOT EXISTS shipping_zone (
    id serial PRIMARY KEY,
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    countries text[] NOT NULL DEFAULT '{}',
    is_default boolean NOT NULL DEFAULT false,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS zone_channel (
    zone_id int NOT NULL REFERENCES shipping_zone ON DELETE CASCADE,
    channel_id int NOT NULL REFERENCES channel ON DELETE CASCADE,
    PRIMARY KEY (zone_id, channel_id)
);
CREATE TABLE IF NOT EXISTS zone_warehouse (
    zone_id int NOT NULL REFERENCES shipping_zone ON DELETE CASCADE,
    warehouse_id uuid NOT NULL REFERENCES warehouse ON DELETE CASCADE,
    PRIMARY KEY (zone_id, warehouse_id)
);
CREATE TABLE IF NOT EXISTS tax_class (
    id serial PRIMARY KEY,
    name text NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS shipping_method (
    id serial PRIMARY KEY,
    zone_id int NOT NULL REFERENCES shipping_zone ON DELETE CASCADE,
    name text NOT NULL,
    type text NOT NULL DEFAULT 'PRICE',
    description text,
    minimum_delivery_days int,
    maximum_delivery_days int,
    tax_class_id int REFERENCES tax_class ON DELETE SET NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS shipping_method_listing (
    id serial PRIMARY KEY,
    method_id int NOT NULL REFERENCES shipping_method ON DELETE CASCADE,
    channel_id int NOT NULL REFERENCES channel ON DELETE CASCADE,
    price numeric NOT NULL DEFAULT 0,
    minimum_order_price numeric,
    maximum_order_price numeric,
    UNIQUE (method_id, channel_id)
);

-- Attributes, types, models ----------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS attribute (
    id serial PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    type text NOT NULL,
    input_type text NOT NULL,
    entity_type text,
    external_reference text UNIQUE,
    reference_types jsonb NOT NULL DEFAULT '[]',
    value_required boolean NOT NULL DEFAULT false,
    visible_in_storefront boolean NOT NULL DEFAULT true,
    filterable_in_storefront boolean NOT NULL DEFAULT false,
    filterable_in_dashboard boolean NOT NULL DEFAULT false,
    available_in_grid boolean NOT NULL DEFAULT false,
    storefront_search_position int NOT NULL DEFAULT 0,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS attribute_value (
    id serial PRIMARY KEY,
    attribute_id int NOT NULL REFERENCES attribute ON DELETE CASCADE,
    slug text NOT NULL,
    name text NOT NULL,
    value text NOT NULL DEFAULT '',
    plain_text text,
    rich_text jsonb,
    "boolean" boolean,
    date_time timestamptz,
    reference_type text,
    reference_id int,
    external_reference text UNIQUE,
    UNIQUE (attribute_id, slug)
);
CREATE INDEX IF NOT EXISTS attribute_value_reference ON attribute_value (reference_type, reference_id);
-- What a product, variant or model has as the values of its attributes, in order.
CREATE TABLE IF NOT EXISTS assignment (
    id serial PRIMARY KEY,
    owner_type text NOT NULL,
    owner_id int NOT NULL,
    attribute_id int NOT NULL REFERENCES attribute ON DELETE CASCADE,
    value_id int NOT NULL REFERENCES attribute_value ON DELETE CASCADE,
    UNIQUE (owner_type, owner_id, value_id)
);
CREATE INDEX IF NOT EXISTS assignment_value ON assignment (value_id);
CREATE TABLE IF NOT EXISTS product_type (
    id serial PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    kind text NOT NULL DEFAULT 'NORMAL',
    has_variants boolean NOT NULL DEFAULT true,
    is_shipping_required boolean NOT NULL DEFAULT true,
    is_digital boolean NOT NULL DEFAULT false,
    tax_class_id int REFERENCES tax_class ON DELETE SET NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS page_type (
    id serial PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
-- Which attributes a product type (its products: PRODUCT, their variants: VARIANT) or a page type (PAGE) has.
CREATE TABLE IF NOT EXISTS type_attribute (
    id serial PRIMARY KEY,
    scope text NOT NULL,
    type_id int NOT NULL,
    attribute_id int NOT NULL REFERENCES attribute ON DELETE CASCADE,
    UNIQUE (scope, type_id, attribute_id)
);
-- Those that a type was created with have no place and come after those assigned to it later.
ALTER TABLE type_attribute ADD COLUMN IF NOT EXISTS place int;
CREATE TABLE IF NOT EXISTS category (
    id serial PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    description jsonb,
    seo_title text,
    seo_description text,
    parent_id int REFERENCES category ON DELETE CASCADE,
    level int NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS page (
    id serial PRIMARY KEY,
    page_type_id int NOT NULL REFERENCES page_type ON DELETE CASCADE,
    title text NOT NULL,
    slug text NOT NULL UNIQUE,
    content jsonb,
    seo_title text,
    seo_description text,
    is_published boolean NOT NULL DEFAULT false,
    published_at timestamptz,
    created timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);

-- Catalogue --------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS product (
    id serial PRIMARY KEY,
    product_type_id int NOT NULL REFERENCES product_type ON DELETE CASCADE,
    category_id int REFERENCES category ON DELETE SET NULL,
    tax_class_id int REFERENCES tax_class ON DELETE SET NULL,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    external_reference text UNIQUE,
    description jsonb,
    seo_title text,
    seo_description text,
    charge_taxes boolean NOT NULL DEFAULT true,
    rating float,
    search_text text NOT NULL DEFAULT '',
    created timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS product_listing (
    id serial PRIMARY KEY,
    product_id int NOT NULL REFERENCES product ON DELETE CASCADE,
    channel_id int NOT NULL REFERENCES channel ON DELETE CASCADE,
    is_published boolean NOT NULL DEFAULT false,
    published_at timestamptz,
    visible_in_listings boolean NOT NULL DEFAULT false,
    available_for_purchase_at timestamptz,
    discounted_price numeric,
    prices_dirty boolean NOT NULL DEFAULT false,
    UNIQUE (product_id, channel_id)
);
CREATE INDEX IF NOT EXISTS product_listing_dirty ON product_listing (id) WHERE prices_dirty;
CREATE TABLE IF NOT EXISTS variant (
    id serial PRIMARY KEY,
    product_id int NOT NULL REFERENCES product ON DELETE CASCADE,
    name text NOT NULL DEFAULT '',
    sku text UNIQUE,
    external_reference text UNIQUE,
    track_inventory boolean NOT NULL DEFAULT true,
    quantity_limit_per_customer int,
    created timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS variant_product ON variant (product_id);
CREATE TABLE IF NOT EXISTS variant_listing (
    id serial PRIMARY KEY,
    variant_id int NOT NULL REFERENCES variant ON DELETE CASCADE,
    channel_id int NOT NULL REFERENCES channel ON DELETE CASCADE,
    price numeric,
    cost_price numeric,
    prior_price numeric,
    UNIQUE (variant_id, channel_id)
);
CREATE TABLE IF NOT EXISTS media (
    id serial PRIMARY KEY,
    product_id int NOT NULL REFERENCES product ON DELETE CASCADE,
    alt text NOT NULL DEFAULT '',
    external_url text NOT NULL,
    path text,
    mime_type text,
    content bytea,
    tries int NOT NULL DEFAULT 0,
    due_at timestamptz,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS media_product ON media (product_id);
CREATE TABLE IF NOT EXISTS thumbnail (
    media_id int NOT NULL REFERENCES media ON DELETE CASCADE,
    size int NOT NULL,
    format text NOT NULL,
    path text NOT NULL,
    mime_type text NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (media_id, size, format)
);
CREATE TABLE IF NOT EXISTS collection (
    id serial PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    description jsonb,
    seo_title text,
    seo_description text,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS collection_product (
    id serial PRIMARY KEY,
    collection_id int NOT NULL REFERENCES collection ON DELETE CASCADE,
    product_id int NOT NULL REFERENCES product ON DELETE CASCADE,
    UNIQUE (collection_id, product_id)
);
CREATE TABLE IF NOT EXISTS collection_listing (
    id serial PRIMARY KEY,
    collection_id int NOT NULL REFERENCES collection ON DELETE CASCADE,
    channel_id int NOT NULL REFERENCES channel ON DELETE CASCADE,
    is_published boolean NOT NULL DEFAULT false,
    published_at timestamptz,
    UNIQUE (collection_id, channel_id)
);
CREATE TABLE IF NOT EXISTS stock (
    id serial PRIMARY KEY,
    variant_id int NOT NULL REFERENCES variant ON DELETE CASCADE,
    warehouse_id uuid NOT NULL REFERENCES warehouse ON DELETE CASCADE,
    quantity int NOT NULL DEFAULT 0,
    quantity_allocated int NOT NULL DEFAULT 0,
    UNIQUE (variant_id, warehouse_id)
);
CREATE INDEX IF NOT EXISTS stock_warehouse ON stock (warehouse_id);

-- Checkouts and payment --------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS checkout (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    channel_id int NOT NULL REFERENCES channel,
    user_id int REFERENCES account ON DELETE SET NULL,
    email text,
    language_code text NOT NULL DEFAULT 'EN',
    shipping_address jsonb,
    billing_address jsonb,
    customer_note text NOT NULL DEFAULT '',
    delivery_id uuid,
    collection_point_id uuid REFERENCES warehouse ON DELETE SET NULL,
    delivery_stale boolean NOT NULL DEFAULT false,
    deliveries_at timestamptz,
    prices_until timestamptz NOT NULL DEFAULT now(),
    created timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS checkout_line (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    place bigserial,
    checkout_id uuid NOT NULL REFERENCES checkout ON DELETE CASCADE,
    variant_id int NOT NULL REFERENCES variant ON DELETE CASCADE,
    quantity int NOT NULL CHECK (quantity > 0),
    price_override numeric,
    unit_price numeric NOT NULL DEFAULT 0,
    undiscounted_unit_price numeric NOT NULL DEFAULT 0,
    prior_unit_price numeric,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS checkout_line_checkout ON checkout_line (checkout_id);
CREATE TABLE IF NOT EXISTS checkout_delivery (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    place bigserial,
    checkout_id uuid NOT NULL REFERENCES checkout ON DELETE CASCADE,
    method_id text NOT NULL,
    name text NOT NULL,
    description text,
    price numeric NOT NULL,
    currency text NOT NULL,
    minimum_delivery_days int,
    maximum_delivery_days int,
    tax_class_id int,
    active boolean NOT NULL DEFAULT true,
    is_valid boolean NOT NULL DEFAULT true,
    message text,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS checkout_delivery_checkout ON checkout_delivery (checkout_id);

CREATE SEQUENCE IF NOT EXISTS order_number;
CREATE TABLE IF NOT EXISTS orders (
    -- False for a draft whose prices nobody has asked for yet.
    is_priced boolean NOT NULL DEFAULT true,
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number text NOT NULL UNIQUE DEFAULT nextval('order_number')::text,
    status text NOT NULL,
    origin text NOT NULL,
    channel_id int NOT NULL REFERENCES channel,
    user_id int REFERENCES account ON DELETE SET NULL,
    user_email text NOT NULL DEFAULT '',
    language_code text NOT NULL DEFAULT 'EN',
    currency text NOT NULL,
    shipping_address jsonb,
    billing_address jsonb,
    customer_note text NOT NULL DEFAULT '',
    shipping_method_id text,
    shipping_method_name text,
    shipping_metadata jsonb NOT NULL DEFAULT '{}',
    collection_point_id uuid REFERENCES warehouse ON DELETE SET NULL,
    collection_point_name text,
    shipping_price numeric NOT NULL DEFAULT 0,
    subtotal numeric NOT NULL DEFAULT 0,
    total numeric NOT NULL DEFAULT 0,
    undiscounted_total numeric NOT NULL DEFAULT 0,
    charge_status text NOT NULL DEFAULT 'NONE',
    authorize_status text NOT NULL DEFAULT 'NONE',
    external_reference text UNIQUE,
    checkout_id uuid UNIQUE,
    created timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
ALTER TABLE orders ADD COLUMN IF NOT EXISTS is_priced boolean NOT NULL DEFAULT true;
CREATE INDEX IF NOT EXISTS orders_updated ON orders (updated_at);
CREATE TABLE IF NOT EXISTS order_line (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    place bigserial,
    order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
    variant_id int REFERENCES variant ON DELETE SET NULL,
    product_variant_id text,
    product_name text NOT NULL,
    variant_name text NOT NULL,
    product_sku text,
    is_shipping_required boolean NOT NULL,
    quantity int NOT NULL CHECK (quantity > 0),
    quantity_fulfilled int NOT NULL DEFAULT 0,
    unit_price numeric NOT NULL,
    undiscounted_unit_price numeric NOT NULL,
    is_price_overridden boolean NOT NULL DEFAULT false,
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS order_line_order ON order_line (order_id);
CREATE TABLE IF NOT EXISTS allocation (
    id serial PRIMARY KEY,
    order_line_id uuid NOT NULL REFERENCES order_line ON DELETE CASCADE,
    stock_id int NOT NULL REFERENCES stock ON DELETE CASCADE,
    quantity int NOT NULL,
    UNIQUE (order_line_id, stock_id)
);
CREATE INDEX IF NOT EXISTS allocation_stock ON allocation (stock_id);
CREATE TABLE IF NOT EXISTS order_event (
    id serial PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
    type text NOT NULL,
    date timestamptz NOT NULL DEFAULT now(),
    user_id int,
    app_id int,
    parameters jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS order_event_order ON order_event (order_id);
CREATE TABLE IF NOT EXISTS fulfillment (
    id serial PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
    fulfillment_order int NOT NULL,
    status text NOT NULL DEFAULT 'FULFILLED',
    tracking_number text NOT NULL DEFAULT '',
    warehouse_id uuid REFERENCES warehouse ON DELETE SET NULL,
    created timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS fulfillment_order_id ON fulfillment (order_id);
CREATE TABLE IF NOT EXISTS fulfillment_line (
    id serial PRIMARY KEY,
    fulfillment_id int NOT NULL REFERENCES fulfillment ON DELETE CASCADE,
    order_line_id uuid NOT NULL REFERENCES order_line ON DELETE CASCADE,
    quantity int NOT NULL
);
CREATE INDEX IF NOT EXISTS fulfillment_line_fulfillment ON fulfillment_line (fulfillment_id);

CREATE TABLE IF NOT EXISTS payment_transaction (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    checkout_id uuid REFERENCES checkout ON DELETE SET NULL,
    order_id uuid REFERENCES orders ON DELETE CASCADE,
    app_id int REFERENCES app ON DELETE SET NULL,
    app_identifier text,
    user_id int,
    name text NOT NULL DEFAULT '',
    message text NOT NULL DEFAULT '',
    psp_reference text NOT NULL DEFAULT '',
    idempotency_key text,
    external_url text NOT NULL DEFAULT '',
    currency text NOT NULL,
    actions text[] NOT NULL DEFAULT '{}',
    authorized numeric NOT NULL DEFAULT 0,
    authorize_pending numeric NOT NULL DEFAULT 0,
    charged numeric NOT NULL DEFAULT 0,
    charge_pending numeric NOT NULL DEFAULT 0,
    refunded numeric NOT NULL DEFAULT 0,
    refund_pending numeric NOT NULL DEFAULT 0,
    canceled numeric NOT NULL DEFAULT 0,
    cancel_pending numeric NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    modified_at timestamptz NOT NULL DEFAULT now(),
    metadata jsonb NOT NULL DEFAULT '{}',
    private_metadata jsonb NOT NULL DEFAULT '{}',
    UNIQUE (app_identifier, idempotency_key)
);
CREATE INDEX IF NOT EXISTS payment_transaction_checkout ON payment_transaction (checkout_id);
CREATE INDEX IF NOT EXISTS payment_transaction_order ON payment_transaction (order_id);
CREATE TABLE IF NOT EXISTS granted_refund (
    id serial PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE,
    transaction_id uuid REFERENCES payment_transaction ON DELETE SET NULL,
    amount numeric NOT NULL,
    currency text NOT NULL,
    reason text NOT NULL DEFAULT '',
    shipping_costs_included boolean NOT NULL DEFAULT false,
    status text NOT NULL DEFAULT 'NONE',
    user_id int,
    app_id int,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS granted_refund_line (
    id serial PRIMARY KEY,
    granted_refund_id int NOT NULL REFERENCES granted_refund ON DELETE CASCADE,
    order_line_id uuid NOT NULL REFERENCES order_line ON DELETE CASCADE,
    quantity int NOT NULL,
    reason text
);
CREATE TABLE IF NOT EXISTS transaction_event (
    id serial PRIMARY KEY,
    transaction_id uuid NOT NULL REFERENCES payment_transaction ON DELETE CASCADE,
    type text NOT NULL,
    amount numeric NOT NULL DEFAULT 0,
    currency text NOT NULL,
    psp_reference text NOT NULL DEFAULT '',
    message text NOT NULL DEFAULT '',
    external_url text NOT NULL DEFAULT '',
    idempotency_key text,
    -- False for what was asked but never reached the payment app: it counts in no amount.
    counts boolean NOT NULL DEFAULT true,
    granted_refund_id int REFERENCES granted_refund ON DELETE SET NULL,
    app_id int,
    user_id int,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS transaction_event_transaction ON transaction_event (transaction_id);

-- Products whose search text is out of date; the beat brings them in.
CREATE TABLE IF NOT EXISTS search_queue (product_id int PRIMARY KEY REFERENCES product ON DELETE CASCADE);
