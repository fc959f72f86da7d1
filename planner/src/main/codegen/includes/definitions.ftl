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
