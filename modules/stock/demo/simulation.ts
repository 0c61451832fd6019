import { setImmediate as pause } from 'node:timers/promises'
import { newId } from '@guichet/platform/ids'
import { addDays } from '../orders/model.ts'
import { products, suppliers } from './assortment.ts'
import { effectOf, gaussian, isClosed, poisson, seeded } from './demand.ts'

export type Place = 'shop' | 'depot'
export interface PastMovement {
  product: number
  place: Place
  kind: 'receipt' | 'sale' | 'transfer_out' | 'transfer_in' | 'loss'
  quantity: number
  refused: number
  at: string
  cost: number
  lot?: string
  document: string
  reference?: string
}
export interface PastOrder {
  id: string
  receipt: string
  supplier: number
  place: Place
  sent_on: string
  expected_on: string
  arrives_on: string
  received_on: string | null
  lines: { product: number; quantity: number; cost: number }[]
}
export interface PastLot {
  id: string
  product: number
  code: string
  expires_on: string
  at: string
}
export interface Past {
  movements: PastMovement[]
  orders: PastOrder[]
  lots: PastLot[]
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000

/** Months of the shop, day by day: customers, shelves, reorders, lorries that come when they come. */
export async function simulateShop(today: string, days: number, seed: number): Promise<Past> {
  const shop = new Shop(seed)
  for (let back = days; back >= 1; back--) {
    shop.live(addDays(today, -back), back === days)
    // Others want to be served meanwhile.
    if (back % 5 === 0) await pause()
  }
  shop.morning(today)
  return shop.past
}

class Shop {
  readonly past: Past = { movements: [], orders: [], lots: [] }
  readonly #random: () => number
  readonly #stock = products.map(() => ({ shop: 0, depot: 0 }))
  readonly #open: PastOrder[] = []
  /** Of products tracked by lot, what is left of each, oldest first. */
  readonly #lots = new Map<number, { id: string; left: number }[]>()
  /** Prices rise a little every few months, and never alike. */
  readonly #cost = products.map((product) => product.cost * 0.94)
  /** Some articles take off, others are forgotten. */
  readonly #trend: number[]

  constructor(seed: number) {
    this.#random = seeded(seed)
    this.#trend = products.map(() => 1 + 0.16 * gaussian(this.#random))
  }

