"""A real Ray cluster on 127.0.0.1 (see `conftest`), started with Ray's own tools and ended whatever happens."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from unittest.mock import patch

from ray.cluster_utils import Cluster

from talentbridge.matching.gateways import NAMESPACE, ray

_ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_health_check_period_ms": "500",  # a dead node is noticed in 1.5 s instead of 15
    "RAY_health_check_failure_threshold": "3",
}
NODE = {"num_cpus": 4, "node_ip_address": "127.0.0.1", "object_store_memory": 80 * 1024 * 1024}


@contextmanager
def two_nodes(**environment: str) -> Iterator[Cluster]:
    """A head and a second node, this process connected. Workers see this process's environment and `environment`.

    Ray's files lie in a directory of their own: a socket's path must be short, pytest's directories are not.
    """
    directory = tempfile.mkdtemp(prefix="bridge-ray-")
    with patch.dict(os.environ, {**_ENVIRONMENT, "RAY_TMPDIR": directory, **environment}):
        nodes = Cluster()
        try:
            nodes.add_node(**NODE, include_dashboard=False)
            nodes.add_node(**NODE)
            ray.init(address=nodes.address, namespace=NAMESPACE, log_to_driver=False, logging_level="error")
            yield nodes
        finally:
            with suppress(Exception):  # whatever state it is in, its processes have to end
                ray.shutdown()
            nodes.shutdown()
            shutil.rmtree(directory, ignore_errors=True)
