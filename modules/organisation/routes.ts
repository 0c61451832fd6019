import { conflict, invalid } from '@guichet/platform/errors'
import { handle, handleCall, type Call, type Route } from '@guichet/platform/http'
import { idFrom, newId } from '@guichet/platform/ids'
import { openAccount } from '@guichet/platform/people'
import { asSystem } from '@guichet/platform/platform'
import { addMember, createTenant } from '@guichet/platform/staff'
import { hasTenants, isFirstTenant, readTenant, tenantById } from '@guichet/platform/tenant-changes'
import { setAgent } from './commands/agents.ts'
import { addCounter, changeCounter } from './commands/counters.ts'
import { addCustomer, changeCustomer } from './commands/customers.ts'
import { foundFirstSite } from './commands/found.ts'
import { changeOrganisation } from './commands/organisation.ts'
import { addService, changeService } from './commands/services.ts'
import { addSite, changeSite, closeOn, reopen, setHours } from './commands/sites.ts'
import { orTaken } from './commands/taken.ts'
import * as contract from './contract.ts'
import { isTimeZone } from './model/opening.ts'
import { slugOf } from './model/template.ts'
import { listClosures, readHours } from './queries/opening.ts'
import { listAgents, listCustomers, readCustomer } from './queries/people.ts'
import { listCounters, listServices, listSites } from './queries/places.ts'

const countries = {
  SN: { currency: 'XOF', time_zone: 'Africa/Dakar' },
  FR: { currency: 'EUR', time_zone: 'Europe/Paris' },
} as const

async function installation({
  platform,
}: Call): Promise<{ empty: boolean; demo: boolean; may_create: boolean }> {
  const empty = !(await hasTenants(platform))
  const demo = platform.config.GUICHET_DEMO
  return { empty, demo, may_create: empty || demo }
}

export const routes: Route[] = [
  handle(contract.listSites, async (ctx) => ({ items: await listSites(ctx) })),
  handle(contract.createSite, (ctx, { body }) => addSite(ctx, body)),
  handle(contract.changeSite, (ctx, { params, body }) => changeSite(ctx, params.site_id, body)),
  handle(contract.readHours, async (ctx, { params }) => ({ items: await readHours(ctx, params.site_id) })),
  handle(contract.setHours, async (ctx, { params, body }) => ({
    items: await setHours(ctx, params.site_id, body.items),
  })),
  handle(contract.listClosures, async (ctx, { params }) => ({
    items: await listClosures(ctx, params.site_id),
  })),
  handle(contract.createClosure, (ctx, { params, body }) =>
    closeOn(ctx, params.site_id, body.day, body.reason),
  ),
  handle(contract.removeClosure, async (ctx, { params }) => {
    await reopen(ctx, params.site_id, params.closure_id)
    return { removed: true }
  }),
  handle(contract.listServices, async (ctx, { query }) => ({ items: await listServices(ctx, query) })),
  handle(contract.createService, (ctx, { body }) => addService(ctx, body)),
  handle(contract.changeService, (ctx, { params, body }) => changeService(ctx, params.service_id, body)),
  handle(contract.listCounters, async (ctx, { query }) => ({ items: await listCounters(ctx, query) })),
  handle(contract.createCounter, (ctx, { body }) => addCounter(ctx, body)),
  handle(contract.changeCounter, (ctx, { params, body }) => changeCounter(ctx, params.counter_id, body)),
  handle(contract.listAgents, async (ctx) => ({ items: await listAgents(ctx) })),
  handle(contract.setAgent, (ctx, { params, body }) => setAgent(ctx, params.user_id, body)),
  handle(contract.listCustomers, (ctx, { query }) => listCustomers(ctx, query)),
  handle(contract.createCustomer, (ctx, { body }) => addCustomer(ctx, body)),
  handle(contract.readCustomer, (ctx, { params }) => readCustomer(ctx, params.customer_id)),
  handle(contract.changeCustomer, (ctx, { params, body }) => changeCustomer(ctx, params.customer_id, body)),
  handle(contract.readOrganisation, (ctx) => readTenant(ctx)),
  handle(contract.changeOrganisation, (ctx, { body }) => changeOrganisation(ctx, body)),
  handleCall(contract.readInstallation, (call) => installation(call)),
  handleCall(contract.createOrganisation, async (call, { body }) => {
    const { platform, directory } = call
    // The key and the founder give the organisation its id: asked again after a lost answer, it is found.
    const key = call.request.headers['idempotency-key']
    const id = typeof key === 'string' ? idFrom(`${key} ${body.owner.email}`) : newId()
    const known = await tenantById(platform, id)
    if (known) {
      await openAccount(call, { ...body.owner, locale: body.locale })
      const [site] = await asSystem(platform, known, listSites)
      if (site) return { slug: known.slug, site_id: site.id }
    }
    const { demo, may_create } = await installation(call)
    if (!may_create) throw conflict('organisation.creation_closed')
    const { currency, ...usual } = countries[body.country]
    const time_zone = body.time_zone ?? usual.time_zone
    if (!isTimeZone(time_zone))
      throw invalid('organisation.time_zone_unknown', [{ path: 'body.time_zone', code: 'time_zone' }])
    const slug = slugOf(body.name)
    if (await directory.tenantBySlug(slug)) throw conflict('organisation.slug_taken')
    const user_id = await openAccount(call, { ...body.owner, locale: body.locale })
    const wanted = {
      id,
      slug,
      name: body.name,
      country: body.country,
      currency,
      time_zone,
      locale: body.locale,
      modules: platform.modules.map(({ name }) => name),
    }
    const founded = createTenant(platform, wanted, async (ctx) => {
      if (!demo && !(await isFirstTenant(ctx))) throw conflict('organisation.creation_closed')
      await addMember(ctx, user_id, 'owner')
      return foundFirstSite(ctx, {
        kind: body.kind,
        name: body.site_name ?? body.name,
        address: body.address,
        counters: body.counters,
        owner: { user_id, name: body.owner.name },
      })
    })
    // Two founders of one name at the same instant pass the question above together.
    const { filled } = await orTaken(founded, conflict('organisation.slug_taken'))
    directory.forget()
    return { slug, site_id: filled.id }
  }),
]
