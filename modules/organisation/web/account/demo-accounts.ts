import type { RoleName } from '@guichet/platform/auth-contract'

/** The five organisations of a demonstration; their names are names, the same in every language. */
export const demoOrganisations: readonly { slug: string; name: string }[] = [
  { slug: 'visite-dakar', name: 'Centre de visite technique de Dakar' },
  { slug: 'mairie-thies', name: 'Mairie de Thiès' },
  { slug: 'clinique-plateau', name: 'Clinique du Plateau' },
  { slug: 'quincaillerie-pikine', name: 'Quincaillerie de Pikine' },
  { slug: 'cabinet-conseil', name: 'Cabinet Lefèvre Conseil' },
]

const roles: readonly RoleName[] = ['owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer']

export function demoAccounts(slug: string): readonly { role: RoleName; email: string }[] {
  return roles.map((role) => ({ role, email: `${role}@${slug}.test` }))
}
