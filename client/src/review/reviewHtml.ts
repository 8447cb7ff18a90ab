/** Where the page's script and style come from, as the page names them. */
export interface PageSources {
  readonly script: string;
  readonly style: string;
  /** The editor's own source for styles (`webview.cspSource`). */
  readonly cspSource: string;
  /** Of this page alone. */
  readonly nonce: string;
}

/** The page of the review. It loads one script and one style of ours and nothing else; what it shows comes as messages. */
export function reviewHtml({ script, style, cspSource, nonce }: PageSources): string {
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}';`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Alembic</title>
</head>
<body>
<header>
<h1 id="title"></h1>
<p id="about"></p>
</header>
<div id="columns">
<section>
<h2 id="operations-title">Operations</h2>
<ul id="operations" role="tree" aria-labelledby="operations-title"></ul>
</section>
<section aria-labelledby="files-title">
<h2 id="files-title"></h2>
<div id="files"></div>
</section>
</div>
<footer>
<button id="create" type="button" disabled></button>
<button id="cancel" type="button">Cancel</button>
<p id="status" role="status"></p>
</footer>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
