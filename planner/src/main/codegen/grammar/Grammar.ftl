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
<#assign grammar = changed?interpret>
<@grammar/>
