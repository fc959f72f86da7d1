/** SHOW HEALTH, SHOW CREATE TABLE t, SHOW ALL, SHOW COLUMNS FROM t, SHOW TABLES and the like, SHOW setting. */
SqlNode ShowStatement() :
{
    final Span s;
    final String what;
    SqlIdentifier scope = null;
    String pattern = null;
}
{
    <SHOW> { s = span(); }
    (
        <HEALTH> { return new StatementNode(s.end(this), new Statement.ShowHealth()); }
    |
        <CREATE> ( <TABLE> | <VIEW> ) scope = CompoundIdentifier()
        { return ShowSyntax.create(s.end(this), scope); }
    |
        <ALL> { return ShowSyntax.all(s.end(this)); }
    |
        LOOKAHEAD(2)
        <TIME> <ZONE> { return ShowSyntax.setting(s.end(this), "time_zone"); }
    |
        LOOKAHEAD(2)
        <TRANSACTION> <ISOLATION> <LEVEL> { return ShowSyntax.setting(s.end(this), "transaction_isolation"); }
    |
        what = Identifier()
        [ ( <FROM> | <IN> ) scope = CompoundIdentifier() ]
        [ <LIKE> pattern = SimpleStringLiteral() ]
        { return ShowSyntax.show(s.end(this), what, scope, pattern); }
    )
}

/** DESCRIBE [TABLE] t, DESCRIBE query. */
SqlNode DescribeStatement() :
{
    final Span s;
    final SqlNode query;
    final SqlIdentifier name;
}
{
    ( <DESCRIBE> | <DESC> ) { s = span(); }
    (
        LOOKAHEAD({ getToken(1).kind == SELECT || getToken(1).kind == WITH || getToken(1).kind == VALUES
            || getToken(1).kind == LPAREN })
        query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        { return ShowSyntax.describe(s.end(this), query); }
    |
        [ <TABLE> ] name = CompoundIdentifier()
        { return ShowSyntax.describe(s.end(this), name); }
    )
}

/** ANALYZE [TABLE] [t]. */
SqlNode AnalyzeStatement() :
{
    final Span s;
    SqlIdentifier name = null;
}
{
    <ANALYZE> { s = span(); } [ <TABLE> ] [ name = CompoundIdentifier() ]
    {
        return new StatementNode(
            s.end(this), new Statement.Analyze(name == null ? null : TableSyntax.tableName(name)));
    }
}

/** SET [SESSION] name = value, SET TIME ZONE value, SET [SESSION CHARACTERISTICS AS] TRANSACTION, RESET, USE. */
SqlNode SettingStatement() :
{
    final Span s;
    final TransactionSyntax transaction = new TransactionSyntax();
    SqlIdentifier name = null;
    String value = null;
    String more;
    final SqlParserPos p;
}
{
    LOOKAHEAD(1) <SET> { s = span(); }
    [
        LOOKAHEAD({ getToken(1).kind == SESSION && getToken(2).kind != EQ && getToken(2).kind != TO
            && getToken(2).kind != CHARACTERISTICS })
        <SESSION>
    ]
    (
        LOOKAHEAD({ getToken(1).kind == SESSION && getToken(2).kind == CHARACTERISTICS })
        <SESSION> <CHARACTERISTICS> <AS> <TRANSACTION> TransactionModes(transaction)
        { return new StatementNode(s.end(this), transaction.characteristics()); }
    |
        LOOKAHEAD({ getToken(1).kind == TRANSACTION && getToken(2).kind != EQ && getToken(2).kind != TO })
        <TRANSACTION> { p = getPos(); } TransactionModes(transaction)
        { return new StatementNode(s.end(this), transaction.set(p)); }
    |
        LOOKAHEAD({ getToken(1).kind == NAMES && getToken(2).kind != EQ && getToken(2).kind != TO })
        <NAMES> { p = getPos(); } value = SettingValue()
        { return SettingSyntax.set(s.end(this), "client_encoding", p, value); }
    |
        LOOKAHEAD(2)
        <TIME> <ZONE> { p = getPos(); } ( value = SettingValue() | <LOCAL> )
        { return SettingSyntax.set(s.end(this), "time_zone", p, value); }
    |
        name = SimpleIdentifier() ( <EQ> | <TO> ) value = SettingValue()
        ( <COMMA> more = SettingValue() { value = value + ", " + more; } )*
        { return SettingSyntax.set(s.end(this), name.getSimple(), name.getParserPosition(), value); }
    )
|
    LOOKAHEAD(1) <RESET> { s = span(); }
    (
        <ALL> { return new StatementNode(s.end(this), new Statement.ResetAll()); }
    |
        LOOKAHEAD(2)
        <TIME> <ZONE> { return SettingSyntax.set(s.end(this), "time_zone", getPos(), null); }
    |
        name = SimpleIdentifier()
        { return SettingSyntax.set(s.end(this), name.getSimple(), name.getParserPosition(), null); }
    )
|
    LOOKAHEAD(1) <USE> { s = span(); } [ LOOKAHEAD(2) <SCHEMA> ] name = SimpleIdentifier()
    { return SettingSyntax.set(s.end(this), "schema", name.getParserPosition(), name.getSimple()); }
}

