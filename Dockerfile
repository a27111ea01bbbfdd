# Production's images. `gachi`: one for web, hooks, workers, beat and relay; docker-compose.yml gives each its command.
# `demo`: the same with the stand-ins and the demo's goods. `front`: the web server, with Saleor's Dashboard in it.

FROM ghcr.io/saleor/saleor-dashboard:3.23 AS dashboard
# Its own server would write this at its start. Served from the same name as Saleor's API, it needs no other address.
RUN sed -i 's#API_URL: ".*"#API_URL: "/graphql/"#' /app/dashboard/index.html \
    && grep -q 'API_URL: "/graphql/"' /app/dashboard/index.html

FROM caddy:2.10.2-alpine AS front
COPY --from=dashboard /app/dashboard /srv/saleor-dashboard
COPY deploy/front/Caddyfile /etc/caddy/Caddyfile
COPY deploy/front/start /usr/local/bin/start-front
RUN adduser -D -u 10002 front && chown -R front /data /config
USER front
CMD ["sh", "/usr/local/bin/start-front"]

FROM python:3.13-slim-trixie AS packages
# Anything: traces can be sent (docs/operations/traces.md).
ARG TRACING=
COPY requirements/runtime.txt requirements/tracing.txt /tmp/
RUN python -m venv /opt/gachi \
    && /opt/gachi/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/runtime.txt \
       ${TRACING:+-r /tmp/tracing.txt}

FROM packages AS demo-packages
COPY requirements/sandbox.txt /tmp/sandbox.txt
RUN /opt/gachi/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/sandbox.txt

FROM python:3.13-slim-trixie AS gachi
RUN useradd --create-home --uid 10001 gachi && install -d -o gachi -g gachi /srv/gachi /srv/media
COPY --from=packages /opt/gachi /opt/gachi
ENV PATH=/opt/gachi/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=marketplace.settings.production \
    GACHI_MEDIA_ROOT=/srv/media
WORKDIR /srv/gachi
COPY --chown=gachi:gachi manage.py ./
COPY --chown=gachi:gachi tools/__init__.py tools/translations.py tools/
COPY --chown=gachi:gachi locale locale
COPY --chown=gachi:gachi marketplace marketplace
COPY --chown=gachi:gachi vendors vendors
COPY --chown=gachi:gachi campaigns campaigns
COPY --chown=gachi:gachi workers workers
USER gachi
# Neither step talks to a database, a Saleor or a Stripe; the settings only have to be there.
RUN python -m tools.translations compile \
    && DATABASE_URL=postgresql://build@127.0.0.1/build REDIS_URL=redis://127.0.0.1/0 \
       GACHI_SECRET_KEY=build GACHI_SEALING_KEY=build GACHI_SALEOR_URL=http://127.0.0.1/graphql/ \
       GACHI_STRIPE_SECRET_KEY=build GACHI_STRIPE_PUBLISHABLE_KEY=build GACHI_STRIPE_WEBHOOK_SECRET=build \
       python manage.py collectstatic --no-input --skip-checks --verbosity 0
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "16", "--no-ws", "--respawn-failed-workers", "marketplace.wsgi:application"]

FROM gachi AS demo
COPY --from=demo-packages /opt/gachi /opt/gachi
COPY --chown=gachi:gachi sandbox sandbox
COPY --chown=gachi:gachi demo demo

# What `docker build .` makes when nobody names a target.
FROM gachi
