"""Writes down what happened. No word here speaks of cards."""

import logging

logger = logging.getLogger(__name__)


def note(event, detail):
    logger.info("%s: %s", event, detail)
