"""Every check of the doctor, whole and broken. What it says holds no secret, and its end says whether all is well."""

import json
import socketserver
import threading
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from campaigns.markets import registry
from campaigns.models import Campaign, CampaignChannel
from marketplace.core import inbox, outbox, pulse, queues, sealed
from marketplace.core.models import SealedSecret
from marketplace.health import doctor
from marketplace.health.doctor import findings, outside, servers
from marketplace.saleor import api
from marketplace.saleor.client import input_types as inputs
from sandbox.launch import valkey
from tests.support.factories import make_staff


def found(*checks):
    """Return level and words of each line of these checks."""
    return [(finding.level.value, finding.says) for finding in doctor.look_over(timezone.now(), only=checks)]


def levels(*checks):
    return [level for level, _says in found(*checks)]


def wrong(*checks):
    """Return what is not well, as one text."""
    return "; ".join(f"{level}: {says}" for level, says in found(*checks) if level != "ok")


# The settings


@pytest.fixture
def production(settings):
    settings.ALLOWED_HOSTS = ["gachi.example.com"]
    settings.GACHI_PUBLIC_URL = "https://gachi.example.com"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.GACHI_METRICS_TOKEN = "for-the-metrics"
    settings.SECRET_KEY = "k" * 50
    return settings


def test_settings_of_production_are_well(production):
    assert found("settings") == [("ok", "production, at https://gachi.example.com")]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEBUG", True, "broken: DEBUG shows our insides to everybody"),
        ("DEMO", True, "broken: these are the demo's settings"),
        ("ALLOWED_HOSTS", ["*"], "broken: any host name is answered"),
        ("ALLOWED_HOSTS", [], "broken: any host name is answered"),
        (
            "GACHI_PUBLIC_URL",
            "http://gachi.example.com",
            "broken: the shop is at http://gachi.example.com",
        ),
        ("SESSION_COOKIE_SECURE", False, "broken: cookies also travel without TLS"),
        ("CSRF_COOKIE_SECURE", False, "broken: cookies also travel without TLS"),
        ("SECRET_KEY", "short", "warning: GACHI_SECRET_KEY is short"),
        ("GACHI_METRICS_TOKEN", "", "warning: nobody can read the metrics"),
    ],
)
def test_a_setting_that_is_not_fit_is_named(production, name, value, says):
    setattr(production, name, value)

    assert wrong("settings").startswith(says)
    assert wrong("settings").count(": ") == says.count(": ") + (": cookies can be" in wrong("settings"))


def test_sealed_secrets_that_open_are_well(db):
    sealed.seal("a.token", "x", at=timezone.now())

    assert found("secrets") == [("ok", "1 sealed, all open")]


def test_a_secret_sealed_with_a_lost_key_is_named(db, settings):
    sealed.seal("a.token", "x", at=timezone.now())
    settings.GACHI_SEALING_KEYS = (Fernet.generate_key().decode(),)
    sealed.seal("b.token", "x", at=timezone.now())

    assert wrong("secrets") == "broken: 1 of 2 do not open: a.token"
    assert SealedSecret.objects.count() == 2


def test_a_sealing_key_that_is_none_is_broken(db, settings):
    sealed.seal("a.token", "x", at=timezone.now())
    settings.GACHI_SEALING_KEYS = ("not-a-key",)

    assert wrong("secrets") == "broken: 1 of 1 do not open: a.token"


# The servers


def test_a_database_as_we_make_it_is_well(db):
    (level, says), (other, migrations) = found("database")

    assert (level, other, migrations) == ("ok", "ok", "all migrations are in")
    assert "UTF8, builtin C.UTF-8" in says


