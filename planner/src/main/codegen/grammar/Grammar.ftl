<#-- Calcite's template, changed where no option of it reaches. -->
<#function replaced text old new>
    <#if !text?contains(old)><#stop "the template of the grammar has no ${old}"></#if>
    <#return text?replace(old, new)>
</#function>
<#-- WHERE may stand without FROM. -->
<#assign changed = replaced(template, "<FROM> fromClause = FromClause()", "where = Where() {
            fromClause = null;
            groupBy = null;
            having = null;
            windowDecls = null;
            qualify = null;
        }
    |
        <FROM> fromClause = FromClause()")>
<#-- Long chains of AND and OR become trees of little depth, in time that grows with their length only. -->
<#assign changed = replaced(changed, "SqlParserUtil.toTree(list)", "ExpressionTree.of(list)")>
<#-- A file may stand in FROM. -->
<#assign changed = replaced(changed, "        tableRef = ExtendedTableRef()
    )", "        tableRef = FileTable()
    |
        tableRef = ExtendedTableRef()
    )")>
<#-- The operators of PostgreSQL's for patterns, bits and powers; CONTAINS is a function. -->
<#assign changed = replaced(changed, '|   < VERTICAL_BAR: "|" >', '|   < VERTICAL_BAR: "|" >
|   < RIGHTSHIFT: ">>" >
|   < TILDE: "~" >
|   < TILDE_STAR: "~*" >
|   < NOT_TILDE: "!~" >
|   < NOT_TILDE_STAR: "!~*" >
|   < NUMBER_SIGN: "#" >')>
<#-- DATE_DIFF and DATE_TRUNC are functions like others: what looks like a unit is a column. -->
<#assign changed = replaced(changed, '|   < DATE_TRUNC: "DATE_TRUNC" >', '|   < DATE_TRUNC: "DATE_TRUNC_OF_UNIT" >')>
<#assign changed = replaced(changed, '|   < DATE_DIFF: "DATE_DIFF" >', '|   < DATE_DIFF: "DATE_DIFF_OF_UNIT" >')>
<#assign changed = replaced(changed, "|   <CONTAINS> { return SqlStdOperatorTable.CONTAINS; }", "")>
<#assign changed = replaced(changed, "|   <CARET> { return SqlStdOperatorTable.BITXOR_OPERATOR; }",
    "|   <CARET> { return InfixOperators.POWER; }")>
<#assign changed = replaced(changed, "|   <AMPERSAND> { return SqlStdOperatorTable.BITAND_OPERATOR; }",
    "|   <AMPERSAND> { return InfixOperators.BIT_AND; }
|   <VERTICAL_BAR> { return InfixOperators.BIT_OR; }
|   <NUMBER_SIGN> { return InfixOperators.BIT_XOR; }
|   <TILDE> { return InfixOperators.MATCHES; }
|   <TILDE_STAR> { return InfixOperators.MATCHES_IGNORING_CASE; }
|   <NOT_TILDE> { return InfixOperators.MATCHES_NOT; }
|   <NOT_TILDE_STAR> { return InfixOperators.MATCHES_NOT_IGNORING_CASE; }
|   <RIGHTSHIFT> { return InfixOperators.SHIFT_RIGHT; }")>
<#assign changed = replaced(changed, "<LEFTSHIFT> { return SqlStdOperatorTable.BIT_LEFT_SHIFT; }",
    "<LEFTSHIFT> { return InfixOperators.SHIFT_LEFT; }")>
<#assign changed = replaced(changed, "|   <NOT> { return SqlStdOperatorTable.NOT; }
|   <EXISTS>", "|   <TILDE> { return InfixOperators.BIT_NOT; }
|   <NOT> { return SqlStdOperatorTable.NOT; }
|   <EXISTS>")>
<#-- An interval of whatever fields is one type: the fields that a literal names only tell how its text is read. -->
<#assign changed = replaced(changed, "        p = SimpleStringLiteral()
        intervalQualifier = IntervalQualifier() {
            return SqlParserUtil.parseIntervalLiteral(s.end(intervalQualifier),
                sign, p, intervalQualifier);
        }
    |
        // To keep", "        p = SimpleStringLiteral()
        (
            intervalQualifier = IntervalQualifier() {
                return IntervalSyntax.literal(s.end(intervalQualifier), sign, p, intervalQualifier);
            }
        |
            { return IntervalSyntax.literal(s.end(this), sign, p, null); }
        )
    |
        // To keep")>
