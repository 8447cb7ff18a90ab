const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Whether a text can stand as a name, or behind a point. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text) && !KEYWORDS.has(text);
}

/** A name for a variable, made from a text. */
export function variableName(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/\W+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return isIdentifier(plain) ? plain : `${/^[a-z]/.test(plain) ? plain : 'one'}_`;
}
