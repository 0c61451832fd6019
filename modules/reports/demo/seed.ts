import { documentsOf } from '@guichet/documents'
import { customersNamed } from '@guichet/organisation'
import { system, type Tenant } from '@guichet/platform/ctx'
import { inTenant, type Platform } from '@guichet/platform/platform'
import { bytesOf } from '../commands/give-out.ts'
import { createReport } from '../commands/requests.ts'
import { listReports } from '../queries/reports.ts'
import { addTemplate } from '../templates/commands/templates.ts'
import { scanTemplate } from '../templates/model/scan.ts'
import { listTemplates } from '../templates/queries/templates.ts'

const adviser = 'Camille Fournier'

/**
 * Gives an adviser's demonstration its own template and one report on this client. The report is asked for as
 * a person would; the worker writes it as soon as the documents are read. What is there is left alone.
 */
export async function seedReports(platform: Platform, tenant: Tenant, client_name: string): Promise<void> {
  const actor = { ...system, name: adviser }
  // Nobody who starts without the demonstration loads the writer of Word files.
  const { letterTemplate } = await import('./template.ts')
  const bytes = await letterTemplate(tenant.name)
  const { faults, tags } = await scanTemplate(bytes)
  if (faults.length > 0) throw new Error(`the demonstration's template: ${JSON.stringify(faults)}`)
  const missing = await inTenant(
    platform,
    { tenant, actor },
    async (ctx) => (await listTemplates(ctx, { limit: 1 })).items.length === 0,
  )
  if (missing) {
    const { sha256 } = await platform.files.put(tenant.id, bytesOf(bytes))
    await inTenant(platform, { tenant, actor }, (ctx) =>
      addTemplate(ctx, 'Note de dossier', {
        file_name: 'Note de dossier.docx',
        sha256,
        bytes: bytes.length,
        tags,
      }),
    )
  }
  await inTenant(platform, { tenant, actor }, async (ctx) => {
    const [client] = await customersNamed(ctx, client_name)
    if (!client || (await documentsOf(ctx, client.id)).length === 0) return
    if ((await listReports(ctx, { limit: 1, customer_id: client.id })).items.length > 0) return
    await createReport(ctx, { client_id: client.id, extract_method: 'auto', language: 'fr' })
  })
}