@pytest.mark.parametrize(
    ("version", "made", "says"),
    [
        (140012, ("UTF8", "libc C.UTF-8", True), "broken: PostgreSQL 14.12, UTF8, libc C.UTF-8"),
        (180001, ("SQL_ASCII", "libc C", False), "broken: PostgreSQL 18.1, SQL_ASCII, libc C: cannot hold Hangul"),
        (180001, ("UTF8", "libc ko_KR.UTF-8", False), "warning: PostgreSQL 18.1, UTF8, libc ko_KR.UTF-8: the machine"),
    ],
)
def test_a_database_made_otherwise_is_not(db, monkeypatch, version, made, says):
    monkeypatch.setattr(servers, "_version", lambda: version)
    monkeypatch.setattr(servers, "_locale", lambda _version: made)

    assert wrong("database").startswith(says)


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'", ("UTF8", "builtin C.UTF-8", True)),
        ("ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'", ("UTF8", "libc C", False)),
        ("ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'", ("SQL_ASCII", "libc C", False)),
    ],
)
def test_how_a_database_was_made_is_read_from_itself(transactional_db, database_named, template, wanted):
    name = urlsplit(database_named("doctors_patient")).path[1:]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 {template}")
    with (
        psycopg.connect(database_named("doctors_patient"), client_encoding="utf8") as patient,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(servers, "connection", patient)
        read = servers._locale(servers._version())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")

    assert read == wanted


def test_migrations_that_wait_are_named(db):
    MigrationRecorder.Migration.objects.filter(app="channels").order_by("-id")[:1].get().delete()

    assert wrong("database").startswith("broken: 1 migration(s) wait, first channels.")


def test_a_database_that_is_nearly_full_of_connections_is_noted(db, monkeypatch):
    monkeypatch.setattr(servers, "_connections", lambda: (81, 100))

    assert wrong("database") == "warning: 81 of 100 connections are taken"


def test_a_database_that_is_away_is_broken_and_the_rest_is_still_looked_at(monkeypatch, production):
    class Away:
        def ensure_connection(self):
            raise DatabaseError("connection refused")

    monkeypatch.setattr(servers, "connection", Away())

    assert found("database", "settings") == [
        ("ok", "production, at https://gachi.example.com"),
        ("broken", "does not answer (connection refused)"),
    ]


@pytest.fixture(scope="module")
def kept_valkey(tmp_path_factory):
    """A Valkey that keeps what it is told, as production's."""
    with valkey.started(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture
def patient(kept_valkey, settings):
    settings.CELERY_BROKER_URL = kept_valkey
    with redis.Redis.from_url(kept_valkey) as client:
        client.config_set("appendonly", "yes")
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", 0)
        yield client


def test_a_valkey_that_keeps_everything_is_well(patient):
    (level, says), *rest = found("valkey")

    assert (level, rest) == ("ok", [])
    assert says.endswith("append-only, evicts nothing")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("appendonly", "no", "broken: forgets waiting tasks when it stops"),
        ("maxmemory-policy", "allkeys-lru", "broken: throws tasks away when it is full (allkeys-lru)"),
        ("maxmemory", 1_000_000, "warning: its memory is nearly full"),
    ],
)
def test_a_valkey_that_may_forget_is_not(patient, name, value, says):
    patient.config_set(name, value)

    assert wrong("valkey") == says


def test_a_valkey_that_cannot_write_is_broken(patient, monkeypatch):
    info = {**patient.info(), "aof_last_write_status": "err"}
    monkeypatch.setattr(redis.Redis, "info", lambda _self: info)

    assert wrong("valkey") == "broken: cannot write its append-only file"


def test_a_valkey_that_is_away_or_has_another_password_is_broken(patient, settings):
    settings.CELERY_BROKER_URL = "redis://:wrong-password@127.0.0.1:1/0"
    assert wrong("valkey").startswith("broken: does not answer (")

    settings.CELERY_BROKER_URL = (
        "redis://:wrong-password@"
        + patient.connection_pool.get_connection().host
        + ":"
        + str(patient.connection_pool.connection_kwargs["port"])
    )
    assert wrong("valkey").startswith("broken: does not answer (")
    assert "wrong-password" not in wrong("valkey")


