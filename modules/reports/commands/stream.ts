import { setTimeout as pause } from 'node:timers/promises'
import type { Call } from '@guichet/platform/http'
import { tooMany } from '@guichet/platform/errors'
import type { Say } from '@guichet/platform/texts'
import { hasEnded } from '../model.ts'
import { logAfter, reportSummary } from '../queries/reports.ts'

const look_ms = 700
const beat_ms = 10_000
/** Proxies that fill a buffer of this size before they pass anything on get it filled at once. */
const padding = `: ${' '.repeat(2_048)}\n\n`
const most_per_report = 30
const open = new Map<string, number>()

/**
 * Tells how a report goes on: `state` when it changes, `log` for each line, numbered, so that whoever was cut off
 * goes on where it was. It ends by itself after a while: a proxy that keeps everything to the end then
 * gives it all, and the browser comes back with the number of its last line.
 */
export async function streamReport(
  call: Call,
  say: Say,
  report_id: string,
  options: { after: number; hold_s: number },
): Promise<undefined> {
  const tenant = call.tenant!
  let summary = await call.open(tenant, (ctx) => reportSummary(ctx, report_id))
  const already = open.get(report_id) ?? 0
  if (already >= most_per_report) throw tooMany(30)
  const { reply } = call
  reply.hijack()
  const raw = reply.raw
  if (raw.destroyed) return
  const gone = new AbortController()
  open.set(report_id, already + 1)
  raw.on('error', () => {})
  raw.on('close', () => {
    gone.abort()
    const left = (open.get(report_id) ?? 1) - 1
    if (left > 0) open.set(report_id, left)
    else open.delete(report_id)
  })
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  raw.write(`retry: 1000\n\n${padding}`)

  let after = options.after
  let told = ''
  let quiet_since = performance.now()
  const until = performance.now() + options.hold_s * 1_000
  try {
    for (;;) {
      const lines = await call.open(tenant, (ctx) => logAfter(ctx, say, report_id, after))
      for (const line of lines) {
        raw.write(`id: ${line.number}\nevent: log\ndata: ${JSON.stringify(line)}\n\n`)
        after = line.number
      }
      const { status, stage, percent, fault } = summary
      const state = JSON.stringify({ status, stage, percent, fault })
      if (state !== told) raw.write(`event: state\ndata: ${state}\n\n`)
      if (lines.length > 0 || state !== told) quiet_since = performance.now()
      told = state
      // The last state comes after the last line: whoever hears it has everything.
      if (hasEnded(status) && lines.length === 0) break
      if (performance.now() - quiet_since > beat_ms) {
        raw.write('event: beat\ndata: 1\n\n')
        quiet_since = performance.now()
      }
      if (performance.now() >= until || raw.destroyed) break
      await pause(Math.min(look_ms, until - performance.now() + 1), undefined, { signal: gone.signal })
      summary = await call.open(tenant, (ctx) => reportSummary(ctx, report_id))
    }
  } catch (error) {
    if (!gone.signal.aborted) call.request.log.warn({ err: error }, 'a report could not be followed further')
  }
  raw.end()
}
