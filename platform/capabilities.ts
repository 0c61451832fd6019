import type { Ctx, Tenant } from './ctx.ts'
import { invalid } from './errors.ts'
import { emit } from './events/emit.ts'
import { capabilitiesChanged } from './auth/events.ts'
import { handleCall, type Route } from './http/handle.ts'
import type { Module } from './module.ts'
import { listCapabilities, setCapabilities, type Capabilities } from './oversight-contract.ts'
import { changeTenant, readTenant } from './auth/tenant-changes.ts'

/** Whether an organisation uses this room. Rooms that are no capability (accounts, places) are always open. */
export const isOn = (module: Pick<Module, 'name' | 'capability'>, tenant: Pick<Tenant, 'modules'>): boolean =>
  module.capability === undefined || tenant.modules.includes(module.name)

const chosen = (modules: readonly Module[], tenant: Pick<Tenant, 'modules'>): Capabilities => ({
  items: modules.flatMap((module) =>
    module.capability
      ? [{ name: module.name, on: isOn(module, tenant), needs: [...module.capability.needs] }]
      : [],
  ),
})

/** Switches rooms on and off; what a room keeps stays, and is there again when it is switched on. */
async function setOn(ctx: Ctx, modules: readonly Module[], names: readonly string[]): Promise<Capabilities> {
  const wanted = new Set(names)
  for (const module of modules) {
    if (!module.capability || !wanted.has(module.name)) continue
    const missing = module.capability.needs.find((need) => !wanted.has(need))
    if (missing) throw invalid('platform.capability_needs', [], { capability: module.name, needs: missing })
  }
  const known = modules.filter((module) => !module.capability || wanted.has(module.name))
  const tenant = await changeTenant(ctx, { modules: known.map(({ name }) => name) })
  await emit(ctx, capabilitiesChanged, { organisation_id: tenant.id })
  return chosen(modules, tenant)
}

export const capabilityRoutes: Route[] = [
  handleCall(listCapabilities, async (call) =>
    chosen(call.platform.modules, await call.open(call.tenant!, readTenant)),
  ),
  handleCall(setCapabilities, async (call, { body }) => {
    const answer = await call.open(call.tenant!, (ctx) => setOn(ctx, call.platform.modules, body.names))
    call.directory.forget()
    return answer
  }),
]