def test_a_folder_that_can_be_written_is_well_and_left_clean(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    assert found("storage") == [("ok", f"pictures can be written to {tmp_path}")]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_is_broken(settings, tmp_path):
    (tmp_path / "media").write_text("a file in its place")
    settings.MEDIA_ROOT = tmp_path / "media"

    assert wrong("storage").startswith(f"broken: pictures cannot be written to {tmp_path / 'media'} (")


class MailServer(socketserver.ThreadingTCPServer):
    """Says the few words of SMTP that a greeting takes."""

    allow_reuse_address = True
    daemon_threads = True

    class RequestHandlerClass(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 mail\r\n")
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"AUTH":
                    self.wfile.write(b"535 no\r\n")
                    continue
                self.wfile.write(b"250-mail\r\n250 AUTH PLAIN\r\n" if word in (b"EHLO", b"HELO") else b"221 bye\r\n")
                if word == b"QUIT":
                    return

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.RequestHandlerClass)


@pytest.fixture
def mail_server(settings):
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server
        server.shutdown()
        thread.join()


def test_a_mail_server_that_lets_us_in_is_well(mail_server):
    assert found("mail") == [("ok", f"127.0.0.1:{mail_server.server_address[1]} lets us in")]


def test_a_mail_server_that_refuses_our_password_is_broken_and_the_password_not_shown(mail_server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "gachi", "mail-password"

    assert "takes none of ours (SMTPAuthenticationError" in wrong("mail")
    assert "mail-password" not in wrong("mail")


def test_a_mail_server_that_is_away_is_broken(mail_server, settings):
    settings.EMAIL_PORT = 1

    assert wrong("mail").startswith("broken: 127.0.0.1:1 takes none of ours (ConnectionRefusedError")


def test_mail_that_is_only_kept_says_so(settings):
    assert found("mail") == [("ok", "is not sent but kept (EmailBackend)")]


@pytest.mark.parametrize(
    ("ahead", "says"), [(1, ""), (-30, "warning: 30 s away from Saleor's"), (90, "broken: 90 s away from Saleor's")]
)
def test_a_clock_that_is_off_is_noted_and_then_broken(db, monkeypatch, ahead, says):
    monkeypatch.setattr(servers, "_saleors_time", lambda: timezone.now() + timedelta(seconds=ahead))

    assert wrong("clock") == says


def test_clocks_are_read_from_the_servers_themselves(shop, settings):
    assert found("clock") == [("ok", "agrees with the database's"), ("ok", "agrees with Saleor's")]

    settings.GACHI_SALEOR_URL = "http://127.0.0.1:1/graphql/"
    assert wrong("clock") == "warning: Saleor's cannot be read"


# Saleor


def test_a_saleor_that_is_set_up_is_well(shop):
    lines = found("saleor")

    assert {level for level, _says in lines} == {"ok"}
    assert [says for _level, says in lines] == [
        "takes our token of gachi.market",
        "takes our token of gachi.shop",
        lines[2][1],
        "answers our apps and staff only",
        "shop settings are ours",
        "the channel shop is set as ours",
        "4 webhooks are in line",
        "no call of its webhooks failed within a day",
    ]
    assert lines[2][1].startswith("is 3.23")


def test_a_saleor_that_is_away_is_broken(shop, settings):
    settings.GACHI_SALEOR_URL = "http://127.0.0.1:1/graphql/"

    assert wrong("saleor").startswith("broken: does not answer (")


def test_a_saleor_that_never_met_us_is_broken(saleor):
    assert wrong("saleor").startswith(
        "broken: does not take our token of gachi.market, or we have none; "
        "broken: does not take our token of gachi.shop, or we have none; broken: does not know us ("
    )


def test_a_lost_token_of_the_shop_alone_is_named(shop):
    SealedSecret.objects.filter(name="saleor.token.shop").delete()

    assert wrong("saleor") == "broken: does not take our token of gachi.shop, or we have none"


@pytest.mark.parametrize(
    ("version", "level"), [("3.23.0", "ok"), ("3.23", "ok"), ("3.22.9", "broken"), ("3.230", "broken")]
)
def test_another_version_of_saleor_is_broken(version, level):
    from marketplace.health.doctor import engine

    assert engine._version(version).level == level


def test_a_saleor_open_to_everybody_is_broken(shop):
    api.worker().shop_settings_update(inputs.ShopSettingsInput(allow_storefront_traffic=True))

    assert wrong("saleor").startswith("broken: answers everybody")


def test_shop_settings_of_others_are_noted(shop):
    api.worker().shop_settings_update(inputs.ShopSettingsInput(limit_quantity_per_checkout=7))

    assert wrong("saleor") == "warning: shop settings differ from ours: limit_quantity_per_checkout"


def test_a_channel_of_the_old_ways_is_broken(shop):
    client = api.worker()
    channel = next(each for each in client.channels().channels if each.slug == "shop")
    wish = inputs.CheckoutSettingsInput(use_legacy_error_flow=True)
    client.channel_update(channel.id, inputs.ChannelUpdateInput(checkout_settings=wish))

    assert wrong("saleor") == "broken: the channel shop is set otherwise: checkout_settings"


def test_a_webhook_that_leads_elsewhere_is_broken(shop):
    api.worker().webhook_update("orders", inputs.WebhookUpdateInput(target_url="http://127.0.0.1:9/elsewhere/"))

    assert wrong("saleor") == "broken: webhooks are missing or differ: orders"


def test_calls_of_webhooks_that_failed_lately_are_noted(shop, monkeypatch):
    from types import SimpleNamespace as Some

    from marketplace.health.doctor import engine

    def deliveries(*ages):
        edges = [Some(node=Some(created_at=str(now - age), event_type="ORDER_PAID")) for age in ages]
        return Some(webhooks=[Some(identifier="orders", event_deliveries=Some(edges=edges))])

    now = timezone.now()
    (old,) = engine._deliveries(deliveries(timedelta(days=2)), now)
    (new,) = engine._deliveries(deliveries(timedelta(hours=1), timedelta(hours=2), timedelta(days=2)), now)

    assert old.level == "ok"
    assert (new.level, new.says) == (
        "warning",
        "2 call(s) of its webhooks failed within a day, last orders ORDER_PAID",
    )


# Stripe and the markets


@pytest.fixture
def stripe(shared_standin, settings, db):
    standin = shared_standin("stripe", database="sandbox_stripe_doctor")
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "url": standin.url}
    return standin


def hear_of_stripe(at):
    inbox.store(source="stripe", delivery_key="evt_1", event="x", body=b"", headers={}, at=at)


def test_a_stripe_that_takes_our_key_is_well(stripe):
    hear_of_stripe(timezone.now())

    assert levels("stripe") == ["warning", "ok", "ok"]
    assert wrong("stripe") == "warning: test mode: no money moves"


def test_in_live_mode_nothing_is_noted(stripe, settings, monkeypatch):
    hear_of_stripe(timezone.now())
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "secret_key": "sk_live_1", "publishable_key": "pk_live_1"}
    monkeypatch.setattr(outside.stripe_api.Stripe, "try_key", lambda _self: None)

    assert wrong("stripe") == ""
    assert found("stripe")[0] == ("ok", "takes our key (live mode)")


