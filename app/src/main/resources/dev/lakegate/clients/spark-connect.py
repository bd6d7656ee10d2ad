# Spark Connect through Lakegate's route "{{route}}": pip install "pyspark[connect]"
# Put your cluster's id in.
import os
from pathlib import Path

from pyspark.sql import SparkSession

# an outbound proxy must not be asked for this machine
direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost," + direct
local_key = Path("{{key_file}}").read_text().strip()  # read when this runs: no key stands here
# by the name localhost: to 127.0.0.1 the client sends no token without TLS
spark = SparkSession.builder.remote(
    f"sc://localhost:{{port}}/;token={local_key};x-databricks-cluster-id=CLUSTER_ID"
).getOrCreate()
print(spark.sql("SELECT current_user()").first()[0])
