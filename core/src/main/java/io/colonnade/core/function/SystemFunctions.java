package io.colonnade.core.function;

import static io.colonnade.core.function.FunctionGroup.SYSTEM;

import io.colonnade.core.expression.Function;
import java.util.List;

/// Functions about the session and the statement itself.
final class SystemFunctions {
    static final List<ScalarFunction> ALL = List.of(
            ScalarFunction.named(SYSTEM, "typeof", "pg_typeof")
                    .is(Function.TYPEOF, "x any -> text")
                    .nulls(NullRule.NEVER)
                    .example("typeof(1.50)", "DECIMAL(3, 2)")
                    .say("the type of an expression"),
            ScalarFunction.named(SYSTEM, "gen_random_uuid", "uuid")
                    .is(Function.UUID, "-> text")
                    .nulls(NullRule.NEVER)
                    .stays(Determinism.NEVER)
                    .example("length(gen_random_uuid())", "36")
                    .say("a random UUID (version 4) as text, another one for each row"),
            ScalarFunction.named(SYSTEM, "version")
                    .rewritten("-> text")
                    .stays(Determinism.STATEMENT)
                    .example("version() LIKE 'Colonnade%'", "true")
                    .say("name and version of the engine"),
            ScalarFunction.named(SYSTEM, "current_database", "current_catalog", "database")
                    .rewritten("-> text")
                    .stays(Determinism.STATEMENT)
                    .written("`current_database()`, `current_catalog`")
                    .example("current_database()", "colonnade")
                    .say("the catalog of `information_schema`"),
            ScalarFunction.named(SYSTEM, "current_schema")
                    .rewritten("-> text")
                    .stays(Determinism.STATEMENT)
                    .written("`current_schema()`, `current_schema`")
                    .example("current_schema()", "main")
                    .say("the schema of names without one"),
            ScalarFunction.named(SYSTEM, "current_setting")
                    .rewritten("name text -> text")
                    .stays(Determinism.STATEMENT)
                    .written("`current_setting(name [, missing_ok])`")
                    .example("current_setting('client_encoding')", "UTF8")
                    .say("the value of a setting, named by a literal; an error, or NULL if it may be missing"),
            ScalarFunction.named(SYSTEM, "current_user", "session_user", "user")
                    .rewritten("-> text")
                    .stays(Determinism.STATEMENT)
                    .written("`current_user`, `session_user`, `user`")
                    .example("current_user", "colonnade")
                    .say("always the same: there are no users yet"));

    private SystemFunctions() {}
}
