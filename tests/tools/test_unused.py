"""Code that nothing reaches."""

import pytest

from tools import unused


@pytest.fixture
def house(tmp_path, monkeypatch):
    (tmp_path / "shop").mkdir()
    monkeypatch.setattr(unused, "ROOT", tmp_path)
    monkeypatch.setattr(unused, "PACKAGES", ("shop",))
    return tmp_path / "shop"


def test_a_function_that_nothing_calls_is_named(house):
    (house / "prices.py").write_text("def halve(won):\n    return won // 2\n")

    assert unused.unused() == ["shop/prices.py:1: function halve is used by no code"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("page.html", "{{ listing.halve }}"),
        ("settings.py", 'RULE = "shop.prices.halve"'),
        ("views.py", "from shop.prices import halve\n\nhalve(2)\n"),
    ],
)
def test_a_template_a_dotted_path_or_a_call_uses_it(house, file, text):
    (house / "prices.py").write_text("def halve(won):\n    return won // 2\n")
    (house / file).write_text(text)

    assert unused.unused() == []


def test_what_a_decorator_registers_is_used_but_a_property_is_not(house):
    (house / "api.py").write_text(
        "from somewhere import app\n\n@app.get('/')\ndef index():\n    return ''\n\n\n"
        "class Price:\n    @property\n    def halved(self):\n        return 1\n\n\nPrice()\n"
    )

    assert unused.unused() == ["shop/api.py:9: property halved is used by no code"]
