import type { ImportKind } from './columns.ts'

/** Windows-1252 of what French shops write; a sign outside it becomes a question mark, as Excel would do. */
export function toWindows1252(text: string): Buffer {
  const special: Record<string, number> = {
    '€': 0x80,
    '’': 0x92,
    '‘': 0x91,
    '–': 0x96,
    '—': 0x97,
    œ: 0x9c,
    Œ: 0x8c,
    '…': 0x85,
  }
  return Buffer.from(
    Array.from(text, (sign) => special[sign] ?? (sign.charCodeAt(0) < 256 ? sign.charCodeAt(0) : 0x3f)),
  )
}

const two = (n: number) => String(n).padStart(2, '0')
const french = (day: string) => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
const before = (today: string, days: number) =>
  new Date(Date.parse(`${today}T12:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)

/**
 * A file as a shop keeps it: semicolons, Windows-1252, "1 234,50", 05/03 for 5 March, a title and merged heads,
 * one product under two spellings. It can be taken in as it is.
 */
export function sampleFile(kind: ImportKind, today: string): Buffer {
  return toWindows1252(
    (kind === 'stock' ? stockList(today) : journal(today)).map((row) => row.join(';')).join('\r\n'),
  )
}

function stockList(today: string): string[][] {
  const day = french(before(today, 2))
  // The last 5 March that has passed, without its year.
  return [
    ['Relevé de stock – Quincaillerie de Pikine', '', '', '', '', '', '', ''],
    ['Article', '', '', '', 'Stock', '', 'Prix', ''],
    ['Réf.', 'Désignation', 'Famille', 'Unité', 'Quantité', 'Date', 'Prix de vente', 'Prix d’achat'],
    ['X-101', 'Serrure à encastrer laiton', 'Serrurerie', 'pièce', '24', day, '6 500', '4 150'],
    ['X-102', 'Charnière inox 80 mm', 'Serrurerie', 'pièce', '180', day, '850', '512,50'],
    ['X-103', 'Fil de fer recuit', 'Ferronnerie', 'kg', '1 234,50', day, '950', '620,25'],
    ['', 'Robinet laiton 1/2', 'Plomberie', 'pièce', '36', '05/03', '3 200', '2 050'],
    ['', 'Robinets léton 1/2', 'Plomberie', 'pièce', '4', day, '3 200', '2 050'],
    ['X-105', 'Colle PVC 250 ml', 'Plomberie', 'pièce', '60', day, '1 750', '1 120'],
    ['X-106', 'Bâche plastique 4 m', 'Bâche', 'm', '87,25', day, '1 234,50', '790'],
    ['X-107', 'Gants de maçon', 'Protection', 'paire', '75', day, '1 500', '875'],
  ]
}

function journal(today: string): string[][] {
  const [a, b] = [before(today, 2), before(today, 1)]
  return [
    ['Journal des ventes', '', '', '', ''],
    ['Date', 'N° ticket', 'Désignation', 'Qté', 'Prix unitaire'],
    [french(a), 'T-501', 'Ciment 50 kg', '10', '4 500'],
    [french(a), 'T-502', 'Fer à béton 8 mm', '6', '2 900'],
    [`${two(Number(b.slice(8)))}/${b.slice(5, 7)}`, 'T-503', 'Ciments 50 KG', '4', '4 500'],
    [french(b), 'T-504', 'Peinture à eau blanche 20 kg', '1', '21 500'],
    [french(b), 'T-504', 'Rouleau peinture 180 mm', '2', '1 250'],
  ]
}
