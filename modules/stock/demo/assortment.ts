import type { Unit } from '../catalogue/model.ts'

export interface DemoSupplier {
  name: string
  phone: string
  promised: number
  /** What deliveries really take, in days, and how much that varies. */
  real: [mean: number, spread: number]
  review: number
  minimum: number
}
export const suppliers: readonly DemoSupplier[] = [
  {
    name: 'Sococim Distribution',
    phone: '+221 33 000 81 10',
    promised: 3,
    real: [3, 1],
    review: 7,
    minimum: 300_000,
  },
  {
    name: 'Batimat Import',
    phone: '+221 33 000 81 20',
    promised: 14,
    real: [19, 6],
    review: 14,
    minimum: 250_000,
  },
  {
    name: 'Électro Dakar',
    phone: '+221 33 000 81 30',
    promised: 5,
    real: [5, 2],
    review: 7,
    minimum: 50_000,
  },
  {
    name: 'Peintures du Cap-Vert',
    phone: '+221 33 000 81 40',
    promised: 7,
    real: [9, 3],
    review: 7,
    minimum: 100_000,
  },
]

export type Family =
  | 'gros_œuvre'
  | 'quincaillerie'
  | 'peinture'
  | 'plomberie'
  | 'électricité'
  | 'outillage'
  | 'serrurerie'
  | 'divers'
export interface DemoProduct {
  sku: string
  name: string
  category: string
  family: Family
  unit: Unit
  decimals: number
  price: number
  cost: number
  /** Sold on a usual weekday. */
  daily: number
  supplier: number
  pack?: { name: string; quantity: number }
  tracks_lots?: true
  heavy?: true
}

type Line = [name: string, unit: Unit, price: number, daily: number]
interface Group {
  prefix: string
  category: string
  family: Family
  supplier: number
  margin: number
  pack?: { name: string; quantity: number }
  heavy?: true
  lots?: readonly string[]
  lines: readonly Line[]
}

const sizes = (
  name: (size: string) => string,
  unit: Unit,
  of: readonly [size: string, price: number, daily: number][],
): Line[] => of.map(([size, price, daily]) => [name(size), unit, price, daily])

