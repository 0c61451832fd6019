import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { html, type Markup } from './html.ts'
import { postmanCollection } from './postman.ts'

type Json = Record<string, unknown>
interface Operation {
  summary: string
  description: string
  tags: string[]
  parameters: { name?: string; in?: string; $ref?: string; required?: boolean; schema?: Json }[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<
    string,
    { description?: string; $ref?: string; content?: Record<string, { schema: Json }> }
  >
}

/** Three readings of one truth: to try (`/docs`), to print (`/redoc`), to import (`openapi.json`, `postman.json`). */
export async function registerDocs(app: FastifyInstance, openapi: Json): Promise<void> {
  const postman = postmanCollection(openapi)
  app.get('/api/v1/openapi.json', async () => openapi)
  app.get('/api/v1/postman.json', async (_request, reply) =>
    reply
      .header('content-disposition', 'attachment; filename="guichet.postman_collection.json"')
      .send(postman),
  )
  app.get('/api/docs', async (_request, reply) => reply.redirect('/api/v1/docs', 302))
  await app.register(fastifyStatic, {
    root: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
    prefix: '/api/v1/docs/files/',
    decorateReply: false,
    index: false,
  })
  app.get('/api/v1/docs/start.js', async (_request, reply) =>
    reply
      .type('text/javascript')
      .send(
        `window.ui = SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#ui', deepLinking: true, persistAuthorization: false })`,
      ),
  )
  app.get('/api/v1/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(
      html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Guichet API</title><link rel="stylesheet" href="/api/v1/docs/files/swagger-ui.css"></head>
<body><div id="ui"></div><script src="/api/v1/docs/files/swagger-ui-bundle.js"></script><script src="/api/v1/docs/start.js"></script></body></html>`
        .markup,
    ),
  )
  const printable = printablePage(openapi)
  app.get('/api/v1/redoc', async (_request, reply) => reply.type('text/html; charset=utf-8').send(printable))
  app.get('/api/v1/docs/print.css', async (_request, reply) => reply.type('text/css').send(printStyle))
}

const printStyle = `
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#16202b;background:#fff}
h2{border-bottom:2px solid #0b6e6e;margin-top:3rem}h3{margin:2rem 0 .25rem;font-size:1.05rem}
code,pre{font:14px/1.5 ui-monospace,monospace}pre{background:#f4f6f8;padding:.75rem;overflow:auto;white-space:pre-wrap}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d5dbe1;text-align:left;padding:.25rem .5rem;vertical-align:top}
.method{display:inline-block;min-width:4rem;font-weight:700;color:#0b6e6e}nav li{break-inside:avoid}nav ul{columns:2}
article{break-inside:avoid-page}@media print{nav{break-after:page}body{margin:0;max-width:none}}`

const shape = (schema: Json): Markup => html`<pre>${JSON.stringify(schema, null, 2)}</pre>`

function printablePage(openapi: Json): string {
  const info = openapi.info as { title: string; version: string; description: string }
  const paths = Object.entries(openapi.paths as Record<string, Record<string, Operation>>)
  const tags = (openapi.tags as { name: string }[]).map((tag) => tag.name)
  const all = paths.flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  )
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${info.title} API ${info.version}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/api/v1/docs/print.css"></head><body>
<h1>${info.title} API ${info.version}</h1><pre>${info.description.trim()}</pre>
<nav><ul>${all.map(({ path, method }) => html`<li><a href="#${method}${path}"><span class="method">${method.toUpperCase()}</span> ${path}</a></li>`)}</ul></nav>
${tags.map(
  (tag) =>
    html`<h2>${tag}</h2>${all
      .filter(({ operation }) => operation.tags[0] === tag)
      .map(
        ({
          path,
          method,
          operation,
        }) => html`<article id="${method}${path}"><h3><span class="method">${method.toUpperCase()}</span> <code>${path}</code></h3>
<p>${operation.summary} ${operation.description}</p>
${
  operation.parameters.some((p) => p.name)
    ? html`<table><tr><th>Parameter</th><th>In</th><th>Type</th></tr>${operation.parameters
        .filter((p) => p.name)
        .map(
          (p) =>
            html`<tr><td><code>${p.name}</code>${p.required ? ' *' : ''}</td><td>${p.in}</td><td>${typeof p.schema?.type === 'string' ? p.schema.type : 'any'}</td></tr>`,
        )}</table>`
    : ''
}
${operation.requestBody ? html`<p>Body</p>${shape(Object.values(operation.requestBody.content)[0]!.schema)}` : ''}
${Object.entries(operation.responses)
  .filter(([, response]) => response.content)
  .map(
    ([status, response]) =>
      html`<p>Answer ${status}</p>${shape(Object.values(response.content!)[0]!.schema)}`,
  )}</article>`,
      )}`,
)}</body></html>`.markup
}
