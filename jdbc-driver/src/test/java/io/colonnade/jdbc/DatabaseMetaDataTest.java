package io.colonnade.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseMetaDataTest {

    private Connection connection;
    private DatabaseMetaData metadata;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:colonnade:mem:");
        metadata = connection.getMetaData();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static List<String> column(ResultSet rows, String... labels) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (String label : labels) {
                    row.add(rows.getString(label));
                }
                values.add(String.join(" ", row));
            }
        }
        return values;
    }

    @Test
    void everyMethodAnswers() throws Exception {
        int called = 0;
        for (Method method : DatabaseMetaData.class.getMethods()) {
            Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = method.getParameterTypes()[i];
                arguments[i] = type == int.class ? (Object) 1 : type == boolean.class ? (Object) true : null;
            }
            if (method.getName().equals("unwrap") || method.getName().equals("isWrapperFor")) {
                arguments[0] = DatabaseMetaData.class;
            }
            try {
                Object answer = method.invoke(metadata, arguments);
                if (answer instanceof ResultSet rows) {
                    assertThat(rows.getMetaData().getColumnCount())
                            .as(method.getName())
                            .isPositive();
                    rows.close();
                } else if (method.getReturnType() == String.class) {
                    assertThat(answer).as(method.getName()).isNotNull();
                }
                called++;
            } catch (InvocationTargetException thrown) {
                throw new AssertionError(method + " throws", thrown.getCause());
            }
        }
        assertThat(called).isGreaterThan(170);
    }

    @Test
    void tellsWhatTheProductIs() throws SQLException {
        assertThat(metadata.getDatabaseProductName()).isEqualTo("Colonnade");
        assertThat(metadata.getDatabaseMajorVersion()).isZero();
        assertThat(metadata.getDatabaseMinorVersion()).isEqualTo(1);
        assertThat(metadata.getURL()).isEqualTo("jdbc:colonnade:mem:");
        assertThat(metadata.isReadOnly()).isFalse();
        assertThat(metadata.getSQLKeywords()).isEqualTo("COPY");
        assertThat(metadata.getJDBCMinorVersion()).isEqualTo(3);
        int sorted = 0;
        sorted += metadata.nullsAreSortedHigh() ? 1 : 0;
        sorted += metadata.nullsAreSortedLow() ? 1 : 0;
        sorted += metadata.nullsAreSortedAtStart() ? 1 : 0;
        sorted += metadata.nullsAreSortedAtEnd() ? 1 : 0;
        assertThat(sorted).isEqualTo(1);
    }

    @Test
    void listsTablesByPatternAndType() throws SQLException {
        assertThat(column(metadata.getTables(null, null, "%", null), "TABLE_TYPE", "TABLE_NAME"))
                .containsExactly("TABLE product", "TABLE sales", "VIEW sales_view");
        assertThat(column(metadata.getTables("colonnade", "pub%", "S%", new String[] {"TABLE", "OTHER"}), "TABLE_NAME"))
                .containsExactly("sales");
        assertThat(column(metadata.getTables(null, null, "sales\\_%", null), "TABLE_NAME"))
                .containsExactly("sales_view");
        assertThat(column(metadata.getTables(null, null, "", null), "TABLE_NAME"))
                .isEmpty();
        assertThat(column(metadata.getTables("other", null, "%", null), "TABLE_NAME"))
                .isEmpty();
        assertThat(column(metadata.getTables(null, null, "DBEAVERFAKETABLENAMEFORPING", null), "TABLE_NAME"))
                .isEmpty();
        assertThat(column(metadata.getCatalogs(), "TABLE_CAT")).containsExactly("colonnade");
        assertThat(column(metadata.getSchemas(), "TABLE_SCHEM", "TABLE_CATALOG"))
                .containsExactly("public colonnade");
        assertThat(column(metadata.getTableTypes(), "TABLE_TYPE")).containsExactly("SYSTEM TABLE", "TABLE", "VIEW");
    }

    @Test
    void describesColumnsByPosition() throws SQLException {
        try (ResultSet rows = metadata.getColumns(null, null, "sales", "s\\_amount")) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(24);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(3)).isEqualTo("sales");
            assertThat(rows.getString(4)).isEqualTo("s_amount");
            assertThat(rows.getInt(5)).isEqualTo(Types.DECIMAL);
            assertThat(rows.getString(6)).isEqualTo("DECIMAL");
            assertThat(rows.getInt(7)).isEqualTo(12);
            assertThat(rows.getInt(9)).isEqualTo(2);
            assertThat(rows.getInt(10)).isEqualTo(10);
            assertThat(rows.getInt(11)).isEqualTo(DatabaseMetaData.columnNullable);
            assertThat(rows.getInt(17)).isEqualTo(3);
            assertThat(rows.getString(18)).isEqualTo("YES");
            assertThat(rows.next()).isFalse();
        }
        assertThat(column(metadata.getColumns(null, null, "product", null), "COLUMN_NAME"))
                .containsExactly("p_region", "p_id", "p_name");
    }

    @Test
    void tellsKeysFromBothSides() throws SQLException {
        assertThat(column(metadata.getPrimaryKeys(null, null, "PRODUCT"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"))
                .containsExactly("p_id 2 product_pk", "p_region 1 product_pk");
        List<String> expected = List.of(
                "product p_region sales s_region 1 sales_product_fk product_pk",
                "product p_id sales s_product 2 sales_product_fk product_pk");
        String[] labels = {
            "PKTABLE_NAME", "PKCOLUMN_NAME", "FKTABLE_NAME", "FKCOLUMN_NAME", "KEY_SEQ", "FK_NAME", "PK_NAME"
        };
        assertThat(column(metadata.getImportedKeys(null, null, "sales"), labels))
                .isEqualTo(expected);
        assertThat(column(metadata.getExportedKeys(null, null, "product"), labels))
                .isEqualTo(expected);
        assertThat(column(metadata.getCrossReference(null, null, "product", null, null, "sales"), labels))
                .isEqualTo(expected);
        assertThat(column(metadata.getImportedKeys(null, null, "product"), labels))
                .isEmpty();
        assertThat(column(metadata.getExportedKeys(null, null, "sales"), labels))
                .isEmpty();
        assertThat(column(metadata.getIndexInfo(null, null, "sales", false, true), "COLUMN_NAME", "CARDINALITY"))
                .containsExactly("null 1000", "s_day 1000");
        assertThat(column(metadata.getBestRowIdentifier(null, null, "product", 2, true), "COLUMN_NAME"))
                .containsExactly("p_region", "p_id");
    }

    @Test
    void listsTypesInOrderOfTheirNumber() throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (ResultSet rows = metadata.getTypeInfo()) {
            while (rows.next()) {
                numbers.add(rows.getInt("DATA_TYPE"));
                assertThat(rows.getObject("AUTO_INCREMENT")).isEqualTo(false);
            }
        }
        assertThat(numbers).hasSize(15).isSorted();
    }

    @Test
    void answersWhileAQueryStreamsAndLeavesNoStatementBehind() throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery("select rows 7")) {
            rows.next();
            ResultSet tables = metadata.getTables(null, null, null, null);
            assertThat(tables.next()).isTrue();
            Statement hidden = tables.getStatement();
            tables.close();
            assertThat(hidden.isClosed()).isTrue();
            assertThat(rows.next()).isTrue();
        }
    }
}
