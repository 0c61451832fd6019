import { createHmac } from 'node:crypto'
import pg from 'pg'
import { ConfigurationError } from '../config.ts'

/**
 * Four database roles. The owner (DATABASE_URL) migrates and is not used while serving. The
 * application owns nothing and cannot bypass row policies; the reader only selects, for figures; jobs
 * owns the job tables and sees nothing else.
 */
export const roles = ['guichet_app', 'guichet_reader', 'guichet_jobs'] as const
export type Role = (typeof roles)[number]

/** Derived from the secret key, so there is nothing more to configure, store or leak. */
const passwordOf = (role: Role, secret_key: string): string =>
  createHmac('sha256', secret_key).update(`database role ${role}`).digest('hex')

export function urlFor(role: Role, owner_url: string, secret_key: string): string {
  const url = new URL(owner_url)
  url.username = role
  url.password = passwordOf(role, secret_key)
  return url.toString()
}

/** Creates the roles that are missing and aligns their passwords with the key. Run under the migration lock. */
export async function ensureRoles(owner: pg.Client, secret_key: string): Promise<void> {
  for (const role of roles) {
    const known = await owner.query('select 1 from pg_roles where rolname = $1', [role])
    if (known.rowCount === 0) {
      await owner.query(`create role ${role} login nosuperuser nocreatedb nocreaterole noinherit`)
    }
    await owner.query(`alter role ${role} login password ${pg.escapeLiteral(passwordOf(role, secret_key))}`)
  }
  // The event function, run by the owner, adds jobs to tables that belong to guichet_jobs.
  await owner.query('grant guichet_jobs to current_user')
  const database = pg.escapeIdentifier((await owner.query('select current_database() as name')).rows[0].name)
  await owner.query(`revoke connect, temporary on database ${database} from public`)
  await owner.query(`grant connect on database ${database} to guichet_app, guichet_reader, guichet_jobs`)
}

/** Refuses to serve with a connection on which row policies would be decoration. */
export async function refuseBypass(app: pg.Pool | pg.Client): Promise<void> {
  const { rows } = await app.query(`
    select r.rolname, r.rolsuper, r.rolbypassrls,
      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relowner = r.oid and n.nspname not like 'pg\\_%') as owns_tables,
      exists (select 1 from pg_auth_members m join pg_roles g on g.oid = m.roleid
              where m.member = r.oid) as member_of_other
    from pg_roles r where r.rolname = current_user`)
  const role = rows[0]
  if (!role || role.rolsuper || role.rolbypassrls || role.owns_tables || role.member_of_other) {
    throw new ConfigurationError(
      `Refusing to start: the application's database role "${role?.rolname}" could bypass row security ` +
        `(superuser, BYPASSRLS, owner of tables or member of another role).\n` +
        `Démarrage refusé : ce rôle pourrait voir les données de toutes les organisations.`,
    )
  }
}
