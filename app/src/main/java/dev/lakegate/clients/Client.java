package dev.lakegate.clients;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The clients that there is a snippet for.
public enum Client {
    PYTHON_SDK("Databricks SDK for Python", "python-sdk.py"),
    JAVA_SDK("Databricks SDK for Java", "java-sdk.java"),
    GO_SDK("Databricks SDK for Go", "go-sdk.go"),
    DATABRICKS_CLI("Databricks CLI", "databricks-cli.sh"),
    JDBC("JDBC, Databricks' driver", "jdbc.java"),
    ODBC("ODBC, Databricks' driver, from Python", "odbc.py"),
    SQL_PYTHON("Databricks SQL Connector for Python", "sql-python.py"),
    SQL_NODE("Databricks SQL Driver for Node.js", "sql-node.mjs"),
    DBT("dbt", "dbt.yml"),
    MLFLOW("MLflow", "mlflow.py"),
    SPARK_CONNECT("Spark Connect", "spark-connect.py"),
    DATABRICKS_CONNECT("Databricks Connect", "databricks-connect.py"),
    OPENAI("OpenAI's client against serving endpoints, Python", "openai.py"),
    OPENAI_NODE("OpenAI's client against serving endpoints, Node.js", "openai-node.mjs"),
    JUPYTER("Jupyter notebooks", "jupyter.py"),
    VSCODE("Notebooks in VS Code", "vscode.py"),
    CURL("curl", "curl.sh");

    private final String title;
    private final String file;

    Client(String title, String file) {
        this.title = title;
        this.file = file;
    }

    /// By the name that people type.
    public static Optional<Client> named(String name) {
        return Arrays.stream(values())
                .filter(client -> client.toString().equalsIgnoreCase(name))
                .findFirst();
    }

    /// What it is, for people.
    public String title() {
        return title;
    }

    /// Its snippet with blanks, a resource beside this class.
    String file() {
        return file;
    }

    /// As people type it: `python-sdk`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
