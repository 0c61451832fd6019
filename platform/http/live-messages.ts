/** The WebSocket's words, shown at the head of the API documentation. */
export const liveMessages = `
## Live feed

\`GET /api/v1/tenants/{slug}/live?site_id=&cursor=\`, upgraded to WebSocket, with the session cookie, a paired
device's cookie, or \`Authorization: Bearer\`. Messages are JSON texts:

| From the server | Meaning |
|---|---|
| \`{"type":"hello","cursor":"812"}\` | Connected. Keep the cursor. |
| \`{"type":"event","id":"…","name":"queue.ticket_called","site_id":"…","ids":{"ticket_id":"…"},"facts":{"number":"A042"},"at":"…","cursor":"813"}\` | Something happened. Fetch what you need again. An event may be told twice; its \`id\` stays. |
| \`{"type":"stats.updated","module":"queue","site_id":"…","stats":{…},"at":"…"}\` | Figures of the site asked for; at most one every 5 s, always ending on the latest. |
| \`{"type":"reset","cursor":"900"}\` | Too much was missed: fetch everything again. |
| \`{"type":"ping"}\` | Answer anything, for instance \`{"type":"pong"}\`, within 15 s. |

Reconnect with the last cursor to be told what was missed. Close codes: 4401 sign in again, 4403 not
permitted, 1013 try again later, 1001 the server is going away. Events reach only those who hold the
event's permission and see its site.
`
