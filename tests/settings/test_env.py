"""The environment is read in one place, which names everything that is wrong with it."""

import pytest

from marketplace.settings import env, secrets

GIVEN = {
    "DATABASE_URL": "postgresql://gachi@postgres/gachi",
    "REDIS_URL": "redis://valkey:6379/0",
    "GACHI_SECRET_KEY": "key",
    "GACHI_SEALING_KEY": "new,old",
    "GACHI_SALEOR_URL": "http://saleor:8000/graphql/",
    "GACHI_STRIPE_SECRET_KEY": "sk_test_1",
    "GACHI_STRIPE_PUBLISHABLE_KEY": "pk_test_1",
    "GACHI_STRIPE_WEBHOOK_SECRET": "whsec_1",
}
KINDS = {"GACHI_SEALING_KEY": "a,b", "DATABASE_URL": "postgresql://u:p@h/d", "REDIS_URL": "redis://h/1"}


@pytest.fixture
def kept(tmp_path):
    def keep(value):
        path = tmp_path / "secret"
        path.write_bytes(value if isinstance(value, bytes) else value.encode())
        return str(path)

    return keep


def without(name):
    return {key: value for key, value in GIVEN.items() if key != name}


def test_what_is_missing_or_malformed_is_named_at_once():
    with pytest.raises(env.BadEnvironment) as caught:
        env.read({"DATABASE_URL": "mysql://gachi:hunter2@db/gachi", "GACHI_DELIVERY_FEE": "3,000", "REDIS_URL": "x"})

    message = str(caught.value)
    for fault in ("DATABASE_URL must be", "REDIS_URL must be", "GACHI_SECRET_KEY is missing", "GACHI_DELIVERY_FEE"):
        assert fault in message
    assert "hunter2" not in message


@pytest.mark.parametrize("name", sorted(secrets.NEEDED | secrets.OPTIONAL))
def test_every_secret_can_come_from_a_file(name, kept):
    value = KINDS.get(name, "from-a-file")

    by_file = env.read({**without(name), f"{name}_FILE": kept(f"{value}\n")})

    assert by_file == env.read({**without(name), name: value})
    assert by_file != env.read(GIVEN)


@pytest.mark.parametrize("name", sorted(secrets.NEEDED | secrets.OPTIONAL))
def test_a_file_that_is_not_there_is_named_once(name, tmp_path):
    with pytest.raises(env.BadEnvironment) as caught:
        env.read({**without(name), f"{name}_FILE": str(tmp_path / "gone")})

    assert str(caught.value).count(name) == 1
    assert f"{name}_FILE: {tmp_path / 'gone'} cannot be read (No such file or directory)" in str(caught.value)


@pytest.mark.parametrize("name", sorted(secrets.NEEDED))
def test_an_empty_file_of_a_needed_secret_is_named_once(name, kept):
    with pytest.raises(env.BadEnvironment) as caught:
        env.read({**without(name), f"{name}_FILE": kept(" \n")})

    assert str(caught.value).count(name) == 1
    assert "is empty" in str(caught.value)


@pytest.mark.parametrize("name", sorted(secrets.OPTIONAL))
def test_an_empty_file_of_an_optional_secret_says_that_there_is_none(name, kept):
    assert env.read({**GIVEN, f"{name}_FILE": kept("\n")}) == env.read(GIVEN)


@pytest.mark.parametrize("name", sorted(secrets.NEEDED | secrets.OPTIONAL))
def test_a_secret_given_twice_is_refused(name, kept):
    with pytest.raises(env.BadEnvironment, match=f"{name} and {name}_FILE are both given: keep one"):
        env.read({**GIVEN, name: GIVEN.get(name, "once"), f"{name}_FILE": kept("twice")})


def test_a_file_that_is_no_text_is_named_without_its_content(kept):
    with pytest.raises(env.BadEnvironment, match="not UTF-8 text"):
        env.read({**without("GACHI_SECRET_KEY"), "GACHI_SECRET_KEY_FILE": kept(b"\xff\xfe\x00s")})


@pytest.mark.parametrize("password", ["plain", "a/b@c:d?e#f g%"])
def test_a_password_given_apart_is_the_one_that_is_used(password, kept):
    found = env.read(
        {
            **GIVEN,
            "DATABASE_URL": "postgresql://gachi@postgres:5433/gachi",
            "DATABASE_PASSWORD_FILE": kept(password),
            "REDIS_PASSWORD": "a@b",
        }
    )

    assert (found.database["PASSWORD"], found.database["HOST"]) == (password, "postgres")
    assert (found.database["USER"], found.database["PORT"]) == ("gachi", "5433")
    assert found.redis_url == "redis://:a%40b@valkey:6379/0"


@pytest.mark.parametrize("port", ["0", "65536", "smtp"])
def test_a_port_is_a_port(port):
    with pytest.raises(env.BadEnvironment, match="GACHI_EMAIL_PORT must be a port"):
        env.read({**GIVEN, "GACHI_EMAIL_PORT": port})


@pytest.mark.parametrize("host", ["hooks.gachi.internal", "localhost", "127.0.0.1", "[::1]"])
def test_saleor_takes_an_address_that_can_be_one(host):
    assert env.read({**GIVEN, "GACHI_HOOKS_URL": f"http://{host}:8001/"}).hooks_url == f"http://{host}:8001"


def test_saleor_takes_no_host_without_a_dot():
    with pytest.raises(env.BadEnvironment, match=r"GACHI_HOOKS_URL must name a host with a dot.*'hooks'"):
        env.read({**GIVEN, "GACHI_HOOKS_URL": "http://hooks:8001"})


def test_saleor_may_name_itself_otherwise_than_we_reach_it():
    found = env.read({**GIVEN, "GACHI_SALEOR_API_URL": "https://saleor.example.com/graphql/"})

    assert found.saleor_url == "http://saleor:8000/graphql/"
    assert found.saleor_api_url == "https://saleor.example.com/graphql/"
