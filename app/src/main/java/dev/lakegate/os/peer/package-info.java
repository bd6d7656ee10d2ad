/// Who is at the other end of a TCP connection within this machine. What cannot be told is nobody.
@NullMarked
package dev.lakegate.os.peer;

import org.jspecify.annotations.NullMarked;
