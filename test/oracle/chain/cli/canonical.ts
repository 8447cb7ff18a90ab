/** Alembic prints labels and children from sets; the order within them says nothing. */
export function canonical(text: string): string {
  const lines = text
    .split('\n')
    .map((line) =>
      line
        .replace(/^(Branches into|Branch names): (.*)$/, (_, name: string, list: string) => `${name}: ${sorted(list)}`)
        .replace(/^((?:.* -> )?[^\s(]+) \(([^)]*)\)/, (_, head: string, list: string) => `${head} (${sorted(list)})`),
    );
  const canonicalLines: string[] = [];
  let children: string[] = [];
  for (const line of [...lines, '']) {
    const last = children.at(-1);
    if (/^ +-> /.test(line)) children.push(line);
    // A message of several lines.
    else if (last !== undefined && line !== '') children[children.length - 1] = `${last}\n${line}`;
    else {
      canonicalLines.push(...children.sort(), line);
      children = [];
    }
  }
  return canonicalLines.join('\n');
}

function sorted(list: string): string {
  return list.split(', ').sort().join(', ');
}
