import { useRead } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Icon } from '@guichet/kit/icon'
import { Select } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import type { PageProps } from '@guichet/kit/shell-route'
import { useMembership } from '@guichet/kit/session'
import { findText, useText } from '@guichet/kit/texts'
import { listRoles, type RoleName } from '@guichet/platform/auth-contract'
import { Fragment } from 'react'
import { knownPermissions } from './known-permissions.ts'
import { roles } from './role-ranks.ts'
import { SettingsPage } from './SettingsPage.tsx'

type Search = { role?: string }

export function RolesPage({ search }: PageProps<Search>) {
  return (
    <SettingsPage section="roles">
      <Roles wanted={search.role} />
    </SettingsPage>
  )
}

function Roles({ wanted }: { wanted: string | undefined }) {
  const own = useMembership()?.role ?? 'owner'
  const held = new Map(useRead(listRoles).items.map(({ role, permissions }) => [role, new Set(permissions)]))
  const all = new Set([...held.values()].flatMap((one) => [...one]))
  const named = new Set(knownPermissions.flatMap(({ names }) => names))
  const rest = [...all].filter((name) => !named.has(name)).toSorted()
  const groups = [
    ...knownPermissions.map(({ group, names }) => ({ group, names: names.filter((name) => all.has(name)) })),
    { group: 'other', names: rest },
  ].filter(({ names }) => names.length > 0)
  const role = roles.find((one) => one === wanted) ?? own
  return (
    <div className="@container">
      <div className="hidden @2xl:block">
        <Matrix groups={groups} held={held} own={own} />
      </div>
      <div className="@2xl:hidden">
        <OneRole groups={groups} held={held} role={role} />
      </div>
    </div>
  )
}

type Held = ReadonlyMap<RoleName, ReadonlySet<string>>
type Groups = readonly { group: string; names: readonly string[] }[]

/** In the words of whoever appoints people; a permission without words shows its name. */
function labelOf(permission: string): string {
  const [owner = '', ...rest] = permission.split('.')
  return (
    findText('organisation', `permission.${permission}`) ??
    findText(owner, `permission.${rest.join('.')}`) ??
    permission
  )
}

function Matrix({ groups, held, own }: { groups: Groups; held: Held; own: RoleName }) {
  const text = useText('organisation')
  const kit = useText('kit')
  return (
    <Card padded={false}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <section aria-label={text('settings.roles.title')} tabIndex={0} className="relative overflow-x-auto">
        <table className="kit-table">
          <caption className="sr-only">{text('settings.roles.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{text('role.permission')}</th>
              {roles.map((role) => (
                <th key={role} scope="col" data-align="center" className={role === own ? '!text-ink' : ''}>
                  {kit(`role.${role}`)}
                  {role === own && <span className="block font-normal">{text('role.yours')}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map(({ group, names }) => (
              <Fragment key={group}>
                <tr>
                  <th scope="colgroup" colSpan={roles.length + 1} className="!static bg-sunken !text-ink">
                    {text(`permission_group.${group}`)}
                  </th>
                </tr>
                {names.map((name) => (
                  <tr key={name}>
                    <th scope="row" className="!static !font-normal !whitespace-normal !text-ink">
                      {labelOf(name)}
                    </th>
                    {roles.map((role) => (
                      <td key={role} data-align="center">
                        <Mark held={held.get(role)?.has(name) ?? false} />
                      </td>
                    ))}
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}

function Mark({ held }: { held: boolean }) {
  const text = useText('organisation')
  return held ? (
    <>
      <Icon name="check" className="mx-auto text-success" />
      <span className="sr-only">{text('role.yes')}</span>
    </>
  ) : (
    <>
      <span aria-hidden="true" className="text-muted">
        –
      </span>
      <span className="sr-only">{text('role.no')}</span>
    </>
  )
}

/** On a phone six columns do not fit: one role at a time. */
function OneRole({ groups, held, role }: { groups: Groups; held: Held; role: RoleName }) {
  const text = useText('organisation')
  const kit = useText('kit')
  const setSearch = useSetSearch()
  return (
    <>
      <Select
        label={text('member.role')}
        isRequired
        options={roles.map((one) => ({ value: one, label: kit(`role.${one}`) }))}
        value={role}
        onChange={(one) => setSearch({ role: one })}
      />
      {groups.map(({ group, names }) => (
        <Card key={group} title={text(`permission_group.${group}`)} className="mt-4">
          <ul className="grid gap-2">
            {names.map((name) => {
              const yes = held.get(role)?.has(name) ?? false
              return (
                <li key={name} className={`flex items-start gap-2.5 ${yes ? '' : 'text-muted'}`}>
                  <span className="w-5 shrink-0 pt-0.5 text-center">
                    <Mark held={yes} />
                  </span>
                  {labelOf(name)}
                </li>
              )
            })}
          </ul>
        </Card>
      ))}
    </>
  )
}
