/** BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK; savepoints are refused by name. */
SqlNode TransactionStatement() :
{
    final Span s;
    final TransactionSyntax transaction = new TransactionSyntax();
    Statement statement;
}
{
    (
        LOOKAHEAD(1)
        (
            <BEGIN> { s = span(); } [ <WORK> | <TRANSACTION> ]
        |
            LOOKAHEAD(1) <START> { s = span(); } <TRANSACTION>
        )
        [ TransactionModes(transaction) ]
        { statement = transaction.begin(); }
    |
        ( <COMMIT> | <END> ) { s = span(); statement = new Statement.Commit(); } [ <WORK> | <TRANSACTION> ]
    |
        <ROLLBACK> { s = span(); statement = new Statement.Rollback(); } [ <WORK> | <TRANSACTION> ]
        [ <TO> { TransactionSyntax.refuseSavepoint(getPos()); } ]
    |
        <SAVEPOINT> { s = span(); statement = TransactionSyntax.refuseSavepoint(getPos()); }
    |
        <RELEASE> { s = span(); statement = TransactionSyntax.refuseSavepoint(getPos()); }
    )
    { return new StatementNode(s.end(this), statement); }
}

void TransactionModes(TransactionSyntax transaction) :
{
}
{
    TransactionMode(transaction) ( [ <COMMA> ] TransactionMode(transaction) )*
}

void TransactionMode(TransactionSyntax transaction) :
{
}
{
    <READ>
    (
        <ONLY> { transaction.readOnly(true); }
    |
        <WRITE> { transaction.readOnly(false); }
    )
|
    <ISOLATION> <LEVEL>
    (
        <READ> ( <COMMITTED> | <UNCOMMITTED> )
    |
        <REPEATABLE> <READ>
    |
        <SERIALIZABLE> { TransactionSyntax.refuseSerializable(getPos()); }
    )
}