<#assign changed = replaced(changed, "return SqlStdOperatorTable.INTERVAL.createCall(s.end(this), e,
                intervalQualifier);", "return IntervalSyntax.multiple(s.end(this), e, intervalQualifier);")>
<#assign changed = replaced(changed, "            dt = DataType() { args.add(dt); }
        |
            LOOKAHEAD(2)
            <INTERVAL> e = IntervalQualifier() { args.add(e); }", "            dt = DataType() { args.add(dt); }")>
<#assign changed = replaced(changed, "    LOOKAHEAD(2)
    <TIMESTAMP> { s = span(); } <WITH> ( <LOCAL>", "    LOOKAHEAD(2)
    <TIMESTAMPTZ> { s = span(); } p = SimpleStringLiteral() {
        return SqlLiteral.createUnknown(\"TIMESTAMP WITH TIME ZONE\", p, s.end(this));
    }
|
    LOOKAHEAD(2)
    <TIMESTAMP> { s = span(); } <WITH> ( <LOCAL>")>
<#assign changed = replaced(changed, "        e = DateTimeLiteral()", "        e = TemporalLiteral()")>
<#-- DISTINCT ON stands in the place of QUALIFY until it is made one. -->
<#assign changed = replaced(changed, "    final SqlNode qualify;
    final SqlNodeList by;", "    final SqlNode qualify;
    SqlNodeList distinctOn = null;
    final SqlNodeList by;")>
<#assign changed = replaced(changed, "    (
        keyword = AllOrDistinct() { keywords.add(keyword); }
    )?
    {
        keywordList", "    (
        LOOKAHEAD(2)
        <DISTINCT> <ON> <LPAREN> distinctOn = ExpressionCommaList(span(), ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
    |
        keyword = AllOrDistinct() { keywords.add(keyword); }
    )?
    {
        keywordList")>
<#assign changed = replaced(changed, "fromClause, where, groupBy, having, windowDecls, qualify,
            null, null, null, new SqlNodeList(hints, getPos()));
        SqlByRewriter", "fromClause, where, groupBy, having, windowDecls, DistinctOn.qualify(distinctOn, qualify),
            null, null, null, new SqlNodeList(hints, getPos()));
        SqlByRewriter")>
<#-- Frames may count groups of peers. -->
<#assign changed = replaced(changed, "    final SqlLiteral isRows;
    final SqlNode lowerBound, upperBound;", "    final SqlLiteral isRows;
    boolean groups = false;
    final SqlNode lowerBound, upperBound;")>
<#assign changed = replaced(changed, "            <RANGE> { isRows = SqlLiteral.createBoolean(false, getPos()); }", "            <RANGE> { isRows = SqlLiteral.createBoolean(false, getPos()); }
        |
            <GROUPS> { isRows = SqlLiteral.createBoolean(false, getPos()); groups = true; }")>
<#assign changed = replaced(changed, "return SqlWindow.create(null, id, partitionList, orderList,
            isRows, lowerBound, upperBound, allowPartial, exclude, s.end(this));", "return GroupsFrame.window(groups, SqlWindow.create(null, id, partitionList, orderList,
            isRows, lowerBound, upperBound, allowPartial, exclude, s.end(this)));")>
<#-- Two slashes are no comment; comments may hold others. -->
<#assign changed = replaced(changed, '("//"|"--")', '("--")')>
<#assign changed = replaced(changed, "<IN_FORMAL_COMMENT,IN_MULTI_LINE_COMMENT>
MORE :
{", "<IN_FORMAL_COMMENT,IN_MULTI_LINE_COMMENT>
MORE :
{
    \"/*\" { pushState(); } : IN_MULTI_LINE_COMMENT
}

<IN_FORMAL_COMMENT,IN_MULTI_LINE_COMMENT>
MORE :
{")>
<#-- TRIM and OVERLAY may be written with commas, FETCH FIRST without a number, CURRENT_SCHEMA with parentheses. -->
<#assign changed = replaced(changed, "                    <FROM> { trimChars = e; fromPos = getPos(); }
                    e = Expression(ExprContext.ACCEPT_SUB_QUERY)
                ]", "                    <FROM> { trimChars = e; fromPos = getPos(); }
                    e = Expression(ExprContext.ACCEPT_SUB_QUERY)
                |
                    <COMMA> trimChars = Expression(ExprContext.ACCEPT_SUB_QUERY)
                ]")>
<#assign changed = replaced(changed, "        <PLACING> AddExpression(args, ExprContext.ACCEPT_SUB_QUERY)
        <FROM> AddExpression(args, ExprContext.ACCEPT_SUB_QUERY)
        [ <FOR> AddExpression(args, ExprContext.ACCEPT_SUB_QUERY) ]", "        ( <PLACING> | <COMMA> ) AddExpression(args, ExprContext.ACCEPT_SUB_QUERY)
        ( <FROM> | <COMMA> ) AddExpression(args, ExprContext.ACCEPT_SUB_QUERY)
        [ ( <FOR> | <COMMA> ) AddExpression(args, ExprContext.ACCEPT_SUB_QUERY) ]")>
<#assign changed = replaced(changed, "<FETCH> ( <FIRST> | <NEXT> ) offsetFetch[1] = UnsignedNumericLiteralOrParam()", "<FETCH> ( <FIRST> | <NEXT> )
    (
        offsetFetch[1] = UnsignedNumericLiteralOrParam()
    |
        { offsetFetch[1] = SqlLiteral.createExactNumeric(\"1\", getPos()); }
    )")>
<#assign changed = replaced(changed, "    |   <USER>
    )
    {
        return new SqlIdentifier(unquotedIdentifier(), getPos());
    }", "    |   <USER>
    ) { final SqlIdentifier word = new SqlIdentifier(unquotedIdentifier(), getPos()); }
    [ LOOKAHEAD(2) <LPAREN> <RPAREN> ]
    { return word; }")>
<#-- The columns that a star leaves out; EXCEPT would be ambiguous. -->
<#assign changed = replaced(changed, "( <EXCLUDE> | <EXCEPT> ) <LPAREN> { s = span(); }", "<EXCLUDE> <LPAREN> { s = span(); }")>
<#-- GROUP BY ALL without keys stands as a star until its keys are known. -->
<#assign changed = replaced(changed, "    final List<SqlNode> list;
    final boolean distinct;
    final Span s;
}
{
    <GROUP> { s = span(); }
    <BY>
    (
        <DISTINCT> { distinct = true; }
    |   <ALL> { distinct = false; }", "    final List<SqlNode> list;
    final boolean distinct;
    final Span s;
}
{
    <GROUP> { s = span(); }
    <BY>
    (
        <DISTINCT> { distinct = true; }
    |   LOOKAHEAD({ getToken(1).kind == ALL && GroupAll.ends(getToken(2).image) })
        <ALL> { return SqlNodeList.of(SqlIdentifier.star(getPos())); }
    |   <ALL> { distinct = false; }")>
<#-- Words of frames may be names of windows. -->
<#assign changed = replaced(changed, "    <LPAREN> { s = span(); }
    (
        id = SimpleIdentifier()
    |   { id = null; }
    )
    (
        <PARTITION> { s1 = span(); }", "    <LPAREN> { s = span(); }
    (
        LOOKAHEAD(1, { !GroupsFrame.begins(getToken(1).image, getToken(2).image) }) id = SimpleIdentifier()
    |   { id = null; }
    )
    (
        <PARTITION> { s1 = span(); }")>
<#assign grammar = changed?interpret>
<@grammar/>
