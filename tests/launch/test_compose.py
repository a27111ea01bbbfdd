"""Production's shape: what can be known of it without Docker."""

import re
import subprocess
from itertools import chain

import compose_spec
import pytest
import yaml

from marketplace.settings import env, secrets
from sandbox.launch.processes import ROOT
from tests.support import compose as shape
from workers.app import app as celery

DEMO = shape.settings_file(ROOT / "deploy/demo.env")
GACHI = {"web", "hooks", "worker", "buyer", "channels", "markets", "beat", "relay", "migrate", "setup"}
SALEOR = {"saleor", "saleor-worker", "saleor-beat", "saleor-migrate"}
SERVERS = {"postgres", "valkey", "front"}
PLAYED = {"played-saleor", "played-stripe", "played-coupang"}
PROFILES = [("production", shape.NEEDED), ("demo", DEMO)]
ONCE = {"migrate", "saleor-migrate", "setup", "seed"}


@pytest.fixture
def compose():
    return shape.read()


@pytest.fixture
def kept(tmp_path):
    """A folder with a file for each secret, as containers find it under /run/secrets."""
    subprocess.run(["sh", ROOT / "deploy/make-secrets", tmp_path / "s", "--demo"], check=True, capture_output=True)
    return tmp_path / "s"


def environment(service, kept):
    return {name: str(value).replace("/run/secrets", str(kept)) for name, value in service["environment"].items()}


@pytest.mark.parametrize(("profile", "values"), PROFILES)
def test_a_parser_of_the_specification_accepts_each_profile(profile, values):
    whole = shape.read(values, profile)

    parsed = compose_spec.PyCompose.from_yaml(yaml.safe_dump(whole))

    parsed.validate()
    parsed.validate_configs()
    parsed.validate_networks()
    parsed.validate_secrets()
    parsed.validate_volumes()
    assert set(parsed.to_spec().services) == whole["services"].keys()


def test_the_parser_would_have_found_a_mistake(compose):
    compose["services"]["web"]["restart"] = "sometimes"

    with pytest.raises(ValueError, match="restart"):
        compose_spec.PyCompose.from_yaml(yaml.safe_dump(compose))


def test_each_profile_has_its_own_outside_world():
    assert shape.read().get("services").keys() == GACHI | SALEOR | SERVERS
    assert shape.read(DEMO, "demo")["services"].keys() == GACHI | PLAYED | SERVERS | {"seed"}


@pytest.mark.parametrize(("profile", "values"), PROFILES)
def test_every_service_that_is_waited_for_is_in_the_profile_and_can_say_that_it_is_well(profile, values):
    services = shape.read(values, profile)["services"]

    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            assert other in services, name
            if how["condition"] == "service_healthy":
                assert services[other]["healthcheck"].get("test"), other
            else:
                assert services[other]["restart"] != "unless-stopped", other


def test_every_service_stays_within_the_machine_and_comes_back_after_a_fall(compose):
    lasting = {name: service for name, service in compose["services"].items() if name not in ONCE}

    limits = [service["deploy"]["resources"]["limits"]["memory"] for service in lasting.values()]

    assert {service["restart"] for service in lasting.values()} == {"unless-stopped"}
    assert [name for name, service in lasting.items() if "test" not in service.get("healthcheck", {})] == []
    assert all(limit.endswith("M") for limit in limits)
    assert sum(int(limit[:-1]) for limit in limits) <= 7800


@pytest.mark.parametrize(("profile", "values"), PROFILES)
def test_no_container_runs_as_root_or_can_become_it(profile, values):
    for name, service in shape.read(values, profile)["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "build" in service or service["user"] in ("postgres", "valkey", "saleor"), name
    users = {}
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"FROM (\S+)(?: AS (\S+))?", line):
            stage = found[2] or "last"
            users[stage] = users.get(found[1], "root")
        elif line.startswith("USER "):
            users[stage] = line.split()[1]
    assert (users["gachi"], users["demo"], users["front"], users["last"]) == ("gachi", "gachi", "front", "gachi")


