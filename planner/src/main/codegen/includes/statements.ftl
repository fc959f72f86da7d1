/** CREATE TABLE [IF NOT EXISTS] t (elements) | [(names)] options AS query. */
SqlNode CreateTableStatement() :
{
    final Span s;
    final TableSyntax table = new TableSyntax();
    final SqlIdentifier name;
    SqlNode query = null;
}
{
    <CREATE> { s = span(); } <TABLE>
    [ LOOKAHEAD(3) <IF> <NOT> <EXISTS> { table.ifNotExists(); } ]
    name = CompoundIdentifier()
    [
        <LPAREN> TableElement(table)
        ( <COMMA> TableElement(table) )*
        <RPAREN>
    ]
    ( TableOption(table) )*
    [ <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) ]
    { return new StatementNode(s.end(this), table.build(name, query)); }
}

/** A column or a constraint. */
void TableElement(TableSyntax table) :
{
    SqlIdentifier name;
    SqlIdentifier constraint;
    SqlDataTypeSpec type = null;
    SqlNodeList columns;
    SqlIdentifier referenced;
    SqlNodeList referencedColumns = SqlNodeList.EMPTY;
}
{
    [ <CONSTRAINT> constraint = SimpleIdentifier() { table.constraint(constraint); } ]
    (
        <PRIMARY> <KEY> columns = ParenthesizedSimpleIdentifierList() { table.primaryKey(columns); }
    |
        <FOREIGN> <KEY> columns = ParenthesizedSimpleIdentifierList()
        <REFERENCES> referenced = CompoundIdentifier()
        [ referencedColumns = ParenthesizedSimpleIdentifierList() ]
        { table.foreignKey(columns, referenced, referencedColumns); }
    |
        <UNIQUE> { table.unsupported("UNIQUE", getPos()); }
    |
        <CHECK> { table.unsupported("CHECK", getPos()); }
    |
        name = SimpleIdentifier()
        [ type = DataType() ]
        { table.column(name, type); }
        ( ColumnConstraint(table) )*
    )
}

void ColumnConstraint(TableSyntax table) :
{
    SqlIdentifier constraint;
    SqlNode value;
    SqlIdentifier referenced;
    SqlNodeList columns = SqlNodeList.EMPTY;
}
{
    [ <CONSTRAINT> constraint = SimpleIdentifier() { table.constraint(constraint); } ]
    (
        <NOT> <NULL> { table.notNull(); }
    |
        <NULL>
    |
        <PRIMARY> <KEY> { table.columnIsKey(); }
    |
        <REFERENCES> referenced = CompoundIdentifier()
        [ columns = ParenthesizedSimpleIdentifierList() ]
        { table.columnReferences(referenced, columns); }
    |
        IdentityConstraint(table)
    |
        <UNIQUE> { table.unsupported("UNIQUE", getPos()); }
    |
        <DEFAULT_> value = Expression(ExprContext.ACCEPT_NON_QUERY) { table.byDefault(value); }
    |
        <CHECK> { table.unsupported("CHECK", getPos()); }
    )
}

/** GENERATED ALWAYS | BY DEFAULT AS IDENTITY [(START [WITH] n INCREMENT [BY] m)]. */
void IdentityConstraint(TableSyntax table) :
{
    final SqlParserPos p;
    boolean always = false;
}
{
    <GENERATED> { p = getPos(); }
    ( <ALWAYS> { always = true; } | <BY> <DEFAULT_> )
    <AS>
    (
        <IDENTITY> { table.identity(always, p); }
        [ <LPAREN> ( IdentityOption(table) )+ <RPAREN> ]
    |
        <LPAREN> { table.unsupported("GENERATED .. AS (expression)", p); }
    )
}

