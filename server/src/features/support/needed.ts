/**
 * What a request is answered with: there from the server's initialization on, before which nobody may ask.
 * @returns a function that throws an Error until then.
 */
export function needed<T>(get: () => T | null): () => T {
  return () => {
    const found = get();
    if (found === null) throw new Error('the server is not initialized');
    return found;
  };
}
