package dev.lakegate.model;

import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the code of a problem, or of a gateway's denial, means and what to do about it, in the person's language; the
/// codes and the exact words of what happened are those of the log and the commands.
public final class ProblemWords {
    private ProblemWords() {}

    /// As the end of a sentence, as in `…: another program holds its port`. A code that is not known, as of a
    /// gateway that is newer, is told as it is.
    public static String what(@Nullable String code) {
        if (code == null) {
            return "";
        }
        ResourceBundle words = words();
        return words.containsKey(code) ? words.getString(code) : code.replace('_', ' ');
    }

    /// With the particulars, which the log's words alone have: in English those, in other languages in brackets.
    ///
    /// @param told what happened, in those words
    static String what(String code, String told) {
        return isEnglish() ? told : what(code) + " (" + told + ")";
    }

    /// A sentence, or two.
    public static String remedy(String code) {
        ResourceBundle words = words();
        return words.getString(words.containsKey(code + ".remedy") ? code + ".remedy" : "other.remedy");
    }

    /// What to do, with the particulars likewise.
    ///
    /// @param told what happened and what to do, in those words
    public static String remedy(String code, String told) {
        return isEnglish() ? told : remedy(code) + " (" + told + ")";
    }

    /// All of it.
    public static String of(Problem problem) {
        Problem.Text text = problem.text();
        if (isEnglish()) {
            return text.toString();
        }
        String words = what(text.code());
        String what = words.substring(0, 1).toUpperCase(Languages.ofThisPerson()) + words.substring(1);
        return problem instanceof ConfigurationInvalid invalid
                ? invalid.problems().stream()
                        .map(each -> "\n  " + each.local())
                        .collect(Collectors.joining("", what + ":", "\n" + remedy(text.code())))
                : what + ". " + remedy(text.code(), text.toString());
    }

    private static boolean isEnglish() {
        return words().getLocale().equals(Locale.ROOT);
    }

    private static ResourceBundle words() {
        return Languages.texts("model.problems", Languages.ofThisPerson());
    }
}
