package io.colonnade.jdbc.fake;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.TableDescription;
import io.colonnade.jdbc.service.TableDescription.ForeignKey;
import io.colonnade.jdbc.service.TableDescription.PrimaryKey;
import io.colonnade.jdbc.service.TypeDescription;
import java.util.List;

/// A small star: `sales` refers to `product` by a key of two columns.
final class FakeCatalog {

    static final List<TableDescription> TABLES = List.of(
            new TableDescription(
                    "public",
                    "product",
                    "TABLE",
                    "what is sold",
                    10,
                    List.of(
                            ColumnDescription.of("p_region", TypeDescription.SMALLINT, false),
                            ColumnDescription.of("p_id", TypeDescription.INTEGER, false),
                            ColumnDescription.of("p_name", TypeDescription.varchar(20), true)),
                    new PrimaryKey("product_pk", List.of("p_region", "p_id")),
                    List.of(),
                    List.of()),
            new TableDescription(
                    "public",
                    "sales",
                    "TABLE",
                    "",
                    1_000,
                    List.of(
                            ColumnDescription.of("s_region", TypeDescription.SMALLINT, false),
                            ColumnDescription.of("s_product", TypeDescription.INTEGER, false),
                            ColumnDescription.of("s_amount", TypeDescription.decimal(12, 2), true),
                            ColumnDescription.of("s_day", TypeDescription.DATE, true)),
                    null,
                    List.of(new ForeignKey(
                            "sales_product_fk",
                            List.of("s_region", "s_product"),
                            "public",
                            "product",
                            List.of("p_region", "p_id"))),
                    List.of("s_day")),
            new TableDescription(
                    "public",
                    "sales_view",
                    "VIEW",
                    "",
                    -1,
                    List.of(ColumnDescription.of("s_amount", TypeDescription.decimal(12, 2), true)),
                    null,
                    List.of(),
                    List.of()));

    private FakeCatalog() {}
}
