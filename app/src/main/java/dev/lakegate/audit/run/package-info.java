/// MLflow's runs and the workspace's job runs, as they are told in requests and answers that pass.
@NullMarked
package dev.lakegate.audit.run;

import org.jspecify.annotations.NullMarked;
