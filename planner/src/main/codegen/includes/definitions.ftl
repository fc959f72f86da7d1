/** CREATE SCHEMA [IF NOT EXISTS] s. */
SqlNode CreateSchemaStatement() :
{
    final Span s;
    boolean ifNotExists = false;
    final SqlIdentifier name;
}
{
    <CREATE> { s = span(); } <SCHEMA>
    [ LOOKAHEAD(3) <IF> <NOT> <EXISTS> { ifNotExists = true; } ]
    name = SimpleIdentifier()
    {
        return StatementNode.define(s.end(this), new Definition.CreateSchema(TableSyntax.name(name), ifNotExists));
    }
}

/** DROP SCHEMA [IF EXISTS] s [CASCADE | RESTRICT]. */
SqlNode DropSchemaStatement() :
{
    final Span s;
    boolean ifExists = false;
    boolean cascade = false;
    final SqlIdentifier name;
}
{
    <DROP> { s = span(); } <SCHEMA>
    [ LOOKAHEAD(2) <IF> <EXISTS> { ifExists = true; } ]
    name = SimpleIdentifier()
    [ <CASCADE> { cascade = true; } | <RESTRICT> ]
    {
        return StatementNode.define(
            s.end(this), new Definition.DropSchema(TableSyntax.name(name), ifExists, cascade));
    }
}

/** CREATE [OR REPLACE] VIEW v [(columns)] AS query. */
SqlNode CreateViewStatement() :
{
    final Span s;
    boolean orReplace = false;
    final SqlIdentifier name;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final Token first;
    final SqlParserPos text;
}
{
    <CREATE> { s = span(); } [ <OR> <REPLACE> { orReplace = true; } ] <VIEW>
    name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <AS> { first = getToken(1); }
    OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        text = new SqlParserPos(first.beginLine, first.beginColumn, token.endLine, token.endColumn);
        return StatementNode.define(s.end(this), new Definition.CreateView(
            TableSyntax.tableName(name),
            orReplace,
            TableSyntax.names(columns),
            QueryText.cut(getOriginalSql(), text)));
    }
}

/** DROP VIEW [IF EXISTS] v, w. */
SqlNode DropViewStatement() :
{
    final Span s;
    boolean ifExists = false;
    final List<SqlIdentifier> names;
}
{
    <DROP> { s = span(); } <VIEW>
    [ LOOKAHEAD(2) <IF> <EXISTS> { ifExists = true; } ]
    names = DroppedNames()
    {
        return StatementNode.define(
            s.end(this), new Definition.DropViews(TableSyntax.tableNames(names), ifExists));
    }
}

/** ALTER TABLE [IF EXISTS] t action, ... */
SqlNode AlterTableStatement() :
{
    final Span s;
    boolean ifExists = false;
    final SqlIdentifier name;
    final AlterSyntax alter;
}
{
    <ALTER> { s = span(); } <TABLE>
    [ LOOKAHEAD(2) <IF> <EXISTS> { ifExists = true; } ]
    name = CompoundIdentifier()
    { alter = new AlterSyntax(name, ifExists); }
    Alteration(alter)
    ( <COMMA> Alteration(alter) )*
    { return alter.build(s.end(this)); }
}

void Alteration(AlterSyntax alter) :
{
    final SqlIdentifier name;
}
{
    <RENAME> AlterRename(alter)
|
    <ADD> AlterAdd(alter)
|
    <DROP> AlterDrop(alter)
|
    <ALTER> [ <COLUMN> ] name = SimpleIdentifier() AlterColumn(alter, name)
|
    <VALIDATE> <CONSTRAINT> name = SimpleIdentifier() { alter.validate(name); }
|
    <SET> <SCHEMA> name = SimpleIdentifier() { alter.setSchema(name); }
}

void AlterRename(AlterSyntax alter) :
{
    final SqlIdentifier name;
    final SqlIdentifier to;
}
{
    <TO> to = SimpleIdentifier() { alter.renameTable(to); }
|
    [ <COLUMN> ] name = SimpleIdentifier() <TO> to = SimpleIdentifier() { alter.renameColumn(name, to); }
}

void AlterAdd(AlterSyntax alter) :
{
    final TableSyntax column = new TableSyntax();
    boolean ifNotExists = false;
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    SqlNode bound;
}
{
    <PARTITION> name = SimpleIdentifier() bound = PartitionBound() { alter.addPartition(name, bound); }
|
    LOOKAHEAD({ getToken(1).kind == CONSTRAINT || getToken(1).kind == FOREIGN || getToken(1).kind == PRIMARY
        || getToken(1).kind == UNIQUE || getToken(1).kind == CHECK })
    ( <CONSTRAINT> | <FOREIGN> | <PRIMARY> | <UNIQUE> | <CHECK> )
    { column.unsupported("ADD " + token.image.toUpperCase(java.util.Locale.ROOT), getPos()); }
|
    [ <COLUMN> ]
    [ LOOKAHEAD(3) <IF> <NOT> <EXISTS> { ifNotExists = true; } ]
    name = SimpleIdentifier() type = DataType() { column.column(name, type); }
    ( ColumnConstraint(column) )*
    { alter.addColumn(column, ifNotExists); }
}

void AlterDrop(AlterSyntax alter) :
{
    boolean ifExists = false;
    final SqlIdentifier name;
}
{
    <PARTITION>
    [ LOOKAHEAD(2) <IF> <EXISTS> { ifExists = true; } ]
    name = SimpleIdentifier() { alter.dropPartition(name, ifExists); }
|
    [ <COLUMN> ]
    [ LOOKAHEAD(2) <IF> <EXISTS> { ifExists = true; } ]
    name = SimpleIdentifier() [ <RESTRICT> ] { alter.dropColumn(name, ifExists); }
}

void AlterColumn(AlterSyntax alter, SqlIdentifier name) :
{
    final SqlNode value;
}
{
    <SET>
    (
        <DEFAULT_> value = Expression(ExprContext.ACCEPT_NON_QUERY) { alter.setDefault(name, value); }
    |
        <NOT> <NULL> { alter.setNullable(name, false); }
    )
|
    <DROP>
    (
        <DEFAULT_> { alter.setDefault(name, null); }
    |
        <NOT> <NULL> { alter.setNullable(name, true); }
    )
}

/** PARTITION BY RANGE (c) (PARTITION p VALUES LESS THAN (x), ...). */
void PartitionOption(TableSyntax table) :
{
    final Span s;
    final SqlIdentifier column;
    SqlIdentifier name;
    SqlNode below;
}
{
    <PARTITION> { s = span(); } <BY> <RANGE>
    <LPAREN> column = SimpleIdentifier() <RPAREN> { table.partitionBy(column, s.pos()); }
    <LPAREN>
    <PARTITION> name = SimpleIdentifier() below = PartitionBound() { table.addPartition(name, below); }
    (
        <COMMA> <PARTITION> name = SimpleIdentifier() below = PartitionBound() { table.addPartition(name, below); }
    )*
    <RPAREN>
}

/** VALUES LESS THAN (constant | MAXVALUE); null for the latter. */
SqlNode PartitionBound() :
{
    SqlNode below = null;
}
{
    <VALUES> <LESS> <THAN>
    (
        <MAXVALUE>
    |
        <LPAREN>
        ( LOOKAHEAD(2) <MAXVALUE> | below = Expression(ExprContext.ACCEPT_NON_QUERY) )
        <RPAREN>
    )
    { return below; }
}
