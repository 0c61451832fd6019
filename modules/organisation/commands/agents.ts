import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { notFound } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import type { Agent } from '../contract.ts'
import { agentChanged } from '../events.ts'
import { agentOf } from '../queries/people.ts'
import { listServices } from '../queries/places.ts'
import type { OrganisationTables } from '../tables.ts'

const db = tablesOf<OrganisationTables>()

/** Says how colleagues see a person and which services the person is able to give; none means all. */
export async function setAgent(
  ctx: Ctx,
  user_id: string,
  profile: { display_name: string; service_ids: readonly string[] },
): Promise<Agent> {
  if (!(await agentOf(ctx, user_id))) throw notFound('organisation.agent_unknown')
  const skills = [...new Set(profile.service_ids)]
  const known = new Set((await listServices(ctx, {})).map((service) => service.id))
  if (skills.some((id) => !known.has(id))) throw notFound('organisation.service_unknown')
  const { id } = await db(ctx)
    .insertInto('organisation.agent')
    .values({ tenant_id: ctx.tenant.id, id: newId(), user_id, display_name: profile.display_name })
    .onConflict((c) =>
      c
        .columns(['tenant_id', 'user_id'])
        .doUpdateSet({ display_name: profile.display_name, status: 'active' }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await db(ctx).deleteFrom('organisation.agent_skill').where('agent_id', '=', id).execute()
  if (skills.length > 0) {
    await db(ctx)
      .insertInto('organisation.agent_skill')
      .values(skills.map((service_id) => ({ tenant_id: ctx.tenant.id, agent_id: id, service_id })))
      .execute()
  }
  await emit(ctx, agentChanged, { user_id })
  return (await agentOf(ctx, user_id))!
}
