import {
  doubtsOf,
  factsOf,
  fillTemplate,
  fold,
  keepFacts,
  standsOn,
  usualTemplate,
  writeExtractive,
  type Page,
  type PlannedSection,
} from '@guichet/reports/writing-model'
import { atLeast, atMost, fact, none, type Figure, type Line } from './figure.ts'

const plan: PlannedSection[] = [
  {
    key: 'client',
    title: 'Le client',
    question: 'Qui est le client : société, siège, activité, gérant ?',
    sentences: 5,
  },
  {
    key: 'money',
    title: 'Finances',
    question: 'Quel chiffre d’affaires, quel résultat, quelles charges, quelles dettes ?',
    sentences: 5,
  },
  {
    key: 'lease',
    title: 'Engagements',
    question: 'Quel bail, quel loyer, quelle caution, quelle garantie, quelle durée ?',
    sentences: 5,
  },
  {
    key: 'dates',
    title: 'Échéances',
    question: 'Quelles dates, quels délais, quel préavis, quel renouvellement ?',
    sentences: 5,
  },
  {
    key: 'risks',
    title: 'Vigilance',
    question: 'Quels litiges, retards, impayés, pénalités, mises en demeure ?',
    sentences: 5,
  },
  {
    key: 'next',
    title: 'Suites',
    question: 'Que faut-il fournir, signer, payer, transmettre ?',
    sentences: 5,
  },
]

const subjects = [
  'Le preneur',
  'Le bailleur',
  'La société',
  'Le gérant',
  'Le fournisseur',
  'L’expert-comptable',
  'Le client',
  'La banque',
]
const verbs = ['transmet', 'conteste', 'règle', 'renouvelle', 'signale', 'garantit', 'demande', 'reporte']
const objects = [
  'le loyer mensuel du bail commercial',
  'la caution versée à la signature',
  'les charges de l’exercice',
  'le chiffre d’affaires du trimestre',
  'les factures impayées du fournisseur',
  'le préavis de six mois',
  'une mise en demeure du tribunal',
  'la garantie de l’emprunt',
  'l’attestation d’assurance',
  'le renouvellement du contrat',
  'les pénalités de retard',
  'le siège de l’entreprise',
]

/** Mulberry32: the same pages every time. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A file of ten documents, every page with a code of its own, about 4,300 signs a page. */
function fileOf(pages: number): Page[] {
  const next = random(20_261_127)
  const pick = <T>(among: readonly T[]): T => among[Math.floor(next() * among.length)]!
  return Array.from({ length: pages }, (_, index) => {
    const document = Math.floor(index / 50)
    const page = (index % 50) + 1
    const lines = [
      `Dossier ${document + 1} – Confidentiel`,
      `Référence : REF-${String(index).padStart(5, '0')}`,
    ]
    for (let n = 0; n < 34; n++) {
      const amount = Math.floor(next() * 900_000) + 1_000
      lines.push(
        `${pick(subjects)} ${pick(verbs)} ${pick(objects)} pour un montant de ${amount.toLocaleString('fr-FR')} € avant le ${1 + Math.floor(next() * 28)} mars ${2024 + Math.floor(next() * 4)}.`,
      )
    }
    lines.push(`Page ${page} sur 50`)
    return {
      document_id: `00000000-0000-4000-8000-${String(document).padStart(12, '0')}`,
      document_name: `Document ${document + 1}.pdf`,
      page,
      method: 'text',
      reason: null,
      confidence: null,
      hidden_text: false,
      text: lines.join('\n'),
    }
  })
}

/** A cited page holds every number of the sentence and at least half of its words. */
function rightlyCited(text: string, page: string): boolean {
  const on = fold(page).toLowerCase()
  const numbers = fold(text).match(/\d+/g) ?? []
  const words =
    fold(text)
      .toLowerCase()
      .match(/\p{L}{4,}/gu) ?? []
  return (
    numbers.every((number) => on.includes(number)) &&
    words.filter((word) => on.includes(word)).length >= words.length / 2
  )
}

