package io.colonnade.coordinator.query;

import io.colonnade.coordinator.care.CareRows;
import io.colonnade.coordinator.care.CareRows.CareColumn;
import io.colonnade.coordinator.result.TypeNames;
import io.colonnade.coordinator.setting.SessionSettings;
import io.colonnade.coordinator.statement.Figures;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.coordinator.system.Descriptions;
import io.colonnade.coordinator.system.SystemView;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.planner.statement.PlannedStatement;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.syntax.Suggestions;
import java.util.List;

/// Answers what is known, without a task: DESCRIBE, SHOW CREATE, SHOW of a setting, ANALYZE.
final class DescriptionExecution {
    private final SystemView now;
    private final StatementControl control;

    DescriptionExecution(SystemView now, StatementControl control) {
        this.now = now;
        this.control = control;
    }

    /// What a statement answers.
    static List<ColumnDescription> columns(Statement.Description statement) {
        List<CareColumn> columns = switch (statement) {
            case Statement.DescribeTable describe -> Descriptions.COLUMNS;
            case Statement.DescribeQuery describe -> Descriptions.COLUMNS;
            case Statement.ShowCreate show -> Descriptions.DEFINITION;
            case Statement.ShowSetting show -> List.of(setting(show));
            case Statement.Analyze analyze -> Descriptions.STATISTICS;
        };
        return columns.stream()
                .map(column -> ColumnDescription.of(column.name(), TypeNames.of(column.type()), column.nullable()))
                .toList();
    }

    private static CareColumn setting(Statement.ShowSetting show) {
        return new CareColumn(name(show), Type.VARCHAR, false);
    }

    /// The name of a setting, which may be called by another.
    private static String name(Statement.ShowSetting show) {
        return SessionSettings.find(show.name().text())
                .map(SessionSettings.Setting::name)
                .orElse(show.name().text());
    }

    RowsResult run(Statement.Description statement, PlannedStatement planned) {
        CareRows rows = switch (statement) {
            case Statement.DescribeTable describe -> Descriptions.columns(describe.table(), now);
            case Statement.DescribeQuery describe -> Descriptions.columns(planned.columns());
            case Statement.ShowCreate show -> Descriptions.definition(show.table(), now);
            case Statement.ShowSetting show -> new CareRows(List.of(setting(show)), List.of(value(show)));
            case Statement.Analyze analyze -> {
                TableDefinition table = planned.target();
                yield Descriptions.statistics(table == null ? now.snapshot().tables() : List.of(table), now);
            }
        };
        return new RowsResult(columns(statement), rows, Figures.sum(List.of(), List.of(), control));
    }

    private List<Datum> value(Statement.ShowSetting show) {
        String name = name(show);
        return now.settings().stream()
                .filter(setting -> setting.name().equalsIgnoreCase(name))
                .findFirst()
                .map(setting -> List.of(Datum.of(setting.value())))
                .orElseThrow(() -> new EngineException(
                        ErrorCode.UNKNOWN_OBJECT,
                        "there is no setting \"" + name + "\"",
                        show.name().position(),
                        Suggestions.didYouMean(
                                name,
                                now.settings().stream()
                                        .map(SystemView.SettingValue::name)
                                        .toList()),
                        null));
    }
}
