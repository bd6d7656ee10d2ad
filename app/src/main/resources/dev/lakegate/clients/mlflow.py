# MLflow through Lakegate's route "{{route}}": pip install mlflow
import os
from pathlib import Path

import mlflow

os.environ["DATABRICKS_HOST"] = "http://127.0.0.1:{{port}}"
os.environ["DATABRICKS_TOKEN"] = Path("{{key_file}}").read_text().strip()  # read when this runs: no key stands here
# an outbound proxy must not be asked for this machine
direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost," + direct

mlflow.set_tracking_uri("databricks")
print([experiment.name for experiment in mlflow.search_experiments(max_results=5)])
