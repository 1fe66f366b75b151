import type { OpenApiDocument, Operation } from './build-openapi.js';

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
h2{margin-top:2.5rem;border-bottom:1px solid #ccc}details{margin:.4rem 0}summary{cursor:pointer}
code,pre{font:14px/1.4 ui-monospace,monospace}pre{background:#f5f5f5;padding:.8rem;overflow:auto}b{display:inline-block;width:3.5rem}`;

function operationHtml(path: string, method: string, { summary, description, ...rest }: Operation): string {
  const details = JSON.stringify({ parameters: rest['parameters'], requestBody: rest['requestBody'], responses: rest['responses'] }, null, 2);
  return `<details><summary><b>${escape(method.toUpperCase())}</b> <code>${escape(path)}</code> ${escape(summary)}</summary><p>${escape(description ?? '')}</p><pre>${escape(details)}</pre></details>`;
}

/** The document as a page to read: no script, nothing loaded from elsewhere. */
export function docsPage({ info, paths, components }: OpenApiDocument): string {
  const byTag = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? '';
      byTag.set(tag, [...(byTag.get(tag) ?? []), operationHtml(path, method, operation)]);
    }
  }
  const sections = [...byTag].map(([tag, operations]) => `<h2>${escape(tag)}</h2>${operations.join('')}`).join('');
  const schemas = Object.entries(components['schemas'] as Record<string, unknown>)
    .map(([name, schema]) => `<details id="${escape(name)}"><summary><code>${escape(name)}</code></summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`)
    .join('');
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escape(String(info['title']))}</title><style>${STYLE}</style></head><body>
<h1>${escape(String(info['title']))}</h1><p>${escape(String(info['description']))}</p><p><a href="/v1/openapi.json">OpenAPI 3.1</a></p>${sections}<h2>Schemas</h2>${schemas}</body></html>`;
}