  live(day: string, first: boolean): void {
    if (first) this.#openingStock(day)
    this.#receive(day)
    if (isClosed(day)) return
    for (const [index, product] of products.entries()) {
      const trend = Math.max(0.4, this.#trend[index]!)
      const mean = product.daily * trend * effectOf(day, product.family)
      this.#sell(day, index, 'shop', mean * 0.92)
      // Builders fetch what is heavy at the depot.
      if (product.heavy) this.#sell(day, index, 'depot', mean * 0.35)
      if (this.#random() < 0.0008) this.#lose(day, index)
    }
    this.#fillShelves(day)
    this.#order(day)
  }

  /** A day under way: customers come; lorries and orders are for the evening. */
  morning(day: string): void {
    if (isClosed(day)) return
    for (const [index, product] of products.entries())
      this.#sell(
        day,
        index,
        'shop',
        product.daily * Math.max(0.4, this.#trend[index]!) * effectOf(day, product.family),
      )
  }

  #openingStock(day: string): void {
    const document = newId()
    for (const [index, product] of products.entries()) {
      const supplier = suppliers[product.supplier]!
      const wanted = Math.ceil(product.daily * (supplier.promised + supplier.review + 8)) + 2
      this.#enter(day, index, 'shop', wanted, document, 'Stock de départ')
      if (product.heavy) this.#enter(day, index, 'depot', wanted, document, 'Stock de départ')
    }
  }

  #write(
    day: string,
    hour: number,
    row: Omit<PastMovement, 'at' | 'cost' | 'refused'> & { refused?: number },
  ): void {
    const minute = Math.floor(this.#random() * 60)
    this.past.movements.push({
      refused: 0,
      ...row,
      quantity: round(row.quantity),
      cost: this.#cost[row.product]!,
      at: `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`,
    })
    const stock = this.#stock[row.product]!
    stock[row.place] = round(stock[row.place] + row.quantity)
  }

  #enter(
    day: string,
    product: number,
    place: Place,
    quantity: number,
    document: string,
    reference?: string,
  ): void {
    let lot: string | undefined
    if (products[product]!.tracks_lots) {
      lot = newId()
      const code = `L${day.slice(2, 4)}${day.slice(5, 7)}${day.slice(8)}`
      const same = this.past.lots.find((one) => one.product === product && one.code === code)
      if (same) lot = same.id
      else
        this.past.lots.push({ id: lot, product, code, expires_on: addDays(day, 330), at: `${day}T10:00:00Z` })
      this.#lots.set(product, [...(this.#lots.get(product) ?? []), { id: lot, left: quantity }])
    }
    this.#write(day, 10, {
      product,
      place,
      kind: 'receipt',
      quantity,
      document,
      ...(lot && { lot }),
      ...(reference && { reference }),
    })
  }

  /** What leaves, cut over lots where they are tracked: first expired, first out. */
  #leave(
    day: string,
    hour: number,
    row: { product: number; place: Place; kind: 'sale' | 'loss'; quantity: number; refused?: number },
  ): void {
    const document = newId()
    const lots = this.#lots.get(row.product)
    if (!lots || row.quantity === 0) {
      this.#write(day, hour, { ...row, quantity: row.quantity === 0 ? 0 : -row.quantity, document })
      return
    }
    let missing = row.quantity
    let { refused } = row
    while (missing > 0 && lots.length > 0) {
      const lot = lots[0]!
      const used = Math.min(lot.left, missing)
      lot.left = round(lot.left - used)
      missing = round(missing - used)
      if (lot.left <= 0) lots.shift()
      this.#write(day, hour, {
        ...row,
        quantity: -used,
        lot: lot.id,
        document,
        ...(refused !== undefined && { refused }),
      })
      refused = undefined
    }
  }

  #sell(day: string, index: number, place: Place, mean: number): void {
    const product = products[index]!
    // Several customers, each with a basket; a builder's is large.
    const customers = poisson(mean < 4 ? mean * 0.8 : 3.2 + mean * 0.06, this.#random)
    if (customers === 0) return
    const basket = mean / (mean < 4 ? mean * 0.8 : 3.2 + mean * 0.06)
    let wanted = 0
    for (let n = 0; n < customers; n++) {
      const size = basket * Math.exp(0.5 * gaussian(this.#random) - 0.125)
      wanted +=
        product.decimals > 0 ? Math.max(0.25, Math.round(size * 4) / 4) : Math.max(1, Math.round(size))
    }
    const there = this.#stock[index]![place]
    const sold = Math.min(wanted, Math.max(0, there))
    const missing = round(wanted - sold)
    // Few write down whom they had to send away.
    const refused = missing > 0 && this.#random() < 0.4 ? missing : 0
    if (sold <= 0 && refused === 0) return
    this.#leave(day, 8 + Math.floor(this.#random() * 11), {
      product: index,
      place,
      kind: 'sale',
      quantity: sold,
      refused,
    })
  }

  #lose(day: string, index: number): void {
    if (this.#stock[index]!.shop >= 2)
      this.#leave(day, 18, { product: index, place: 'shop', kind: 'loss', quantity: 1 })
  }

  /** Each evening the depot fills the shop's shelves. */
  #fillShelves(day: string): void {
    const document = newId()
    for (const [index, product] of products.entries()) {
      if (!product.heavy) continue
      const stock = this.#stock[index]!
      const wanted = Math.ceil(product.daily * 3)
      if (stock.shop >= wanted || stock.depot <= 0) continue
      const carried = Math.min(stock.depot, Math.ceil(wanted * 1.6 - stock.shop))
      this.#write(day, 19, {
        product: index,
        place: 'depot',
        kind: 'transfer_out',
        quantity: -carried,
        document,
      })
      this.#write(day, 19, {
        product: index,
        place: 'shop',
        kind: 'transfer_in',
        quantity: carried,
        document,
      })
    }
  }

  #order(day: string): void {
    const date = Date.parse(`${day}T12:00:00Z`)
    const weekday = new Date(date).getUTCDay()
    const even_week = Math.floor(date / 604_800_000) % 2 === 0
    for (const [index, supplier] of suppliers.entries()) {
      // Each supplier has its day, Monday to Thursday; the importer every other week.
      if (weekday !== index + 1 || (supplier.review > 7 && !even_week)) continue
      for (const place of ['shop', 'depot'] as const) this.#orderFrom(day, index, place)
    }
  }

  #orderFrom(day: string, supplier_index: number, place: Place): void {
    const supplier = suppliers[supplier_index]!
    const lines: PastOrder['lines'] = []
    for (const [index, product] of products.entries()) {
      if (product.supplier !== supplier_index || (product.heavy ? 'depot' : 'shop') !== place) continue
      const arriving = this.#open
        .flatMap((order) => order.lines)
        .filter((line) => line.product === index)
        .reduce((sum, line) => sum + line.quantity, 0)
      const stock = this.#stock[index]!
      const daily = product.daily * Math.max(0.4, this.#trend[index]!) * (product.heavy ? 1.27 : 0.92)
      // The owner orders by feeling: now and then an article is forgotten, rarely far too much is taken.
      if (this.#random() < 0.07) continue
      const target =
        daily * (supplier.real[0] + supplier.review) * 1.1 +
        1.5 * Math.sqrt(daily * (supplier.real[0] + supplier.review)) +
        (this.#random() < 0.02 ? daily * 40 : 0)
      const lack = target - stock.shop - stock.depot - arriving
      if (lack < Math.max(1, daily * 2)) continue
      const step = product.pack?.quantity ?? 1
      lines.push({
        product: index,
        quantity: Math.max(step, Math.ceil(lack / step) * step),
        cost: this.#cost[index]!,
      })
    }
    if (lines.length === 0) return
    const [mean, spread] = supplier.real
    const lead = Math.max(
      1,
      Math.round(mean + spread * gaussian(this.#random) + (this.#random() < 0.06 ? mean : 0)),
    )
    this.#open.push({
      id: newId(),
      receipt: newId(),
      supplier: supplier_index,
      place,
      sent_on: day,
      expected_on: addDays(day, supplier.promised),
      arrives_on: addDays(day, lead),
      received_on: null,
      lines,
    })
    this.past.orders.push(this.#open.at(-1)!)
  }

  #receive(day: string): void {
    for (const order of this.#open.filter((one) => one.arrives_on <= day)) {
      order.received_on = day
      this.#open.splice(this.#open.indexOf(order), 1)
      for (const line of order.lines) {
        this.#enter(day, line.product, order.place, line.quantity, order.receipt)
        if (this.#random() < 0.05)
          this.#cost[line.product] =
            Math.round(this.#cost[line.product]! * (1 + 0.03 * this.#random()) * 100) / 100
      }
    }
  }
}
