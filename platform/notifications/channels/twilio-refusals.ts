import type { RefusalReason } from './carrier.ts'

/** What Twilio's error codes say of the person rather than of the moment. */
const refusals: Record<number, RefusalReason> = {
  21211: 'bad_address',
  21214: 'bad_address',
  21217: 'bad_address',
  21610: 'opted_out',
  21612: 'bad_address',
  21614: 'bad_address',
  30005: 'bad_address',
  30006: 'bad_address',
  63003: 'bad_address',
  63016: 'no_conversation',
  63024: 'bad_address',
}
export const refusalOf = (code: number): RefusalReason => refusals[code] ?? 'vendor_refused'
