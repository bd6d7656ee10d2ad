# Databricks SDK for Python through Lakegate's route "{{route}}": pip install databricks-sdk
import os
from pathlib import Path

from databricks.sdk import WorkspaceClient

# an outbound proxy must not be asked for this machine
direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost," + direct

workspace = WorkspaceClient(
    host="http://127.0.0.1:{{port}}",
    auth_type="pat",
    token=Path("{{key_file}}").read_text().strip(),  # read when this runs: no key stands here
)
print(workspace.current_user.me().user_name)
