import { sheetFile, wordFile } from './office.ts'
import { line, pdfFile } from './pdf.ts'
import { scanOf } from './scan.ts'

export interface DemoFile {
  client: string
  name: string
  bytes: Buffer
}

const lines = (title: string, ...rest: string[]): string =>
  line(60, 780, title, 16, 'F2') + rest.map((text, n) => line(60, 745 - n * 20, text)).join('')

const crlf = (text: string): string => text.trim().replaceAll('\n', '\r\n')

/** A letter with a file attached, as a mail program would send it. */
function letter(
  head: Record<string, string>,
  body: string,
  attached: { name: string; bytes: Buffer },
): Buffer {
  const parts = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
  const coded = attached.bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
  return Buffer.from(
    `${parts.join('\r\n')}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="demo"\r\n\r\n` +
      `--demo\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${crlf(body)}\r\n` +
      `--demo\r\nContent-Type: application/pdf; name="${attached.name}"\r\nContent-Disposition: attachment; filename="${attached.name}"\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${coded}\r\n--demo--\r\n`,
  )
}

/**
 * A dozen documents of three invented clients, of every kind that is read; one is a scan, one contradicts
 * another (the rent of the bakery), one asks for nothing but to be searched.
 */
export async function demoFiles(): Promise<DemoFile[]> {
  const bakery = 'Boulangerie du Marché'
  const workshop = 'Atelier Ndiaye & Fils'
  const family = 'Mme Awa Diop'
  const deed = await scanOf([
    'ATTESTATION DE DOMICILE',
    'Je soussigné Moussa Ndiaye, né le 4 mai 1961,',
    'certifie que Mme Awa Diop habite à mon domicile,',
    '12 rue Félix Faure, Dakar, depuis le 3 mars 2024.',
    '',
    'Fait à Dakar, le 15 juin 2025.',
  ])
  const receipt = await scanOf([
    'QUITTANCE DE LOYER',
    'Boulangerie du Marché, 8 place du Marché, 35000 Rennes',
    'Loyer mensuel : 1 450,00 € pour mai 2025, reçu ce jour',
    'Bailleur : SCI Les Halles',
    'Rennes, le 2 mai 2025',
  ])
  const invoice = pdfFile([
    {
      content:
        lines(
          'Facture n° 2025-0412',
          'Minoterie Kerval SARL, 14 route de Vitré, 35500 Vitré',
          'SIREN 732 829 320',
          'Client : Boulangerie du Marché',
          'Date : 12 mai 2025      Échéance : 11 juin 2025',
        ) +
        [
          ['Désignation', 'Quantité', 'Montant HT'],
          ['Farine T65, sac de 25 kg', '40', '1 120,00 €'],
          ['Farine de seigle, sac de 25 kg', '6', '198,00 €'],
        ]
          .map(
            ([what, count, price], n) =>
              line(60, 620 - n * 20, what!) +
              line(330, 620 - n * 20, count!) +
              line(430, 620 - n * 20, price!),
          )
          .join('') +
        line(330, 540, 'Total TTC :') +
        line(430, 540, '1 390,49 €'),
    },
  ])
  return [
    {
      client: bakery,
      name: 'Bail commercial.pdf',
      bytes: pdfFile([
        {
          content: lines(
            'Bail commercial',
            'Entre la SCI Les Halles, bailleur, et la Boulangerie du Marché, preneur.',
            'Les locaux sont situés 8 place du Marché, 35000 Rennes.',
            'Le bail est conclu pour neuf ans à compter du 1er janvier 2022.',
            'Le loyer mensuel est fixé à 1 380,00 € hors charges.',
          ),
        },
        {
          content: lines(
            'Charges et travaux',
            'Le preneur supporte les charges locatives et la taxe foncière.',
            'Les gros travaux restent à la charge du bailleur.',
            'Le dépôt de garantie s’élève à 4 140,00 €.',
          ),
        },
      ]),
    },
    {
      client: bakery,
      name: 'Quittance mai 2025.pdf',
      bytes: pdfFile([{ content: 'q 595 0 0 842 0 0 cm /S Do Q\n', pictures: { S: receipt } }]),
    },
    { client: bakery, name: 'Facture Minoterie Kerval.pdf', bytes: invoice },
    {
      client: bakery,
      name: 'Chiffre d’affaires.xlsx',
      bytes: sheetFile({
        '2024': [
          ['Mois', 'Ventes', 'Achats'],
          ...[
            'Janvier',
            'Février',
            'Mars',
            'Avril',
            'Mai',
            'Juin',
            'Juillet',
            'Août',
            'Septembre',
            'Octobre',
            'Novembre',
            'Décembre',
          ].map((month, n): (string | number)[] => [
            month,
            18_200 + ((n * 7_919) % 4_000),
            6_100 + ((n * 3_571) % 1_500),
          ]),
        ],
        Notes: [['Le four a été changé en mars.'], ['Fermeture annuelle du 4 au 24 août.']],
      }),
    },
    {
      client: bakery,
      name: 'Message du comptable.eml',
      bytes: letter(
        {
          From: 'Claire Martin <c.martin@cabinet.example>',
          To: 'Conseil <contact@cabinet-conseil.example>',
          Date: 'Mon, 19 May 2025 09:12:00 +0200',
          Subject: 'Boulangerie : la facture de farine',
        },
        `
Bonjour,

Voici la facture de la minoterie pour le mois de mai. Elle n’est pas encore payée.
L’échéance est au 11 juin 2025.

Claire Martin`,
        { name: 'facture-0412.pdf', bytes: invoice },
      ),
    },
    {
      client: workshop,
      name: 'Présentation de l’atelier.docx',
      bytes: wordFile([
        'Atelier Ndiaye & Fils',
        'Menuiserie fondée en 2009 à Thiès par Ibrahima Ndiaye. NINEA 0045678 2G3.',
        'L’atelier emploie sept personnes, dont deux apprentis.',
        'Il demande un prêt de 12 500 000 F CFA pour acheter une scie à panneaux.',
        [
          ['Année', 'Chiffre d’affaires', 'Résultat'],
          ['2022', '38 200 000 F CFA', '2 150 000 F CFA'],
          ['2023', '41 900 000 F CFA', '2 480 000 F CFA'],
          ['2024', '47 300 000 F CFA', '3 020 000 F CFA'],
        ],
        'Les commandes viennent surtout des écoles et des hôtels de la Petite-Côte.',
      ]),
    },
    {
      client: workshop,
      name: 'Devis scie à panneaux.pdf',
      bytes: pdfFile([
        {
          content: lines(
            'Devis n° D-1187',
            'Machines Sahel SA, zone industrielle, Dakar',
            'Scie à panneaux, table de 3,20 m : 11 850 000 F CFA',
            'Installation et formation : 650 000 F CFA',
            'Total : 12 500 000 F CFA. Livraison en huit semaines.',
            'Devis valable jusqu’au 31 juillet 2025.',
          ),
        },
      ]),
    },
    {
      client: workshop,
      name: 'Stock de bois.csv',
      bytes: Buffer.from(
        'Essence;Mètres cubes;Valeur\nTeck;4,2;3 150 000 F CFA\nSapin;11,0;2 090 000 F CFA\nContreplaqué;6,5;1 430 000 F CFA\n',
      ),
    },
    {
      client: workshop,
      name: 'Notes de visite.txt',
      bytes: Buffer.from(
        'Visite du 22 mai 2025.\n\nL’atelier est propre et bien tenu. Trois commandes sont en retard à cause de la vieille scie.\nM. Ndiaye souhaite rembourser sur quatre ans.\n',
      ),
    },
    {
      client: family,
      name: 'Demande de logement.pdf',
      bytes: pdfFile([
        {
          content: lines('Demande de logement', 'Formulaire à remplir en majuscules.'),
          fields: [
            { name: 'Nom', value: 'DIOP', x: 60, y: 640 },
            { name: 'Prénom', value: 'AWA', x: 60, y: 610 },
            { name: 'Personnes à loger', value: '4', x: 60, y: 580 },
            { name: 'Revenu mensuel', value: '285 000 F CFA', x: 60, y: 550 },
          ],
        },
      ]),
    },
    { client: family, name: 'Attestation de domicile.jpg', bytes: deed.jpeg },
    {
      client: family,
      name: 'Lettre de motivation.docx',
      bytes: wordFile([
        'Madame, Monsieur,',
        'Je vis chez mon oncle depuis le 3 mars 2024 avec mes trois enfants. Le logement est trop petit.',
        'Je travaille comme couturière et je gagne 285 000 F CFA par mois.',
        'Je vous remercie de l’attention que vous porterez à ma demande.',
        'Awa Diop',
      ]),
    },
  ]
}
