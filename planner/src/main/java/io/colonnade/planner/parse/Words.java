package io.colonnade.planner.parse;

import io.colonnade.planner.parse.grammar.ParseException;
import io.colonnade.planner.parse.grammar.SqlGrammar;
import io.colonnade.planner.parse.grammar.SqlGrammarConstants;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.jspecify.annotations.Nullable;

/// What the grammar knows of single words.
public final class Words {
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Words() {}

    /// A name as a statement writes it: in quotes only if it needs them.
    public static String identifier(String name) {
        return SIMPLE.matcher(name).matches() && isName(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static boolean isName(String word) {
        try {
            return SqlParser.create(word, SqlText.CONFIG).parseExpression() instanceof SqlIdentifier;
        } catch (SqlParseException e) {
            return false;
        }
    }

    /// The words that a statement begins with, as a list for people.
    static String ofStatements() {
        List<String> words = List.copyOf(Beginnings.WORDS);
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    /// Found when somebody asks for the first time: the tokens that the productions of statements and queries
    /// begin with.
    private static final class Beginnings {
        private static final Set<String> QUERIES = Set.of("SqlSelect", "WithList", "TableConstructor");
        private static final List<String> KEYWORDS = Arrays.stream(SqlGrammarConstants.tokenImage)
                .map(image -> image.replace("\"", ""))
                .filter(image -> SIMPLE.matcher(image).matches())
                .toList();
        private static final TreeSet<String> WORDS = find();

        private static TreeSet<String> find() {
            TreeSet<String> words = new TreeSet<>();
            for (Method production : SqlGrammar.class.getMethods()) {
                String name = production.getName();
                boolean begins = name.endsWith("Statement") && !name.startsWith("Inner") || QUERIES.contains(name);
                if (begins && production.getParameterCount() == 0) {
                    words.addAll(beginnings(production));
                }
            }
            return words;
        }

        /// What a production waits for when nothing comes; if that is not one word, each keyword that it takes.
        private static List<String> beginnings(Method production) {
            ParseException refused = refused(production, "");
            if (refused != null && refused.expectedTokenSequences.length == 1) {
                return Arrays.stream(refused.expectedTokenSequences)
                        .map(sequence -> refused.tokenImage[sequence[0]].replace("\"", ""))
                        .toList();
            }
            return KEYWORDS.stream().filter(word -> takes(production, word)).toList();
        }

        private static boolean takes(Method production, String word) {
            ParseException refused = refused(production, word);
            return refused == null || word.equals(refused.currentToken.image);
        }

        /// The error of a production that gets a text; null if it is another one than that of the grammar.
        private static @Nullable ParseException refused(Method production, String text) {
            try {
                SqlGrammar grammar = new SqlGrammar(new StringReader(text));
                grammar.setConformance(Dialect.INSTANCE);
                production.invoke(grammar);
                return null;
            } catch (InvocationTargetException e) {
                return e.getCause() instanceof ParseException refused && refused.expectedTokenSequences != null
                        ? refused
                        : null;
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(production.getName(), e);
            }
        }
    }
}
