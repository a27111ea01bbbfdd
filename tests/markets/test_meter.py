"""How often a vendor is called, by all processes together."""

import threading
import time

import pytest

from campaigns.markets.coupang.meter import Meter
from marketplace.channels.errors import ChannelThrottled


def meter(redis_url, rate=5.0, back_off=60.0):
    return Meter(redis_url=redis_url, vendor_id="A1", rate=rate, back_off_seconds=back_off)


def test_no_second_ever_holds_more_calls_than_the_rate(redis_url, empty_redis):
    moments, lock = [], threading.Lock()

    def caller():
        mine = meter(redis_url, rate=20.0)
        for _call in range(5):
            mine.wait()
            with lock:
                moments.append(time.monotonic())

    threads = [threading.Thread(target=caller) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    moments.sort()
    assert len(moments) == 20
    assert moments[-1] - moments[0] > 0.9


def test_a_wait_that_would_hold_a_worker_is_refused(redis_url, empty_redis):
    slow = meter(redis_url, rate=0.1)
    slow.wait()

    with pytest.raises(ChannelThrottled) as caught:
        slow.wait()

    assert 9 < caught.value.retry_after <= 10


def test_nobody_calls_while_the_market_is_being_left_alone(redis_url, empty_redis):
    seconds = meter(redis_url).back_off()

    with pytest.raises(ChannelThrottled) as caught:
        meter(redis_url).wait()

    assert 60 <= seconds <= 75
    assert 59 < caught.value.retry_after <= seconds