def test_keys_of_two_modes_are_broken(stripe, settings):
    hear_of_stripe(timezone.now())
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "publishable_key": "pk_live_1"}

    assert wrong("stripe") == "broken: the secret key is of test mode, the publishable one of live mode"


def test_a_key_that_stripe_refuses_is_broken_and_not_shown(stripe, settings):
    hear_of_stripe(timezone.now())
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "secret_key": "sk_test_another_one"}

    assert "broken: refuses us or does not answer (GET /v1/refunds: 401" in wrong("stripe")
    assert "sk_test_another_one" not in wrong("stripe")


def test_a_webhook_secret_of_another_kind_is_broken(stripe, settings):
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "webhook_secret": "sk_test_by_mistake"}

    assert "broken: GACHI_STRIPE_WEBHOOK_SECRET is not the secret of an endpoint" in wrong("stripe")


@pytest.mark.parametrize(("days", "says"), [(None, "yet"), (8, "since 20")])
def test_a_stripe_that_is_silent_is_noted(stripe, days, says):
    if days:
        hear_of_stripe(timezone.now() - timedelta(days=days))

    assert f"warning: nothing was heard of it {says}" in wrong("stripe")


def test_a_market_that_takes_our_credentials_is_well(market):
    assert found("markets") == [("ok", "coupang: takes our credentials")]


def test_a_market_that_refuses_us_is_broken(market, settings):
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, "secret_key": "another-secret-key"}
    registry.forget()

    assert wrong("markets").startswith("broken: coupang: refuses us (")
    assert "another-secret-key" not in wrong("markets")


def test_a_market_that_is_away_is_noted(market, settings):
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, "url": "http://127.0.0.1:1"}
    registry.forget()

    assert wrong("markets").startswith("warning: coupang: gives no answer (")


def test_a_market_without_keys_is_well_until_something_is_to_be_sold_there(market, settings):
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, **dict.fromkeys(outside.KEYS, "")}
    registry.forget()
    assert found("markets") == [("ok", "coupang: not used")]

    now = timezone.now()
    campaign = Campaign.objects.create(
        reference="c",
        title="기획전",
        starts_at=now,
        ends_at=now + timedelta(days=1),
        created_by=make_staff(),
        created_at=now,
        updated_at=now,
    )
    CampaignChannel.objects.create(campaign=campaign, channel="coupang")

    assert wrong("markets").startswith("broken: coupang: goods are to be sold there, and GACHI_COUPANG_VENDOR_ID, ")


def test_a_market_with_half_its_keys_is_broken(market, settings):
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, "secret_key": ""}
    registry.forget()

    assert wrong("markets") == ("broken: coupang: goods are to be sold there, and GACHI_COUPANG_SECRET_KEY is not set")


# Our own processes


@pytest.fixture
def alive(db, empty_redis):
    pulse._told.clear()
    pulse.say(*pulse.PARTS, at=timezone.now())
    return empty_redis


def test_parts_that_live_are_well(alive):
    assert found("parts") == [
        ("ok", "beat: lives"),
        ("ok", "relay: lives"),
        *(("ok", f"worker of {name}: lives") for name in queues.NAMES),
    ]


