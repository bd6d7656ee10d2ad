// JDBC through Lakegate's route "{{route}}": com.databricks:databricks-jdbc; put the id of your SQL warehouse in.
// For a program with a form (DBeaver, DataGrip) the same URL, user "token", and as password the line in
// {{key_file}}

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;

public class ThroughLakegate {
    public static void main(String[] arguments) throws Exception {
        String url = "jdbc:databricks://127.0.0.1:{{port}}/default;ssl=0;transportMode=http;AuthMech=3"
                + ";httpPath=/sql/1.0/warehouses/WAREHOUSE_ID";
        Properties login = new Properties();
        login.setProperty("UID", "token");
        // read when this runs: no key stands here
        login.setProperty("PWD", Files.readString(Path.of("{{key_file}}")).strip());
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_user()")) {
            rows.next();
            System.out.println(rows.getString(1));
        }
    }
}
