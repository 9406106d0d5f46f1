"""What jupyter_server says while it looks for idle kernels, and some have yet to start."""

import asyncio
import logging

import pytest
from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)

from cnnlab.app import logs


@pytest.fixture
def log():
    """The logger of a server, without the filters that a test gives it."""
    logger = logging.getLogger("LabServer-of-a-test")
    yield logger
    logger.filters.clear()


def look_for_idle_kernels(log, kernel):
    manager = AsyncMappingKernelManager(log=log, cull_idle_timeout=600)
    manager._kernels["id"] = kernel
    asyncio.run(manager.cull_kernels())


def test_a_kernel_that_has_yet_to_start_is_told_as_an_error_without_the_filter(log, caplog):
    """A canary: where this fails, `logs.is_no_false_alarm` is of no use any more."""
    look_for_idle_kernels(log, ServerKernelManager())
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert not logs.is_no_false_alarm(record)


def test_with_the_filter_nothing_is_said_of_it_and_other_errors_are(log, caplog):
    log.addFilter(logs.is_no_false_alarm)
    look_for_idle_kernels(log, ServerKernelManager())
    assert caplog.records == []
    look_for_idle_kernels(log, None)
    (record,) = caplog.records
    assert "checking the idle duration" in record.getMessage()
