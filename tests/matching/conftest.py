"""Before anything here imports Ray."""

import os

# Ray rewrites "127.0.0.1" to the machine's own address, unless it is told that this is no machine of a larger cluster.
# The variable is named for the systems on which that is the default; Ray reads it when it is imported.
os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
