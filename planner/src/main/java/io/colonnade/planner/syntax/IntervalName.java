package io.colonnade.planner.syntax;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/// INTERVAL where the name of a type stands.
public final class IntervalName extends SqlTypeNameSpec {
    public IntervalName(SqlParserPos pos) {
        super(new SqlIdentifier("INTERVAL", pos), pos);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return TemporalOperators.interval(validator.getTypeFactory());
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("INTERVAL");
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        return other instanceof IntervalName ? litmus.succeed() : litmus.fail("another type");
    }
}
