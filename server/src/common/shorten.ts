/** No name of a file is as long: those have 255 bytes at most. */
const LONG_WORD = /[^\s/\\]{300,}/gu;

/** A message with words of absurd length (an id of 5,000 characters) shortened in their middle. */
export function shortenWords(message: string): string {
  return message.replace(LONG_WORD, (word) => `${word.slice(0, 60)}…${word.slice(-20)}`);
}