void IdentityOption(TableSyntax table) :
{
    final String value;
}
{
    <START> [ <WITH> ] value = SignedInteger() { table.identityStart(value, getPos()); }
|
    <INCREMENT> [ <BY> ] value = SignedInteger() { table.identityIncrement(value, getPos()); }
|
    ( <MINVALUE> | <MAXVALUE> | <CYCLE> | <NO> )
    { table.unsupported(token.image.toUpperCase(java.util.Locale.ROOT) + " of an identity column", getPos()); }
}

String SignedInteger() :
{
    String sign = "";
}
{
    [ <PLUS> | <MINUS> { sign = "-"; } ]
    <UNSIGNED_INTEGER_LITERAL> { return sign + token.image; }
}

/** ORDER BY (columns), DISTRIBUTE BY HASH(columns) [INTO n SLOTS], [DISTRIBUTE BY] REPLICATED, PARTITION BY ... */
void TableOption(TableSyntax table) :
{
    SqlNodeList columns;
    int slots = 0;
}
{
    <ORDER> <BY> columns = ParenthesizedSimpleIdentifierList() { table.sortKey(columns); }
|
    <DISTRIBUTE> <BY>
    (
        <HASH> { final SqlParserPos p = getPos(); } columns = ParenthesizedSimpleIdentifierList()
        [ <INTO> slots = UnsignedIntLiteral() { table.checkSlots(slots, getPos()); } <SLOTS> ]
        { table.hash(columns, slots, p); }
    |
        <REPLICATED> { table.replicated(getPos()); }
    )
|
    <REPLICATED> { table.replicated(getPos()); }
|
    PartitionOption(table)
}

/** DROP TABLE [IF EXISTS] t, u. */
SqlNode DropTableStatement() :
{
    final Span s;
    boolean ifExists = false;
    final List<SqlIdentifier> names;
}
{
    <DROP> { s = span(); } <TABLE>
    [ LOOKAHEAD(2) <IF> <EXISTS> { ifExists = true; } ]
    names = DroppedNames()
    {
        return StatementNode.define(
            s.end(this), new Definition.DropTables(TableSyntax.tableNames(names), ifExists));
    }
}

List<SqlIdentifier> DroppedNames() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    { return names; }
}

/** OPTIMIZE TABLE t. */
SqlNode OptimizeStatement() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <OPTIMIZE> { s = span(); } <TABLE>
    name = CompoundIdentifier()
    { return new StatementNode(s.end(this), new Statement.Optimize(TableSyntax.tableName(name))); }
}

/** BACKUP TO 'directory'. */
SqlNode BackupStatement() :
{
    final Span s;
    final String directory;
}
{
    <BACKUP> { s = span(); } <TO> directory = SimpleStringLiteral()
    { return new StatementNode(s.end(this), new Statement.Backup(directory)); }
}

/** RESTORE FROM 'directory'. */
SqlNode RestoreStatement() :
{
    final Span s;
    final String directory;
}
{
    <RESTORE> { s = span(); } <FROM> directory = SimpleStringLiteral()
    { return new StatementNode(s.end(this), new Statement.Restore(directory)); }
}

/** VERIFY TABLE t, VERIFY DATABASE. */
SqlNode VerifyStatement() :
{
    final Span s;
    SqlIdentifier name = null;
}
{
    <VERIFY> { s = span(); }
    (
        <TABLE> name = CompoundIdentifier()
    |
        <DATABASE>
    )
    {
        return new StatementNode(
            s.end(this), new Statement.Verify(name == null ? null : TableSyntax.tableName(name)));
    }
}

/** COPY t [(columns)] FROM | TO 'path' [[WITH] (option value, ...)], COPY (query) TO the same. */
SqlNode CopyStatement() :
{
    final Span s;
    final SqlIdentifier name;
    final SqlNode query;
    final CopySyntax copy;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final String path;
}
{
    <COPY> { s = span(); }
    (
        <LPAREN> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) <RPAREN>
        <TO> path = SimpleStringLiteral()
        { copy = CopySyntax.to(query, columns, path); }
    |
        name = CompoundIdentifier()
        [ columns = ParenthesizedSimpleIdentifierList() ]
        (
            <FROM> path = SimpleStringLiteral()
            { copy = CopySyntax.from(name, columns, path); }
        |
            <TO> path = SimpleStringLiteral()
            { copy = CopySyntax.to(name, columns, path); }
        )
    )
    [ <WITH> ]
    [
        <LPAREN> [ CopyOption(copy) ( <COMMA> CopyOption(copy) )* ] <RPAREN>
    ]
    { return new StatementNode(s.end(this), copy.build()); }
}

