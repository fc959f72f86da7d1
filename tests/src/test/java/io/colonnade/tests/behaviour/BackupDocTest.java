package io.colonnade.tests.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.tests.TestRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that docs/backup.md shows do what it says, one after the other.
class BackupDocTest {
    private static final Pattern COMMAND = Pattern.compile("\\./colonnade shell (\\S+)((?: -c \"[^\"]+\")+)");
    private static final Pattern STATEMENT = Pattern.compile("-c \"([^\"]+)\"");

    @TempDir
    private Path folder;

    private String local(String text) {
        return text.replace("/srv", folder.resolve("srv").toString())
                .replace("/backup/", folder.resolve("backup") + "/");
    }

    @Test
    void whatIsShownRuns() throws Exception {
        run(
                "jdbc:colonnade:file:/srv/sales",
                "CREATE TABLE orders AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(id, name)");
        String text = Files.readString(TestRoot.project().resolve("docs/backup.md"));
        Matcher commands = COMMAND.matcher(text);
        int count = 0;
        while (commands.find()) {
            Matcher statements = STATEMENT.matcher(commands.group(2));
            while (statements.find()) {
                run(commands.group(1), statements.group(1));
                count++;
            }
        }
        assertThat(count).isEqualTo(5);
        for (String database : new String[] {"/srv/sales", "/srv/restored", "/backup/sales-monday"}) {
            assertThat(orders(local("jdbc:colonnade:file:" + database))).isEqualTo(2);
        }
    }

    private void run(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(local(url));
                Statement statement = connection.createStatement()) {
            statement.execute(local(sql));
        }
    }

    private static int orders(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM orders")) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }
}
