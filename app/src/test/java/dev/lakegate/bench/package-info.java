/// `app/bench/run`: this program beside other proxies that do the same job, measured in turns on one machine.
@NullMarked
package dev.lakegate.bench;

import org.jspecify.annotations.NullMarked;
