/** Mulberry32: a small seeded generator, so that every installation shows the same people. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const names = {
  SN: {
    first: [
      'Awa',
      'Aïssatou',
      'Fatou',
      'Ndèye',
      'Mariama',
      'Khady',
      'Coumba',
      'Rokhaya',
      'Astou',
      'Bineta',
      'Adama',
      'Sokhna',
      'Marième',
      'Yacine',
      'Oumou',
      'Seynabou',
      'Penda',
      'Dieynaba',
      'Maïmouna',
      'Ramatoulaye',
      'Mamadou',
      'Ousmane',
      'Cheikh',
      'Ibrahima',
      'Moussa',
      'Abdoulaye',
      'Modou',
      'Alioune',
      'Babacar',
      'Pape',
      'Souleymane',
      'Amadou',
      'Lamine',
      'Serigne',
      'Assane',
      'Malick',
      'El Hadji',
      'Omar',
      'Boubacar',
      'Samba',
      'Joseph',
      'Thérèse',
      'Emmanuel',
      'Augustin',
    ],
    last: [
      'Diop',
      'Ndiaye',
      'Fall',
      'Sow',
      'Ba',
      'Sarr',
      'Faye',
      'Gueye',
      'Seck',
      'Diallo',
      'Cissé',
      'Sy',
      'Mbaye',
      'Thiam',
      'Diouf',
      'Kane',
      'Niang',
      'Sané',
      'Mendy',
      'Badji',
      'Diatta',
      'Touré',
      'Camara',
      'Dieng',
      'Samb',
      'Lô',
      'Ka',
      'Wade',
      'Mané',
      'Sène',
      'Ngom',
      'Gaye',
      'Tall',
      'Dia',
      'Diagne',
      'Sakho',
      'Gomis',
      'Coly',
      'Bâ',
      'Thioune',
    ],
  },
  FR: {
    first: [
      'Camille',
      'Julie',
      'Claire',
      'Sophie',
      'Nathalie',
      'Inès',
      'Manon',
      'Élodie',
      'Anne-Laure',
      'Sarah',
      'Margaux',
      'Hélène',
      'Amandine',
      'Leïla',
      'Chloé',
      'Thomas',
      'Nicolas',
      'Julien',
      'Antoine',
      'Karim',
      'Maxime',
      'Laurent',
      'Pierre',
      'Mathieu',
      'Hugo',
      'Benoît',
      'Yann',
      'Rachid',
      'Étienne',
      'François',
      'Jean-Marc',
      'Olivier',
      'Aminata',
    ],
    last: [
      'Martin',
      'Bernard',
      'Petit',
      'Robert',
      'Richard',
      'Durand',
      'Moreau',
      'Simon',
      'Laurent',
      'Lefèvre',
      'Garcia',
      'Roux',
      'Fournier',
      'Girard',
      'Bonnet',
      'Mercier',
      'Lambert',
      'Rousseau',
      'Faure',
      'Blanc',
      'Guérin',
      'Chevalier',
      'Benali',
      'Da Silva',
      'Le Gall',
      'Marchand',
      'Perrin',
      'Renaud',
      'Aubert',
      'Nguyen',
      'Lemoine',
      'Traoré',
    ],
  },
} as const

export interface DemoCustomer {
  name: string
  phone: string | null
  email: string | null
}

/**
 * Nobody's number: Senegal reserves no range for fiction, so its numbers stay in blocks of zeros; the
 * French regulator does, 06 39 98 00 00 to 06 39 98 99 99.
 */
function phoneOf(country: 'SN' | 'FR', random: () => number): string {
  const four = String(Math.floor(random() * 10_000)).padStart(4, '0')
  return country === 'FR' ? `+3363998${four}` : `+2217${[0, 6, 7, 8][Math.floor(random() * 4)]}000${four}`
}

/** Customers invented from common first and last names, the same for the same seed. */
export function inventCustomers(country: 'SN' | 'FR', count: number, seed: number): DemoCustomer[] {
  const random = seededRandom(seed)
  const oneOf = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!
  const phones = new Set<string>()
  const customers: DemoCustomer[] = []
  while (customers.length < count) {
    const first = oneOf(names[country].first)
    const last = oneOf(names[country].last)
    const phone = phoneOf(country, random)
    if (phones.has(phone)) continue
    phones.add(phone)
    const mailbox = `${first}.${last}`
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z.]+/g, '')
    customers.push({
      name: `${first} ${last}`,
      phone: random() < 0.92 ? phone : null,
      email: random() < 0.3 ? `${mailbox}@exemple.test` : null,
    })
  }
  return customers
}
