import type { Interval } from '../contract.ts'

export interface DemoService {
  name: string
  name_en: string
  prefix: string
  icon: string
  expected_minutes: number
  description?: string
  waiting_limit?: number
  /** False: given out by staff only. */
  public?: boolean
}
export interface DemoSite {
  name: string
  address: string
  phone: string
  services: readonly DemoService[]
  /** Names of counters, and the letters each serves in order of preference; none means all. */
  counters: readonly { name: string; prefixes: readonly string[] }[]
  week: readonly Interval[]
}
export interface DemoDefinition {
  slug: string
  /** What it has switched on. */
  capabilities: readonly string[]
  name: string
  country: 'SN' | 'FR'
  currency: 'XOF' | 'EUR'
  time_zone: string
  accent: string
  sites: readonly DemoSite[]
  /** Staff by the part of their address before the @. */
  staff: Readonly<Record<DemoLogin, string>>
}

export const demoLogins = {
  owner: 'owner',
  admin: 'admin',
  manager: 'manager',
  agent: 'agent',
  agent2: 'agent',
  agent3: 'agent',
  agent4: 'agent',
  agent5: 'agent',
  receptionist: 'receptionist',
  viewer: 'viewer',
} as const
export type DemoLogin = keyof typeof demoLogins

const days = (from: number, to: number, opens_at: string, closes_at: string): Interval[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ weekday: from + index, opens_at, closes_at }))

const inspectionServices: readonly DemoService[] = [
  {
    name: 'Visite technique, voiture',
    name_en: 'Inspection, private car',
    prefix: 'A',
    icon: 'car',
    expected_minutes: 22,
    description: 'Carte grise et attestation d’assurance à présenter.',
  },
  {
    name: 'Visite technique, poids lourd',
    name_en: 'Inspection, heavy vehicle',
    prefix: 'M',
    icon: 'truck',
    expected_minutes: 38,
    waiting_limit: 20,
  },
  {
    name: 'Taxi et transport en commun',
    name_en: 'Taxi and public transport',
    prefix: 'U',
    icon: 'bus',
    expected_minutes: 28,
  },
  {
    name: 'Contre-visite',
    name_en: 'Second inspection',
    prefix: 'R',
    icon: 'rotate-ccw',
    expected_minutes: 14,
    description: 'Apportez le procès-verbal de la première visite.',
  },
  { name: 'Caisse', name_en: 'Cash desk', prefix: 'K', icon: 'wallet', expected_minutes: 5 },
  {
    name: 'Retrait du certificat',
    name_en: 'Certificate collection',
    prefix: 'X',
    icon: 'file-check',
    expected_minutes: 4,
  },
]

