import { demoPassword, type DemoOrganisation } from './demo.ts'

/** What the terminal says once the product can be used. */
export function welcome(url: string, organisations: readonly DemoOrganisation[]): string {
  const lines = ['', `  Guichet — ${url}`, '']
  if (organisations.length === 0) {
    lines.push(`  Première visite / first visit:  ${url}/start`, '')
    return `${lines.join('\n')}\n`
  }
  lines.push('  Organisations de démonstration / demo organisations')
  for (const { slug, name } of organisations) lines.push(`    ${name.padEnd(34)} ${url}/p/${slug}`)
  const first = organisations[0]!.slug
  lines.push(
    '',
    `  Connexion / sign in:  ${url}/login`,
    `    admin@${first}.test · manager@${first}.test · agent@${first}.test   (…@<slug>.test)`,
    `    mot de passe / password: ${demoPassword}`,
    '',
    `  Visiteur / visitor    ${url}/p/${first}`,
    `  Agent                 ${url}/t/${first}/desk`,
    `  Salle / hall display  ${url}/device`,
    `  API                   ${url}/api/v1/docs`,
    '',
  )
  return `${lines.join('\n')}\n`
}
