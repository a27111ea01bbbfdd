"""Chromium for tests marked `browser`. Where there is none they are skipped, and the closing lines say so loudly."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium():
    """Return the path of Chromium, or nothing: GACHI_CHROMIUM names it, else the PATH is searched."""
    return os.environ.get("GACHI_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items):
    if not chromium():
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium"))


def pytest_terminal_summary(terminalreporter):
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "no Chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.section("NO BROWSER TEST WAS RUN", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{len(skipped)} tests need Chromium and were skipped. Install it (Debian: apt-get install chromium "
            "fonts-nanum) or name it in GACHI_CHROMIUM.",
            red=True,
        )


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium. Make a context of your own from it; `page` and `phone` are ready-made."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for a view that must not wait.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=flags)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser):
    """A desktop page in Korean."""
    yield from _page(browser, viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(browser):
    """A phone's page in Korean."""
    yield from _page(browser, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)


def _page(browser, **how):
    context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul", **how)
    context.set_default_timeout(15_000)
    # Nothing is loaded from beyond this machine, whatever a page asks for.
    context.route(
        lambda url: not url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")),
        lambda route: route.abort(),
    )
    yield context.new_page()
    context.close()
