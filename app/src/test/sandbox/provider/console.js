// Imported before the library, which reports by the console: standard output has one line only, and that the library
// prefers a newer Node than 20, on which it works, need not be told at every start.
const { error } = console;
console.info = error;
console.warn = (message) => message.includes('Unsupported runtime') || error(message);
