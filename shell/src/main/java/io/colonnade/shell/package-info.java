/// The SQL shell: a program over `java.sql`, knowing nothing of the engine.
///
/// ```
/// Shell (options) -> Script (-c, -f, standard input) or Prompt (a terminal)
///   -> StatementSplitter -> ScriptItem: a statement or a backslash command
///   -> ShellSession -> RowPrinter: table, csv or json
/// ```
///
/// In: options, SQL text. Out: results on standard output, everything else on standard error, an exit code: 0 done, 1 a
/// statement failed, 2 wrong usage or no connection. Read [Shell] first.
@NullMarked
package io.colonnade.shell;

import org.jspecify.annotations.NullMarked;
