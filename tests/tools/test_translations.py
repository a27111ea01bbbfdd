"""Completeness of the translations, as `make check` judges it."""

import gettext

import pytest

from tools import translations


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small product with one page, one module and a catalogue of its own."""
    (tmp_path / "shop" / "templates").mkdir(parents=True)
    (tmp_path / "shop" / "templates" / "page.html").write_text(
        "{% load i18n %}{% translate '장바구니' %}"
        "{% blocktranslate with name=shop.name %}{{ name }}의 가게{% endblocktranslate %}",
        encoding="utf-8",
    )
    (tmp_path / "shop" / "words.py").write_text(
        'TITLE = _("가치")\nDAYS = ngettext("%(n)d일", "%(n)d일", 2)\n', encoding="utf-8"
    )
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "PACKAGES", ("shop",))
    monkeypatch.setattr(translations, "FILE", tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po")
    assert translations.main(["extract"]) == 0
    return translations.FILE


def translate(file, **words):
    text = file.read_text(encoding="utf-8")
    text = text.replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "one day"\nmsgstr[1] "%(n)d days"')
    for source, translated in words.items():
        start = text.index(source)
        text = text[:start] + text[start:].replace('msgstr ""', f'msgstr "{translated}"', 1)
    file.write_text(text, encoding="utf-8")


def test_what_python_and_templates_wrap_is_collected_once(house):
    text = house.read_text(encoding="utf-8")

    assert [text.count(f'msgid "{word}"') for word in ("장바구니", "%(name)s의 가게", "가치", "%(n)d일")] == [
        1,
        1,
        1,
        1,
    ]


def test_a_missing_translation_is_named_with_its_place(house):
    translate(house, 가치="Gachi", 장바구니="Basket")

    assert translations.faults() == ["not translated (shop/templates/page.html): '%(name)s의 가게'"]


def test_a_translation_that_drops_a_placeholder_is_named(house):
    translate(house, 가치="Gachi", 장바구니="Basket", 의="Somebody's shop")

    assert translations.faults() == ["other placeholders: '%(name)s의 가게'"]


def test_a_string_that_nothing_wraps_any_more_is_named_and_dropped_by_the_next_extract(house):
    translate(house, 가치="Gachi", 장바구니="Basket", 의="%(name)s's shop")
    house.write_text(house.read_text(encoding="utf-8") + '\nmsgid "옛말"\nmsgstr "old"\n', encoding="utf-8")

    before = translations.faults()
    translations.main(["extract"])

    assert before == ["not used any more: '옛말'"]
    assert translations.faults() == []
    assert "옛말" not in house.read_text(encoding="utf-8")


def test_what_is_compiled_is_what_gettext_reads(house):
    translate(house, 가치="Gachi", 장바구니="Basket", 의="%(name)s's shop")

    translations.main(["compile"])

    read = gettext.translation("django", house.parents[2], ["en"])
    assert read.gettext("장바구니") == "Basket"
    assert [read.ngettext("%(n)d일", "%(n)d일", count) for count in (1, 2)] == ["one day", "%(n)d days"]