/** Five organisations, five trades: what a new installation shows before anyone has entered a word. */
export const demoOrganisations: readonly DemoDefinition[] = [
  {
    slug: 'visite-dakar',
    capabilities: ['queue', 'documents', 'stock', 'analytics'],
    name: 'Centre de visite technique de Dakar',
    country: 'SN',
    currency: 'XOF',
    time_zone: 'Africa/Dakar',
    accent: '#0b6e4f',
    sites: [
      {
        name: 'Hann',
        address: 'Route du Service géographique, Hann, Dakar',
        phone: '+221 33 000 12 10',
        services: inspectionServices,
        counters: [
          { name: 'Guichet 1', prefixes: ['K', 'X'] },
          { name: 'Guichet 2', prefixes: ['X', 'R', 'K'] },
          { name: 'Ligne 1', prefixes: ['A', 'R', 'U'] },
          { name: 'Ligne 2', prefixes: ['M', 'U', 'A'] },
          { name: 'Ligne 3', prefixes: [] },
        ],
        week: days(1, 6, '07:00', '19:00'),
      },
      {
        name: 'Parcelles Assainies',
        address: 'Unité 17, avenue de la Patte d’Oie, Dakar',
        phone: '+221 33 000 12 11',
        services: inspectionServices.filter(({ prefix }) => prefix !== 'M'),
        counters: [
          { name: 'Guichet 1', prefixes: ['K', 'X'] },
          { name: 'Ligne 1', prefixes: ['A', 'R'] },
          { name: 'Ligne 2', prefixes: [] },
        ],
        week: [
          ...days(1, 5, '07:30', '13:30'),
          ...days(1, 5, '14:30', '18:00'),
          ...days(6, 6, '08:00', '13:00'),
        ],
      },
    ],
    staff: {
      owner: 'Mame Diarra Bousso Ndiaye',
      admin: 'Ibrahima Sarr',
      manager: 'Khady Mbaye',
      agent: 'Ousmane Diop',
      agent2: 'Fatou Sow',
      agent3: 'Cheikh Tidiane Fall',
      agent4: 'Aminata Diallo',
      agent5: 'Moussa Badji',
      receptionist: 'Ndèye Astou Gueye',
      viewer: 'Abdoulaye Kane',
    },
  },
  {
    slug: 'mairie-thies',
    capabilities: ['queue', 'documents', 'analytics'],
    name: 'Mairie de Thiès',
    country: 'SN',
    currency: 'XOF',
    time_zone: 'Africa/Dakar',
    accent: '#1d4e89',
    sites: [
      {
        name: 'Hôtel de ville',
        address: 'Place de France, Thiès',
        phone: '+221 33 000 34 20',
        services: [
          {
            name: 'État civil',
            name_en: 'Civil registry',
            prefix: 'A',
            icon: 'scroll-text',
            expected_minutes: 9,
            description: 'Naissance, mariage, décès : extraits et déclarations.',
          },
          {
            name: 'Légalisation',
            name_en: 'Certified copies',
            prefix: 'L',
            icon: 'stamp',
            expected_minutes: 5,
            description: 'Présentez l’original avec chaque copie.',
          },
          {
            name: 'Urbanisme',
            name_en: 'Town planning',
            prefix: 'U',
            icon: 'map',
            expected_minutes: 18,
            waiting_limit: 15,
          },
          {
            name: 'Taxes et marchés',
            name_en: 'Taxes and markets',
            prefix: 'K',
            icon: 'wallet',
            expected_minutes: 8,
          },
          {
            name: 'Action sociale',
            name_en: 'Social services',
            prefix: 'M',
            icon: 'heart-handshake',
            expected_minutes: 15,
          },
          {
            name: 'Retrait de document',
            name_en: 'Document collection',
            prefix: 'R',
            icon: 'file-check',
            expected_minutes: 3,
          },
        ],
        counters: [
          { name: 'Guichet 1', prefixes: ['A', 'R'] },
          { name: 'Guichet 2', prefixes: ['A', 'L'] },
          { name: 'Guichet 3', prefixes: ['L', 'R', 'A'] },
          { name: 'Guichet 4', prefixes: ['K', 'U'] },
          { name: 'Bureau social', prefixes: ['M', 'U'] },
        ],
        week: [...days(1, 5, '08:00', '17:00'), ...days(6, 6, '08:00', '12:00')],
      },
    ],
    staff: {
      owner: 'Marième Faye',
      admin: 'Babacar Ndiaye',
      manager: 'Aïssatou Cissé',
      agent: 'Mamadou Lamine Sène',
      agent2: 'Rokhaya Thiam',
      agent3: 'Alioune Diouf',
      agent4: 'Seynabou Ngom',
      agent5: 'Joseph Mendy',
      receptionist: 'Bineta Seck',
      viewer: 'Malick Touré',
    },
  },
  {
    slug: 'clinique-plateau',
    capabilities: ['queue', 'stock', 'analytics'],
    name: 'Clinique du Plateau',
    country: 'SN',
    currency: 'XOF',
    time_zone: 'Africa/Dakar',
    accent: '#8e3b63',
    sites: [
      {
        name: 'Plateau',
        address: 'Rue Carnot, Plateau, Dakar',
        phone: '+221 33 000 56 30',
        services: [
          {
            name: 'Consultation générale',
            name_en: 'General consultation',
            prefix: 'A',
            icon: 'stethoscope',
            expected_minutes: 17,
          },
          { name: 'Pédiatrie', name_en: 'Children', prefix: 'M', icon: 'baby', expected_minutes: 18 },
          {
            name: 'Prélèvements',
            name_en: 'Blood and other samples',
            prefix: 'L',
            icon: 'test-tube',
            expected_minutes: 7,
            description: 'Venez à jeun si votre ordonnance le demande.',
          },
          {
            name: 'Radiologie',
            name_en: 'Radiology',
            prefix: 'X',
            icon: 'scan',
            expected_minutes: 16,
            waiting_limit: 12,
          },
          {
            name: 'Retrait des résultats',
            name_en: 'Collection of results',
            prefix: 'R',
            icon: 'clipboard-list',
            expected_minutes: 4,
          },
          { name: 'Caisse', name_en: 'Cash desk', prefix: 'K', icon: 'wallet', expected_minutes: 5 },
          {
            name: 'Soins infirmiers',
            name_en: 'Nursing care',
            prefix: 'Z',
            icon: 'syringe',
            expected_minutes: 12,
            public: false,
          },
        ],
        counters: [
          { name: 'Accueil', prefixes: ['K', 'R'] },
          { name: 'Cabinet 1', prefixes: ['A', 'M'] },
          { name: 'Cabinet 2', prefixes: ['M', 'A'] },
          { name: 'Laboratoire', prefixes: ['L', 'Z', 'R'] },
          { name: 'Imagerie', prefixes: ['X'] },
        ],
        week: [...days(1, 6, '07:00', '20:00'), ...days(7, 7, '09:00', '13:00')],
      },
    ],
    staff: {
      owner: 'Dr Sokhna Diagne',
      admin: 'Pape Samba Ba',
      manager: 'Thérèse Gomis',
      agent: 'Coumba Niang',
      agent2: 'Assane Wade',
      agent3: 'Yacine Samb',
      agent4: 'Emmanuel Sané',
      agent5: 'Dieynaba Ka',
      receptionist: 'Maïmouna Camara',
      viewer: 'El Hadji Dieng',
    },
  },
  {
    slug: 'quincaillerie-pikine',
    capabilities: ['queue', 'stock', 'analytics'],
    name: 'Quincaillerie de Pikine',
    country: 'SN',
    currency: 'XOF',
    time_zone: 'Africa/Dakar',
    accent: '#b3541e',
    sites: [
      {
        name: 'Pikine Icotaf',
        address: 'Tally Boumack, Pikine',
        phone: '+221 33 000 78 40',
        services: [
          {
            name: 'Vente au comptoir',
            name_en: 'Counter sales',
            prefix: 'A',
            icon: 'hammer',
            expected_minutes: 8,
          },
          {
            name: 'Retrait de commande',
            name_en: 'Order collection',
            prefix: 'X',
            icon: 'package',
            expected_minutes: 5,
          },
          {
            name: 'Coupe et découpe',
            name_en: 'Cutting to size',
            prefix: 'L',
            icon: 'ruler',
            expected_minutes: 12,
          },
          {
            name: 'Retour et échange',
            name_en: 'Returns and exchange',
            prefix: 'R',
            icon: 'rotate-ccw',
            expected_minutes: 9,
          },
          {
            name: 'Comptes professionnels',
            name_en: 'Trade accounts',
            prefix: 'M',
            icon: 'briefcase',
            expected_minutes: 14,
            public: false,
          },
        ],
        counters: [
          { name: 'Guichet 1', prefixes: ['A', 'R'] },
          { name: 'Guichet 2', prefixes: ['A', 'X', 'M'] },
          { name: 'Atelier', prefixes: ['L', 'X'] },
        ],
        week: days(1, 6, '07:30', '19:30'),
      },
    ],
    staff: {
      owner: 'Serigne Modou Lô',
      admin: 'Astou Gaye',
      manager: 'Souleymane Sakho',
      agent: 'Penda Tall',
      agent2: 'Boubacar Dia',
      agent3: 'Oumou Kalsoum Sy',
      agent4: 'Samba Thioune',
      agent5: 'Ramatoulaye Coly',
      receptionist: 'Adama Mané',
      viewer: 'Omar Diatta',
    },
  },
  {
    slug: 'cabinet-conseil',
    capabilities: ['queue', 'documents', 'reports', 'analytics'],
    name: 'Cabinet Lefèvre Conseil',
    country: 'FR',
    currency: 'EUR',
    time_zone: 'Europe/Paris',
    accent: '#4a4e8f',
    sites: [
      {
        name: 'Lyon Part-Dieu',
        address: '12 rue de la Villette, 69003 Lyon',
        phone: '+33 1 99 00 45 50',
        services: [
          {
            name: 'Accueil sans rendez-vous',
            name_en: 'Walk-in reception',
            prefix: 'A',
            icon: 'info',
            expected_minutes: 6,
          },
          {
            name: 'Fiscalité des particuliers',
            name_en: 'Personal taxation',
            prefix: 'M',
            icon: 'calculator',
            expected_minutes: 25,
            waiting_limit: 10,
          },
          {
            name: 'Création d’entreprise',
            name_en: 'Starting a business',
            prefix: 'U',
            icon: 'rocket',
            expected_minutes: 35,
            waiting_limit: 8,
          },
          {
            name: 'Remise de dossier',
            name_en: 'Document hand-in',
            prefix: 'R',
            icon: 'folder-check',
            expected_minutes: 5,
          },
        ],
        counters: [
          { name: 'Guichet 1', prefixes: ['A', 'R'] },
          { name: 'Bureau Saône', prefixes: ['M', 'A'] },
          { name: 'Bureau Rhône', prefixes: ['U', 'M'] },
        ],
        week: [...days(1, 5, '09:00', '12:30'), ...days(1, 5, '14:00', '18:00')],
      },
    ],
    staff: {
      owner: 'Hélène Lefèvre',
      admin: 'Antoine Marchand',
      manager: 'Claire Fournier',
      agent: 'Karim Benali',
      agent2: 'Margaux Perrin',
      agent3: 'Julien Aubert',
      agent4: 'Inès Garcia',
      agent5: 'Yann Le Gall',
      receptionist: 'Élodie Roux',
      viewer: 'Laurent Mercier',
    },
  },
]