void CopyOption(CopySyntax copy) :
{
    final String option;
    final SqlParserPos p;
    String value = null;
}
{
    ( option = Identifier() | <NULL> { option = "NULL"; } | <CHECK> { option = "CHECK"; } )
    { p = getPos(); }
    [
        value = SimpleStringLiteral()
    |
        value = Identifier()
    |
        <TRUE> { value = "true"; }
    |
        <FALSE> { value = "false"; }
    |
        <ON> { value = "true"; }
    |
        <UNSIGNED_INTEGER_LITERAL> { value = token.image; }
    ]
    { copy.option(option, value, p); }
}

/** expression::type. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> { checkNonQueryExpression(exprContext); }
    type = DataType()
    {
        list.add(new SqlParserUtil.ToTreeListItem(
            org.apache.calcite.sql.fun.SqlLibraryOperators.INFIX_CAST, s.pos()));
        list.add(type);
    }
}

/** A literal of a date or time. */
SqlNode TemporalLiteral() :
{
    final SqlLiteral literal;
}
{
    literal = DateTimeLiteral() { return IntervalSyntax.dateTime(literal); }
}

/** expression AT TIME ZONE expression, AT LOCAL. */
void AtTimeZone(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <AT> { checkNonQueryExpression(exprContext); }
    (
        <LOCAL> { list.add(new SqlParserUtil.ToTreeListItem(IntervalSyntax.AT_LOCAL, s.pos())); }
    |
        <TIME> <ZONE> { list.add(new SqlParserUtil.ToTreeListItem(IntervalSyntax.AT_TIME_ZONE, s.pos())); }
        AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
    )
}

/** PostgreSQL's other names for types. */
SqlTypeNameSpec NamedType() :
{
    final SqlTypeName name;
    int precision = -1;
}
{
    (
        ( <TEXT> | <STRING> ) { name = SqlTypeName.VARCHAR; }
    |
        <INT2> { name = SqlTypeName.SMALLINT; }
    |
        <INT4> { name = SqlTypeName.INTEGER; }
    |
        <INT8> { name = SqlTypeName.BIGINT; }
    |
        <FLOAT4> { name = SqlTypeName.REAL; }
    |
        <FLOAT8> { name = SqlTypeName.DOUBLE; }
    |
        <TIMESTAMPTZ> precision = PrecisionOpt() { name = SqlTypeName.TIMESTAMP_TZ; }
    |
        <INTERVAL> [ LOOKAHEAD(2) IntervalQualifier() ] { return IntervalSyntax.type(getPos()); }
    |
        <BOOL> { name = SqlTypeName.BOOLEAN; }
    )
    { return new SqlBasicTypeNameSpec(name, precision, getPos()); }
}

/** INSERT INTO t [(columns)] [OVERRIDING SYSTEM VALUE] query | DEFAULT VALUES. */
SqlNode InsertStatement() :
{
    final Span s;
    final SqlIdentifier name;
    SqlNodeList columns = SqlNodeList.EMPTY;
    SqlNode source = null;
    boolean overriding = false;
}
{
    <INSERT> { s = span(); } <INTO>
    name = CompoundIdentifier()
    [ LOOKAHEAD(2) columns = ParenthesizedSimpleIdentifierList() ]
    (
        <DEFAULT_> <VALUES>
    |
        [
            <OVERRIDING>
            ( <SYSTEM> { overriding = true; } | <USER> { ChangeSyntax.unsupported("OVERRIDING USER VALUE", getPos()); } )
            <VALUE>
        ]
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    )
    { return ChangeSyntax.insert(s.end(this), name, columns, overriding, source); }
}

