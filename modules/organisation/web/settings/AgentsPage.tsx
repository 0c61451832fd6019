import { useRead } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Form, FormActions, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { SidePanel } from '@guichet/kit/side-panel'
import type { PageProps } from '@guichet/kit/shell-route'
import { useSite } from '@guichet/kit/session'
import { Table } from '@guichet/kit/table'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { type Agent, listAgents, listServices, type Service, setAgent } from '../../contract.ts'
import { PreferenceList } from './PreferenceList.tsx'
import { ServiceLetters } from './ServiceLetters.tsx'
import { SettingsPage } from './SettingsPage.tsx'

type Search = { open?: string }

export function AgentsPage({ search }: PageProps<Search>) {
  return (
    <SettingsPage section="agents">
      <Agents open={search.open} />
    </SettingsPage>
  )
}

function Agents({ open }: { open: string | undefined }) {
  const text = useText('organisation')
  const kit = useText('kit')
  const setSearch = useSetSearch()
  const agents = useRead(listAgents).items
  const services = useRead(listServices, { query: { status: 'active' } }).items
  const chosen = agents.find((agent) => agent.user_id === open)
  const close = () => setSearch({ open: undefined })
  return (
    <>
      <Card padded={false}>
        <Table
          caption={text('settings.agents.title')}
          items={agents.map((agent) => ({ ...agent, id: agent.user_id }))}
          empty={
            <Empty kind="first" icon="users" title={text('agent.none')} note={text('agent.none_note')} />
          }
          onRowPress={(agent) => setSearch({ open: agent.id }, { push: true })}
          isSelected={(agent) => agent.id === open}
          columns={[
            { key: 'name', header: text('agent.name'), cell: (agent) => agent.display_name },
            {
              key: 'role',
              header: text('member.role'),
              cell: (agent) => (agent.role ? kit(`role.${agent.role}`) : text('member.no_role')),
            },
            {
              key: 'skills',
              header: text('agent.skills'),
              cell: (agent) => <ServiceLetters services={services} ids={agent.service_ids} />,
            },
          ]}
        />
      </Card>
      {chosen && <AgentPanel key={chosen.user_id} agent={chosen} services={services} onClose={close} />}
    </>
  )
}

function AgentPanel({
  agent,
  services,
  onClose,
}: {
  agent: Agent
  services: readonly Service[]
  onClose: () => void
}) {
  const text = useText('organisation')
  const { site, sites } = useSite()
  const form = useForm(setAgent, {
    initial: { display_name: agent.display_name, service_ids: agent.service_ids },
    input: (body) => ({ params: { user_id: agent.user_id }, body }),
    invalidates: [listAgents],
    onDone: () => {
      toast({ text: text('saved'), tone: 'success' })
      onClose()
    },
  })
  // With several sites, letters repeat: those of the site one works in, and whatever is already chosen.
  const shown = services.filter(
    (service) => service.site_id === site?.id || form.values.service_ids.includes(service.id),
  )
  return (
    <SidePanel title={agent.display_name} onClose={onClose}>
      <Form form={form}>
        <TextField
          label={text('agent.name')}
          hint={text('agent.name_hint')}
          maxLength={80}
          isRequired
          {...form.field('display_name')}
        />
        <div>
          {sites.length > 1 && site && (
            <p className="mb-2 text-sm text-muted">{text('agent.of_site', { site: site.name })}</p>
          )}
          <PreferenceList
            services={shown}
            value={form.values.service_ids}
            onChange={(ids) => form.set('service_ids', ids)}
            all={text('agent.all_services')}
            all_hint={text('agent.all_services_hint')}
            error={form.error('service_ids')}
          />
        </div>
        <FormActions>
          <SubmitButton form={form}>{text('save')}</SubmitButton>
        </FormActions>
      </Form>
    </SidePanel>
  )
}
