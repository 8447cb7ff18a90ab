/**
 * An error that says how to go on and is always caught: thousands are thrown while files are read. It has no stack, which
 * costs more to write down than everything else about it.
 */
export abstract class Traceless extends Error {
  constructor(message?: string) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}
