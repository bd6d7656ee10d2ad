# Databricks SQL Connector for Python through Lakegate's route "{{route}}": pip install databricks-sql-connector
# Put the id of your SQL warehouse in.
import os
from pathlib import Path

from databricks import sql

# an outbound proxy must not be asked for this machine
direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost," + direct

http_path = "/sql/1.0/warehouses/WAREHOUSE_ID"
with sql.connect(
    server_hostname="127.0.0.1",
    http_path=http_path,
    # from server_hostname alone the connector would make an https address
    _connection_uri="http://127.0.0.1:{{port}}" + http_path,
    access_token=Path("{{key_file}}").read_text().strip(),  # read when this runs: no key stands here
) as connection:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user()")
        print(cursor.fetchone()[0])
