import { newId } from '@guichet/platform/ids'
import { fact, none, quantile, type Figure } from './figure.ts'
import { expectDone, openHall } from './hall.ts'
import { openWire } from './wire.ts'

export const kiosks: Figure = {
  name: 'kiosks',
  title: '500 tickets issued by 20 kiosks at once',
  async run(bench) {
    const [ticket_count, kiosk_count] = bench.quick ? [100, 20] : [500, 20]
    const hall = await openHall(bench, 'kiosks')
    const cookies = await hall.devices(kiosk_count, 'kiosk')
    const path = hall.path(`/queue/sites/${hall.site_id}/tickets`)
    const numbers: string[] = []
    const took_ms: number[] = []
    let left = ticket_count
    const since = performance.now()
    await Promise.all(
      cookies.map(async (cookie) => {
        const wire = openWire(hall.port)
        while (left-- > 0) {
          const asked = performance.now()
          const answer = await expectDone<{ ticket: { number: string } }>(
            wire,
            'POST',
            path,
            { cookie, 'x-guichet-as': 'device', 'idempotency-key': newId() },
            { service_id: hall.service_ids[0] },
          )
          took_ms.push(performance.now() - asked)
          numbers.push(answer.ticket.number)
        }
        wire.close()
      }),
    )
    const seconds = (performance.now() - since) / 1000
    const { rows } = await hall.database.admin.query<{ number: string; sequence: number }>(
      'select number, sequence from queue.ticket where tenant_id = $1 order by sequence',
      [hall.tenant.id],
    )
    const stored = new Set(rows.map((row) => row.number))
    const gaps = rows.filter((row, index) => row.sequence !== index + 1).length
    return [
      none('numbers given twice', numbers.length - new Set(numbers).size),
      none('gaps', gaps),
      none(
        'given and not stored, or the reverse',
        Math.abs(stored.size - ticket_count) + numbers.filter((n) => !stored.has(n)).length,
      ),
      fact('rate', `${(ticket_count / seconds).toFixed(0)} tickets/s from ${kiosk_count} kiosks`),
      fact(
        'one ticket',
        `median ${quantile(took_ms, 0.5).toFixed(0)} ms, p95 ${quantile(took_ms, 0.95).toFixed(0)} ms`,
      ),
    ]
  },
}