const groups: readonly Group[] = [
  {
    prefix: 'GO',
    category: 'Gros œuvre',
    family: 'gros_œuvre',
    supplier: 0,
    margin: 0.12,
    heavy: true,
    pack: { name: 'Palette', quantity: 40 },
    lines: [
      ['Ciment 50 kg', 'bag', 4_500, 38],
      ['Ciment blanc 25 kg', 'bag', 6_200, 3.2],
      ['Chaux hydraulique 25 kg', 'bag', 4_800, 2.1],
      ['Plâtre 25 kg', 'bag', 4_200, 2.6],
      ['Colle à carrelage 25 kg', 'bag', 5_500, 4.4],
      ['Enduit de façade 25 kg', 'bag', 7_800, 1.2],
    ],
  },
  {
    prefix: 'FE',
    category: 'Fer à béton',
    family: 'gros_œuvre',
    supplier: 0,
    margin: 0.14,
    heavy: true,
    pack: { name: 'Botte', quantity: 20 },
    lines: [
      ...sizes((size) => `Fer à béton ${size} mm`, 'piece', [
        ['6', 1_650, 12],
        ['8', 2_900, 16],
        ['10', 4_500, 11],
        ['12', 6_400, 6],
        ['14', 8_900, 2.2],
      ]),
      ['Treillis soudé 2 x 5 m', 'piece', 14_500, 0.7],
      ['Tôle ondulée 2 m', 'piece', 5_200, 4.1],
      ['Tôle ondulée 3 m', 'piece', 7_700, 3],
      ['Brique creuse 15', 'piece', 350, 55],
      ['Grillage 25 m', 'roll', 24_500, 0.5],
      ['Fil de fer recuit attache', 'kg', 1_050, 7],
    ],
  },
  {
    prefix: 'CL',
    category: 'Clous et vis',
    family: 'quincaillerie',
    supplier: 1,
    margin: 0.3,
    lines: [
      ...sizes((size) => `Clous tête plate ${size} mm`, 'kg', [
        ['40', 1_200, 3.5],
        ['60', 1_150, 5],
        ['80', 1_150, 5.5],
        ['100', 1_200, 2.8],
        ['120', 1_300, 0.9],
      ]),
      ...sizes((size) => `Vis à bois ${size}`, 'box', [
        ['3x30', 1_800, 1.4],
        ['4x40', 2_200, 2.1],
        ['5x50', 2_900, 1.3],
        ['6x60', 3_600, 0.6],
        ['6x80', 4_300, 0.3],
      ]),
      ['Vis à tôle 5,5x25', 'box', 3_900, 0.8],
      ['Boulons M8 avec écrou', 'box', 5_200, 0.35],
      ['Boulons M10 avec écrou', 'box', 6_900, 0.22],
      ['Chevilles plastique 8 mm', 'box', 1_500, 1.9],
      ['Chevilles plastique 10 mm', 'box', 1_900, 1],
    ],
  },
  {
    prefix: 'PE',
    category: 'Peinture',
    family: 'peinture',
    supplier: 3,
    margin: 0.22,
    lines: [
      ['Peinture à eau blanche 20 kg', 'piece', 21_500, 2.6],
      ['Peinture à eau ocre 20 kg', 'piece', 23_500, 0.8],
      ['Peinture à eau bleue 20 kg', 'piece', 23_500, 0.6],
      ['Peinture à eau verte 20 kg', 'piece', 23_500, 0.45],
      ['Peinture à huile blanche 4 kg', 'piece', 9_800, 1.9],
      ['Peinture à huile grise 4 kg', 'piece', 9_800, 1],
      ['Peinture à huile bleue 4 kg', 'piece', 9_800, 0.5],
      ['Peinture antirouille 4 kg', 'piece', 11_500, 0.9],
      ['Vernis marin 1 l', 'piece', 5_400, 0.4],
      ['White spirit 1 l', 'piece', 1_600, 2.7],
      ['Enduit de lissage 20 kg', 'piece', 8_900, 1.3],
      ['Pinceau 30 mm', 'piece', 700, 2.2],
      ['Pinceau 50 mm', 'piece', 1_000, 2.9],
      ['Pinceau 70 mm', 'piece', 1_400, 1.6],
      ['Rouleau peinture 180 mm', 'piece', 2_400, 2],
      ['Papier abrasif grain 80', 'piece', 250, 6],
      ['Papier abrasif grain 120', 'piece', 250, 5],
    ],
  },
  {
    prefix: 'PL',
    category: 'Plomberie',
    family: 'plomberie',
    supplier: 1,
    margin: 0.28,
    lots: ['Colle PVC 250 ml', 'Silicone sanitaire 280 ml'],
    lines: [
      ...sizes((size) => `Tube PVC ${size} mm, 4 m`, 'piece', [
        ['32', 1_900, 1.7],
        ['40', 2_300, 1.9],
        ['50', 2_900, 1.4],
        ['63', 3_900, 0.8],
        ['100', 6_900, 1.5],
        ['110', 7_800, 0.9],
      ]),
      ...sizes((size) => `Coude PVC ${size} mm`, 'piece', [
        ['32', 250, 4],
        ['40', 300, 4.2],
        ['50', 400, 3],
        ['100', 1_100, 2.1],
      ]),
      ...sizes((size) => `Té PVC ${size} mm`, 'piece', [
        ['40', 400, 1.8],
        ['50', 550, 1.3],
        ['100', 1_500, 0.9],
      ]),
      ['Robinet laiton 1/2', 'piece', 3_200, 1.5],
      ['Robinet laiton 3/4', 'piece', 4_600, 0.6],
      ['Mélangeur évier', 'piece', 14_500, 0.25],
      ['Colle PVC 250 ml', 'piece', 1_750, 1.8],
      ['Silicone sanitaire 280 ml', 'piece', 2_600, 1.2],
      ['Ruban téflon', 'piece', 300, 4.5],
      ['WC complet', 'piece', 48_000, 0.12],
      ['Lavabo céramique', 'piece', 19_500, 0.15],
    ],
  },
  {
    prefix: 'EL',
    category: 'Électricité',
    family: 'électricité',
    supplier: 2,
    margin: 0.26,
    lines: [
      ...sizes((size) => `Câble souple ${size} mm²`, 'm', [
        ['1,5', 350, 46],
        ['2,5', 550, 38],
        ['4', 900, 9],
        ['6', 1_350, 5],
      ]),
      ['Interrupteur simple', 'piece', 900, 3.8],
      ['Interrupteur va-et-vient', 'piece', 1_200, 1.4],
      ['Prise avec terre', 'piece', 1_300, 4.1],
      ['Douille à vis E27', 'piece', 500, 4.8],
      ...sizes((size) => `Ampoule LED ${size} W`, 'piece', [
        ['9', 1_000, 7],
        ['12', 1_300, 6],
        ['18', 1_900, 2.4],
      ]),
      ...sizes((size) => `Disjoncteur ${size} A`, 'piece', [
        ['10', 2_900, 0.8],
        ['16', 2_900, 1.2],
        ['20', 3_100, 0.9],
        ['32', 3_900, 0.4],
      ]),
      ['Gaine annelée 16 mm', 'roll', 8_900, 0.6],
      ['Gaine annelée 20 mm', 'roll', 10_900, 0.4],
      ['Boîte de dérivation', 'piece', 600, 2.2],
      ['Rallonge 5 m', 'piece', 4_500, 0.7],
      ['Multiprise 4 prises', 'piece', 3_900, 1.1],
    ],
  },
  {
    prefix: 'OU',
    category: 'Outillage',
    family: 'outillage',
    supplier: 1,
    margin: 0.33,
    lines: [
      ['Marteau de coffreur', 'piece', 4_500, 0.4],
      ['Truelle ronde 20 cm', 'piece', 2_500, 0.7],
      ['Taloche plastique', 'piece', 2_200, 0.5],
      ['Scie égoïne 50 cm', 'piece', 4_200, 0.25],
      ['Pince universelle', 'piece', 3_500, 0.35],
      ['Tournevis plat', 'piece', 1_500, 0.5],
      ['Tournevis cruciforme', 'piece', 1_500, 0.6],
      ['Mètre ruban 5 m', 'piece', 2_000, 0.8],
      ['Niveau à bulle 60 cm', 'piece', 5_900, 0.18],
      ['Brouette renforcée', 'piece', 27_500, 0.14],
      ['Pelle ronde', 'piece', 4_900, 0.5],
      ['Pioche', 'piece', 5_900, 0.2],
      ['Seau de maçon 12 l', 'piece', 1_500, 1.3],
      ['Disque à tronçonner 230', 'piece', 1_800, 1.6],
      ['Meuleuse 230 mm', 'piece', 46_000, 0.05],
      ['Perceuse à percussion', 'piece', 39_000, 0.06],
    ],
  },
  {
    prefix: 'SE',
    category: 'Serrurerie',
    family: 'serrurerie',
    supplier: 1,
    margin: 0.35,
    lines: [
      ...sizes((size) => `Cadenas ${size} mm`, 'piece', [
        ['30', 1_500, 0.9],
        ['40', 2_200, 1.1],
        ['50', 3_200, 0.5],
      ]),
      ['Serrure à encastrer', 'piece', 6_500, 0.5],
      ['Serrure en applique', 'piece', 8_900, 0.3],
      ...sizes((size) => `Charnière ${size} mm`, 'piece', [
        ['60', 400, 1.6],
        ['80', 600, 2],
        ['100', 900, 1.2],
      ]),
      ['Verrou 100 mm', 'piece', 1_300, 0.8],
      ['Poignée de porte', 'piece', 5_500, 0.4],
    ],
  },
  {
    prefix: 'DI',
    category: 'Protection et divers',
    family: 'divers',
    supplier: 1,
    margin: 0.32,
    lots: ['Mousse expansive 750 ml'],
    lines: [
      ['Bâche plastique 4 m', 'm', 900, 6],
      ['Corde nylon 8 mm', 'm', 250, 12],
      ['Ruban adhésif large', 'piece', 900, 2.4],
      ['Mousse expansive 750 ml', 'piece', 4_900, 0.5],
      ['Gants de maçon', 'pair', 1_500, 1.9],
      ['Bottes de sécurité', 'pair', 14_500, 0.2],
      ['Masque anti-poussière', 'piece', 300, 3.5],
      ['Casque de chantier', 'piece', 3_500, 0.3],
    ],
  },
]

const decimals: Partial<Record<Unit, number>> = { kg: 3, m: 2 }

/** About a hundred and twenty articles of a hardware shop, from cement by the lorry to one drill a month. */
export const products: readonly DemoProduct[] = groups.flatMap((group) =>
  group.lines.map(([name, unit, price, daily], index): DemoProduct => ({
    sku: `${group.prefix}-${String(index + 1).padStart(3, '0')}`,
    name,
    category: group.category,
    family: group.family,
    unit,
    decimals: decimals[unit] ?? 0,
    price,
    cost: Math.round((price * (1 - group.margin)) / 5) * 5,
    daily,
    supplier: group.supplier,
    ...(group.pack && unit !== 'kg' && { pack: group.pack }),
    ...(!group.pack && daily > 2 && unit === 'piece' && { pack: { name: 'Carton', quantity: 24 } }),
    ...(group.lots?.includes(name) && { tracks_lots: true as const }),
    ...(group.heavy && unit !== 'kg' && { heavy: true as const }),
  })),
)
