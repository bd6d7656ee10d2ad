package dev.lakegate.audit.trace;

import java.util.List;

/// What was found.
///
/// @param requests of a run the one that started it first, where its line is kept; else in time order
/// @param more     how many others there are, which are not told
/// @param notes    what whoever reads it should know, each a sentence
public record Trace(Wanted wanted, List<TracedRequest> requests, long more, List<String> notes) {
    public Trace {
        requests = List.copyOf(requests);
        notes = List.copyOf(notes);
    }
}