def test_only_the_web_server_has_a_door_and_the_databases_have_no_way_out(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["front"]
    assert compose["networks"]["inner"] == {"internal": True}
    assert {name: compose["services"][name]["networks"] for name in ("postgres", "valkey")} == {
        "postgres": ["inner"],
        "valkey": ["inner"],
    }


def test_the_demo_is_reached_from_this_machine_only():
    services = shape.read(DEMO, "demo")["services"].values()

    ports = list(chain.from_iterable(service.get("ports", []) for service in services))

    assert len(ports) == 4
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_image_has_a_version(compose):
    images = {service["image"] for service in compose["services"].values()}
    images |= set(re.findall(r"^FROM (\S+[:/]\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.M))

    assert [image for image in images if not re.search(r":\d+\.\d+", image)] == []
    assert {image for image in images if "saleor/saleor:" in image} == {"ghcr.io/saleor/saleor:3.23.28"}


def test_postgresql_is_made_with_the_locale_that_keeps_hangul(compose):
    made = compose["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]

    assert made.split() == ["--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8"]


def test_valkey_keeps_what_it_was_told_and_throws_nothing_away():
    text = (ROOT / "deploy/valkey/start").read_text(encoding="utf-8")

    assert "--appendonly yes" in text
    assert "--maxmemory-policy noeviction" in text


@pytest.mark.parametrize(("profile", "values"), PROFILES)
@pytest.mark.parametrize("name", sorted(GACHI))
def test_the_product_accepts_the_settings_that_compose_gives_it(name, profile, values, kept):
    service = shape.read(values, profile)["services"][name]

    found = env.read(environment(service, kept))

    assert found.hooks_url == "http://hooks.gachi.internal:8001"
    assert found.database["PASSWORD"] == (kept / "gachi_database_password").read_text().strip()
    assert found.redis_url == f"redis://:{(kept / 'valkey_password').read_text().strip()}@valkey:6379/0"
    assert bool(found.saleor_admin) is (name == "setup")
    if profile == "production":
        assert found.saleor_url == "http://front:8010/graphql/"
        assert found.saleor_api_url == "https://saleor.example.com/graphql/"
        assert found.public_url == "https://gachi.example.com"
        assert found.stripe_url == "https://api.stripe.com"
    else:
        assert found.public_url == "http://gachi.localhost:8000"
        assert found.saleor_url == found.saleor_api_url == "http://played-saleor:8010/graphql/"


def test_saleor_names_itself_as_gachi_expects(compose):
    theirs = compose["services"]["saleor"]["environment"]["PUBLIC_URL"]

    assert f"{theirs}/graphql/" == compose["services"]["web"]["environment"]["GACHI_SALEOR_API_URL"]


def test_saleor_shows_its_insides_to_nobody(compose):
    assert {compose["services"][name]["environment"]["DEBUG"] for name in SALEOR} == {"False"}


@pytest.mark.parametrize(("profile", "values"), PROFILES)
def test_every_secret_that_is_read_is_mounted_and_made(profile, values, kept):
    whole = shape.read(values, profile)
    made = {path.name for path in kept.iterdir()}

    for name, service in whole["services"].items():
        named = [value for value in service.get("environment", {}).values() if str(value).startswith("/run/secrets/")]
        assert {value.removeprefix("/run/secrets/") for value in named} <= set(service.get("secrets", [])), name
    assert set(whole["secrets"]) == made
    assert all(secret["file"].endswith(f"/{name}") for name, secret in whole["secrets"].items())


def test_every_secret_of_the_product_comes_as_a_file(compose):
    given = compose["services"]["setup"]["environment"].keys()
    known = secrets.NEEDED | secrets.OPTIONAL

    assert known & given == {"DATABASE_URL", "REDIS_URL"}  # addresses, whose passwords come apart
    assert {name for name in known if f"{name}_FILE" in given} == known - {"DATABASE_URL", "REDIS_URL"}


def test_secrets_are_made_once_and_then_left_alone(kept):
    before = {path.name: path.read_text() for path in kept.iterdir()}

    subprocess.run(["sh", ROOT / "deploy/make-secrets", kept, "--demo"], check=True, capture_output=True)

    assert {path.name: path.read_text() for path in kept.iterdir()} == before
    assert kept.stat().st_mode & 0o777 == 0o700
    assert len({before[name] for name in before if name.endswith("password") and before[name].strip()}) == 4


def test_every_setting_of_the_file_is_explained_and_nothing_else_is():
    text = shape.FILE.read_text(encoding="utf-8")
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()

    explained = {found[1] for line in lines if (found := re.match(r"#?([A-Z_]+)=", line))}

    assert explained == shape.variables(text) | {"COMPOSE_PROFILES"}  # docker compose's own
    for number, line in enumerate(lines):
        if re.match(r"#?[A-Z_]+=", line):
            above = lines[number - 1]
            assert re.match(r"# |#?[A-Z_]+=", above), line


def test_what_must_be_given_is_asked_for():
    for name in shape.NEEDED:
        with pytest.raises(shape.Unset, match=name):
            shape.read({key: value for key, value in shape.NEEDED.items() if key != name})


@pytest.mark.parametrize("profile", ["production", "demo"])
def test_each_queue_has_a_worker_of_its_own(profile):
    services = shape.read(DEMO, profile)["services"].values()
    commands = [list(map(str, service.get("command", []))) for service in services]

    heard = [command[command.index("--queues") + 1] for command in commands if "--queues" in command]

    routed = {route["queue"] for route in celery.conf.task_routes.values()}
    assert sorted(heard) == sorted(routed | {celery.conf.task_default_queue})


def test_the_images_install_the_locked_requirements_and_copy_only_what_exists():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]

    copied = [word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]]
    copied = [word for word in copied if not word.startswith("--")]

    assert "requirements/runtime.txt" in copied
    assert [word for word in copied if not (ROOT / word).exists()] == []
    assert [word for word in copied if not any(word == name or word.startswith(f"{name}/") for name in allowed)] == []
    assert all("--require-hashes" in line for line in lines if "pip install" in line)


@pytest.mark.parametrize("script", sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "deploy").glob("*/*")))
def test_every_script_is_one(script):
    path = ROOT / script
    if not path.read_text(encoding="utf-8").startswith("#!"):
        return
    subprocess.run(["sh", "-n", path], check=True)
    assert path.stat().st_mode & 0o111