/** DELETE FROM t [[AS] alias] [WHERE condition]. */
SqlNode DeleteStatement() :
{
    final Span s;
    final ChangeSyntax change;
    SqlNode condition = null;
}
{
    <DELETE> { s = span(); } <FROM>
    change = ChangedTable()
    [ <WHERE> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    { return change.delete(s.end(this), condition); }
}

/** t [[AS] alias]. */
ChangeSyntax ChangedTable() :
{
    final SqlIdentifier name;
    final SqlIdentifier alias;
    final ChangeSyntax change;
}
{
    name = CompoundIdentifier() { change = new ChangeSyntax(name); }
    [ [ <AS> ] alias = SimpleIdentifier() { change.alias(alias); } ]
    { return change; }
}

/** UPDATE t [[AS] alias] SET column = value, ... [FROM tables] [WHERE condition]. */
SqlNode UpdateStatement() :
{
    final Span s;
    final ChangeSyntax change;
    SqlNode from = null;
    SqlNode condition = null;
}
{
    <UPDATE> { s = span(); }
    change = ChangedTable()
    <SET> Assignments(change)
    [ <FROM> from = FromClause() ]
    [ <WHERE> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    { return change.update(s.end(this), from, condition); }
}

void Assignments(ChangeSyntax change) :
{}
{
    Assignment(change)
    ( <COMMA> Assignment(change) )*
}

void Assignment(ChangeSyntax change) :
{
    final SqlIdentifier column;
    final SqlNode value;
}
{
    column = SimpleIdentifier() <EQ> value = ValueOrDefault()
    { change.assign(column, value); }
}

SqlNode ValueOrDefault() :
{
    final SqlNode value;
}
{
    (
        value = Default()
    |
        value = Expression(ExprContext.ACCEPT_SUB_QUERY)
    )
    { return value; }
}

/** MERGE INTO t [[AS] alias] USING source ON condition WHEN ... THEN ... */
SqlNode MergeStatement() :
{
    final Span s;
    final ChangeSyntax change;
    final SqlNode source;
    final SqlNode condition;
}
{
    <MERGE> { s = span(); } <INTO>
    change = ChangedTable()
    <USING> source = TableRef()
    <ON> condition = Expression(ExprContext.ACCEPT_SUB_QUERY)
    ( MergeWhen(change) )+
    { return change.merge(s.end(this), source, condition); }
}

void MergeWhen(ChangeSyntax change) :
{
    SqlNode condition = null;
    SqlNodeList columns = SqlNodeList.EMPTY;
    SqlNode value;
    final List<SqlNode> values = new ArrayList<SqlNode>();
    final Span s;
}
{
    <WHEN>
    (
        <MATCHED>
        [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        <THEN>
        (
            <UPDATE> <SET> Assignments(change) { change.matchedUpdate(condition); }
        |
            <DELETE> { change.matchedDelete(condition); }
        |
            <DO> <NOTHING> { change.nothing(true, condition); }
        )
    |
        <NOT> <MATCHED>
        [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        <THEN>
        (
            <INSERT>
            [ columns = ParenthesizedSimpleIdentifierList() ]
            <VALUES> <LPAREN> { s = span(); }
            value = ValueOrDefault() { values.add(value); }
            ( <COMMA> value = ValueOrDefault() { values.add(value); } )*
            <RPAREN>
            { change.notMatchedInsert(condition, columns, new SqlNodeList(values, s.end(this))); }
        |
            <DO> <NOTHING> { change.nothing(false, condition); }
        )
    )
}

/** TRUNCATE [TABLE] t. */
SqlNode TruncateStatement() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <TRUNCATE> { s = span(); } [ <TABLE> ] name = CompoundIdentifier()
    { return new ChangeSyntax(name).truncate(s.end(this)); }
}