/** A text, a word, or a number with a unit; null for DEFAULT. */
String SettingValue() :
{
    String value;
    String unit;
    String sign = "";
}
{
    value = SimpleStringLiteral() { return value; }
|
    <DEFAULT_> { return null; }
|
    ( <ALL> | <ON> | <TRUE> | <FALSE> ) { return token.image; }
|
    [ <PLUS> | <MINUS> { sign = "-"; } ]
    ( <UNSIGNED_INTEGER_LITERAL> | <DECIMAL_NUMERIC_LITERAL> ) { value = sign + token.image; }
    [ unit = Identifier() { value = value + unit; } ]
    { return value; }
|
    value = Identifier() { return value; }
}

/** PREPARE name [(types)] AS statement, EXECUTE name [(values)], DEALLOCATE [PREPARE] name | ALL. */
SqlNode PreparedStatement() :
{
    final Span s;
    final SqlIdentifier name;
    final List<SqlDataTypeSpec> types = new ArrayList<SqlDataTypeSpec>();
    final List<SqlNode> values = new ArrayList<SqlNode>();
    SqlDataTypeSpec type;
    SqlNode value;
    final Token first;
}
{
    LOOKAHEAD(1) <PREPARE> { s = span(); } name = SimpleIdentifier()
    [
        <LPAREN> type = DataType() { types.add(type); }
        ( <COMMA> type = DataType() { types.add(type); } )*
        <RPAREN>
    ]
    <AS> { first = getToken(1); }
    InnerStatement()
    {
        return SettingSyntax.prepare(
            s.end(this),
            name,
            types,
            QueryText.cut(getOriginalSql(), new SqlParserPos(
                first.beginLine, first.beginColumn, token.endLine, token.endColumn)));
    }
|
    LOOKAHEAD(1) <EXECUTE> { s = span(); } name = SimpleIdentifier()
    [
        <LPAREN>
        [
            value = Expression(ExprContext.ACCEPT_NON_QUERY) { values.add(value); }
            ( <COMMA> value = Expression(ExprContext.ACCEPT_NON_QUERY) { values.add(value); } )*
        ]
        <RPAREN>
    ]
    { return SettingSyntax.execute(s.end(this), name, values); }
|
    LOOKAHEAD(1) <DEALLOCATE> { s = span(); } [ LOOKAHEAD(2) <PREPARE> ]
    (
        <ALL> { return new StatementNode(s.end(this), new Statement.Deallocate(null)); }
    |
        name = SimpleIdentifier()
        { return new StatementNode(s.end(this), new Statement.Deallocate(TableSyntax.name(name))); }
    )
}

/** KILL [QUERY] id. */
SqlNode KillStatement() :
{
    final Span s;
}
{
    <KILL> { s = span(); } [ <QUERY> ] <UNSIGNED_INTEGER_LITERAL>
    { return SettingSyntax.kill(s.end(this), token.image, getPos()); }
}

/** A statement within EXPLAIN or PREPARE. */
SqlNode InnerStatement() :
{
    final SqlNode inner;
}
{
    (
        inner = CreateTableStatement()
    |
        inner = CopyStatement()
    |
        LOOKAHEAD(1) inner = InsertStatement()
    |
        LOOKAHEAD(1) inner = DeleteStatement()
    |
        LOOKAHEAD(1) inner = UpdateStatement()
    |
        LOOKAHEAD(1) inner = MergeStatement()
    |
        inner = SqlQueryOrDml()
    )
    { return inner; }
}

/** EXPLAIN [ANALYZE | STEPS] statement, EXPLAIN (option [value], ...) statement. */
SqlNode ExplainStatement() :
{
    final Span s;
    final ExplainSyntax explain = new ExplainSyntax();
    final SqlNode inner;
}
{
    <EXPLAIN> { s = span(); }
    [
        <ANALYZE> { explain.option("ANALYZE", null, getPos()); }
    |
        <STEPS> { explain.option("STEPS", null, getPos()); }
    |
        LOOKAHEAD({ getToken(1).kind == LPAREN && ExplainSyntax.isOption(getToken(2).image) })
        <LPAREN> ExplainOption(explain) ( <COMMA> ExplainOption(explain) )* <RPAREN>
    ]
    inner = InnerStatement()
    { return explain.build(s.end(this), inner); }
}

void ExplainOption(ExplainSyntax explain) :
{
    final String option;
    final SqlParserPos p;
    String value = null;
}
{
    ( option = Identifier() | <ANALYZE> { option = "ANALYZE"; } ) { p = getPos(); }
    [ value = Identifier() | ( <TRUE> | <FALSE> | <ON> ) { value = token.image; } ]
    { explain.option(option, value, p); }
}

/** A file in FROM: its path as a text. */
SqlNode FileTable() :
{
    final String path;
}
{
    path = SimpleStringLiteral() { return FileSyntax.table(path, getPos()); }
}
