/** Characters of what a run prints that its journal keeps: many times what migrations print, and soon read. */
const KEPT = 8 * 1024 * 1024;

/** Passes on what a run prints, line by line, as far as a journal has room for it; then says once that the rest is missing. */
export function limitOutput(write: (text: string) => void, most = KEPT): (text: string) => void {
  let left = most;
  return (text) => {
    if (left <= 0) return;
    left -= text.length + 1;
    write(left > 0 ? text : '(The run prints more than its journal keeps. The rest is left out; the run goes on.)');
  };
}
