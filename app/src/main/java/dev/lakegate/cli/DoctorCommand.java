package dev.lakegate.cli;

import dev.lakegate.diagnosis.Diagnosis;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Look at everything that a request needs, and say what is wrong and what to do.",
        footer = {"", "Exit status: 0 nothing is wrong, 1 something is, 3 only a sign-in is needed, 5 only unreachable."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Diagnosis diagnosis = new DoctorVisit(context).examine().diagnosis();
        if (json) {
            context.out().println(diagnosis.json());
        } else {
            DiagnosisText.print(diagnosis, context.out());
        }
        return diagnosis.exitStatus().number();
    }
}
