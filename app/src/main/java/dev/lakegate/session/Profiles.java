package dev.lakegate.session;

import dev.lakegate.config.Route;
import dev.lakegate.model.ProblemException;
import java.util.List;

/// The profiles of this process as they are now; a reload makes others of them.
public interface Profiles {

    List<OfOne> all();

    /// Reads the configuration again and applies what differs. Throws and changes nothing when it cannot be
    /// used. Blocks.
    Reloaded reload() throws ProblemException;

    /// One profile now.
    ///
    /// @param routes in the order of the configuration
    record OfOne(ProfileSession session, List<Route> routes) {
        public OfOne {
            routes = List.copyOf(routes);
        }
    }
}
