"""The command line: every switch, and the two paces."""

from dataclasses import asdict

import pytest

from sandbox.coupang.settings import Settings, read

DATABASE = ["--database-url", "postgresql://127.0.0.1/sandbox_coupang"]


def test_without_flags_the_market_takes_the_documented_times():
    options, settings = read(DATABASE)

    assert options.port == 8012
    assert settings == Settings()
    assert (settings.creation_delay, settings.sku_lookup_delay, settings.ack_delay) == (600, 60, 1800)
    assert (settings.rate_limit, settings.clock_skew, settings.gateway_timeout) == (10, 300, 3)
    assert settings.image_ports == (80, 443)


def test_the_demo_pace_is_seconds_and_keeps_the_rules():
    _, settings = read([*DATABASE, "--pace", "demo"])

    changed = {name for name, value in asdict(settings).items() if value != asdict(Settings())[name]}
    assert max(settings.creation_delay, settings.approval_delay, settings.ack_delay) <= 5
    assert changed == {
        "creation_delay",
        "approval_delay",
        "sku_lookup_delay",
        "ack_delay",
        "settle_delay",
        "option_seconds",
        "rate_block",
    }


def test_a_flag_wins_over_the_pace():
    _, settings = read(
        [*DATABASE, "--pace", "demo", "--ack-delay", "7.5", "--image-ports", "80,8000", "--no-cancel-restocks"]
    )

    assert settings.ack_delay == 7.5
    assert settings.image_ports == (80, 8000)
    assert settings.cancel_restocks is False


@pytest.mark.parametrize("flags", [["--mask-names", "all"], ["--image-ports", "http"], ["--pace", "fast"]])
def test_a_bad_flag_is_refused(flags, capsys):
    with pytest.raises(SystemExit):
        read([*DATABASE, *flags])

    assert flags[0] in capsys.readouterr().err


def test_switches_are_turned_while_the_market_runs_until_it_is_reset(seller):
    turned = seller.control("switches", ack_delay=30, image_ports=[80], mask_names="none").json()
    seller.standin.reset()
    back = seller.http.get("/_sandbox/switches").json()

    assert (turned["ack_delay"], turned["image_ports"], turned["mask_names"]) == (30, [80], "none")
    assert (back["ack_delay"], back["mask_names"]) == (0, "both")
    assert "secret_key" not in back


@pytest.mark.parametrize(
    "switch",
    [{"no_such": 1}, {"mask_names": "all"}, {"ack_delay": "soon"}, {"wrap_creates": "yes"}, {"rate_limit": None}],
)
def test_a_bad_switch_is_refused_by_name_and_none_is_turned(seller, switch):
    before = seller.http.get("/_sandbox/switches").json()

    answer = seller.control("switches", settle_delay=9, **switch)

    assert answer.status_code == 400
    assert answer.json() == {"error": "BAD_SWITCH", "message": next(iter(switch))}
    assert seller.http.get("/_sandbox/switches").json() == before
