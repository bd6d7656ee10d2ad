# A first cell for notebooks in VS Code, with a kernel of this machine (Jupyter extension): everything later in this
# notebook uses Lakegate's route "{{route}}". The Databricks extension cannot, it takes no http address; instead of
# this cell, `lakegate exec {{route}} -- code .` gives the variables to all that VS Code starts, when none is open yet.
import os
from pathlib import Path

os.environ["DATABRICKS_HOST"] = "http://127.0.0.1:{{port}}"
os.environ["DATABRICKS_TOKEN"] = Path("{{key_file}}").read_text().strip()  # read when this runs: no key stands here
os.environ["DATABRICKS_AUTH_TYPE"] = "pat"
os.environ["MLFLOW_TRACKING_URI"] = "databricks"
# an outbound proxy must not be asked for this machine
direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost," + direct
