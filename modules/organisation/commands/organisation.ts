import type { Ctx, Locale, Tenant } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import { changeTenant } from '@guichet/platform/tenant-changes'
import { organisationChanged } from '../events.ts'
import { readableAccent } from '../model/accent.ts'

/** Changes name, language or colour; the colour is made readable on light and dark pages. */
export async function changeOrganisation(
  ctx: Ctx,
  changes: { name?: string; locale?: Locale; accent?: string | null },
): Promise<Tenant> {
  const { accent, ...plain } = changes
  const tenant = await changeTenant(ctx, {
    ...plain,
    accent: accent ? readableAccent(accent) : (accent as null | undefined),
  })
  await emit(ctx, organisationChanged, { organisation_id: tenant.id })
  return tenant
}