export const reports: Figure = {
  name: 'reports',
  title: 'a report from 500 pages without a model, its citations, a long table, and a model that lies',
  async run(bench) {
    const count = bench.quick ? 100 : 500
    const pages = fileOf(count)
    const at = new Map(pages.map((page) => [`${page.document_id} ${page.page}`, page.text]))
    const since = performance.now()
    const facts = pages
      .map(({ document_id }) => document_id)
      .filter((id, index, all) => all.indexOf(id) === index)
      .flatMap((id) => factsOf(pages.filter((page) => page.document_id === id)))
    const facts_ms = performance.now() - since
    const { summary, sections } = writeExtractive(pages, plan, 'fr')
    const written_ms = performance.now() - since
    const template = await usualTemplate(words, '#0B6E6E')
    await fillTemplate(
      template,
      filling(
        sections,
        keepFacts(facts).kept.map((one) => ({
          libelle: one.label,
          type: '',
          valeur: one.shown,
          controle: '',
          source: `${one.document_name}, p. ${one.page}`,
        })),
      ),
    )
    const whole_ms = performance.now() - since

    const table_since = performance.now()
    await fillTemplate(
      template,
      filling(
        [],
        Array.from({ length: 1_000 }, (_, n) => ({
          libelle: `Ligne ${n}`,
          type: '',
          valeur: String(n),
          controle: '',
          source: 'p. 1',
        })),
      ),
    )
    const table_ms = performance.now() - table_since

    const codes = new Map(
      facts.flatMap((one) =>
        one.kind === 'reference' && one.value.startsWith('REF-') ? [[one.value, one] as const] : [],
      ),
    )
    let right = 0
    for (const [index, page] of pages.entries()) {
      const found = codes.get(`REF-${String(index).padStart(5, '0')}`)
      if (found?.document_id === page.document_id && found.page === page.page) right++
    }
    const sentences = [...summary, ...sections.flatMap((section) => section.sentences)]
    const cited = sentences.filter(({ sources }) => sources.length > 0)
    const precise = cited.filter(({ text, sources }) =>
      rightlyCited(text, at.get(`${sources[0]!.document_id} ${sources[0]!.page}`)!),
    )
    const verbatim = cited.filter(({ text, sources }) =>
      standsOn(text, at.get(`${sources[0]!.document_id} ${sources[0]!.page}`)!),
    )

    const invented = Array.from(
      { length: 20 },
      (_, n) => `La dette s’élève à ${(7_001 + n * 1_313).toLocaleString('fr-FR')},${10 + n} €.`,
    )
    const passed = invented.filter((text) => doubtsOf(text, [pages[0]!.text]).length === 0)
    const lines: Line[] = [
      atMost(
        `report from ${count} pages, one thread`,
        whole_ms / 1000,
        30,
        ' s',
        `facts ${(facts_ms / 1000).toFixed(1)} s, choosing ${((written_ms - facts_ms) / 1000).toFixed(1)} s, layout ${((whole_ms - written_ms) / 1000).toFixed(1)} s`,
      ),
      atMost('1,000-row table in a template', table_ms / 1000, 2, ' s'),
      atLeast(`${count} unique codes cited to their page`, (right / count) * 100, 99, ' %'),
      atLeast(
        'sentences of the report that are cited',
        (cited.length / sentences.length) * 100,
        100,
        ' %',
        `${sentences.length} sentences`,
      ),
      atLeast('precision of citations', (precise.length / cited.length) * 100, 99, ' %'),
      atLeast(
        'sentences found word for word on their page',
        (verbatim.length / cited.length) * 100,
        100,
        ' %',
      ),
      none('of 20 amounts invented by a lying model, let through', passed.length),
      fact('facts found', facts.length),
    ]
    return lines
  },
}

const words = new Proxy({} as Parameters<typeof usualTemplate>[0], { get: (_, name) => String(name) })

function filling(
  sections: { title: string; question: string; sentences: { text: string }[] }[],
  faits: Record<string, string>[],
) {
  return {
    titre: 'Rapport',
    client: 'Client',
    organisation: 'Cabinet',
    date: '2026',
    auteur: 'Bench',
    methode: '',
    resume: [],
    sections: sections.map((section) => ({
      titre: section.title,
      question: section.question,
      vide: false,
      phrases: section.sentences.map(({ text }) => ({ texte: text, source: 'p. 1', marque: '' })),
    })),
    faits,
    avec_faits: true,
    contradictions: [],
    avec_contradictions: false,
    illisibles: [],
    avec_illisibles: false,
    documents: [],
  }
}