@pytest.mark.parametrize("part", pulse.PARTS)
def test_each_part_that_fell_silent_is_broken(alive, part):
    pulse._told.clear()
    pulse.say(part, at=timezone.now() - timedelta(seconds=90))

    assert wrong("parts").endswith(": no sign of life for 90 s")
    assert wrong("parts").count("broken") == 1


def test_parts_that_never_lived_are_broken(db, empty_redis):
    assert levels("parts") == ["broken"] * len(pulse.PARTS)


def test_an_outbox_and_queues_that_empty_are_well(alive):
    assert found("backlog") == [("ok", "the outbox empties"), ("ok", "queues are short")]


def test_an_outbox_that_stands_still_is_broken(alive):
    outbox.emit("x.y", key="x", at=timezone.now() - timedelta(minutes=5))

    assert wrong("backlog") == "broken: the outbox has waited for 300 s"


def test_a_long_queue_is_noted(alive):
    alive.rpush(f"{queues.PREFIX}markets", *["task"] * 1001)

    assert wrong("backlog") == "warning: 1001 tasks wait in markets"


def test_with_valkey_away_parts_and_queues_say_so(db, settings, monkeypatch):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    def away(*_args):
        raise redis.ConnectionError("refused")

    monkeypatch.setattr(pulse.cache, "get_many", away)

    assert wrong("parts") == "broken: nothing is known of them (refused)"
    assert wrong("backlog").startswith("broken: queues cannot be read (")


# The whole


def test_a_check_that_fails_itself_is_a_line_and_shows_no_secret(monkeypatch, settings):
    def fails(_now):
        raise RuntimeError(f"with {settings.GACHI_STRIPE['secret_key']} and {settings.SECRET_KEY}")
        yield

    monkeypatch.setitem(doctor.CHECKS, "settings", fails)

    assert found("settings") == [("broken", "could not be looked at (RuntimeError: with (hidden) and (hidden))")]


def test_every_secret_of_the_settings_is_blotted_out(settings):
    settings.GACHI_METRICS_TOKEN, settings.EMAIL_HOST_PASSWORD = "metrics-token", "mail-password"
    settings.CELERY_BROKER_URL = "redis://:valkey-password@127.0.0.1:6379/0"
    secrets = [
        settings.SECRET_KEY,
        *settings.GACHI_SEALING_KEYS,
        settings.GACHI_SALEOR_ADMIN,
        settings.GACHI_STRIPE["secret_key"],
        settings.GACHI_STRIPE["webhook_secret"],
        settings.GACHI_COUPANG["access_key"],
        settings.GACHI_COUPANG["secret_key"],
        *("metrics-token", "mail-password", "valkey-password"),
    ]

    shown = findings.without_secrets(findings.broken("x", " ".join(secrets), " ".join(secrets)))

    assert shown.says == shown.todo == " ".join(["(hidden)"] * len(secrets))


def run(capsys, *words):
    try:
        call_command("doctor", *words)
    except SystemExit as exc:
        return exc.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_the_command_says_a_line_each_and_ends_well(capsys, production, db):
    status, said = run(capsys, "settings", "secrets", "--no-color")

    assert status == 0
    assert said.splitlines() == [
        "ok       settings: production, at https://gachi.example.com",
        "ok       secrets: 0 sealed, all open",
    ]


def test_the_command_says_what_to_do_and_ends_with_1(capsys, production):
    production.DEBUG = True

    status, said = run(capsys, "settings", "--no-color")

    assert status == 1
    assert said.splitlines() == [
        "broken   settings: DEBUG shows our insides to everybody",
        "         → Run with marketplace.settings.production.",
    ]


def test_a_warning_alone_does_not_end_with_1(capsys, production):
    production.SECRET_KEY = "short"

    assert run(capsys, "settings")[0] == 0


def test_the_command_answers_machines_too(capsys, production):
    production.DEBUG = True

    status, said = run(capsys, "settings", "--json")

    assert status == 1
    assert json.loads(said) == [
        {
            "check": "settings",
            "level": "broken",
            "says": "DEBUG shows our insides to everybody",
            "todo": "Run with marketplace.settings.production.",
        }
    ]


def test_an_unknown_check_is_refused():
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("doctor", "horoscope")


def test_everything_is_looked_at(shop, market, capsys, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    status, said = run(capsys, "--json")

    assert status == 1
    assert {line["check"] for line in json.loads(said)} == set(doctor.CHECKS)
    assert not any("could not be looked at" in line["says"] for line in json.loads(said))
    assert all(line["todo"] for line in json.loads(said) if line["level"] != "ok")
