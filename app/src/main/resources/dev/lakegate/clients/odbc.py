# ODBC through Lakegate's route "{{route}}": Databricks' ODBC driver, and for Python: pip install pyodbc
# Put the id of your SQL warehouse in. In odbc.ini the same words, one a line, without PWD.
from pathlib import Path

import pyodbc

connection = pyodbc.connect(
    "Driver=Simba Spark ODBC Driver;Host=127.0.0.1;Port={{port}};SSL=0;ThriftTransport=2"
    ";HTTPPath=/sql/1.0/warehouses/WAREHOUSE_ID;AuthMech=3;UID=token",
    PWD=Path("{{key_file}}").read_text().strip(),  # read when this runs: no key stands here
    autocommit=True,
)
print(connection.execute("SELECT current_user()").fetchone()[0])
