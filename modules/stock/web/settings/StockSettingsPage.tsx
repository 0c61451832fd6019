import { useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import {
  Form,
  FormActions,
  RadioGroup,
  Select,
  SubmitButton,
  Switch,
  TextField,
  useForm,
} from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import type { PageProps } from '@guichet/kit/shell-route'
import { SidePanel } from '@guichet/kit/side-panel'
import { Table } from '@guichet/kit/table'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import {
  changeLocation,
  changeSettings,
  createLocation,
  listLocations,
  type Location,
  readSettings,
} from '../../catalogue/contract.ts'
import { valuations } from '../../catalogue/contract.ts'
import { StockFrame } from '../StockFrame.tsx'

/** How stock is valued, whether it may go below zero, and where it is kept. */
export function StockSettingsPage({ search }: PageProps) {
  const text = useText('stock')
  return (
    <StockFrame title={text('settings.title')} section="settings">
      <div className="grid max-w-5xl items-start gap-5 lg:grid-cols-2">
        <Keeping />
        <Locations open={search.open} />
      </div>
    </StockFrame>
  )
}

function Keeping() {
  const text = useText('stock')
  const initial = useRead(readSettings)
  const form = useForm(changeSettings, {
    initial,
    onDone: () => toast({ tone: 'success', text: text('settings.saved') }),
  })
  return (
    <Card title={text('settings.keeping')}>
      <Form form={form}>
        <RadioGroup
          label={text('settings.valuation')}
          hint={text('settings.valuation_hint')}
          isRequired
          options={valuations.map((value) => ({
            value,
            label: text(`settings.valuations.${value}`),
            note: text(`settings.valuation_notes.${value}`),
          }))}
          {...form.field('valuation')}
          onChange={(value) => form.set('valuation', value as (typeof valuations)[number])}
        />
        <Switch
          label={text('settings.negative')}
          hint={text('settings.negative_hint')}
          {...form.field('negative_allowed')}
        />
        <FormActions>
          <SubmitButton form={form}>{text('save')}</SubmitButton>
        </FormActions>
      </Form>
    </Card>
  )
}

function Locations({ open }: { open: string | undefined }) {
  const text = useText('stock')
  const setSearch = useSetSearch()
  const { items } = useRead(listLocations)
  const close = () => setSearch({ open: undefined })
  const chosen = items.find((one) => one.id === open)
  return (
    <Card
      title={text('location.title')}
      padded={false}
      actions={
        <Button icon="plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
          {text('location.add')}
        </Button>
      }
    >
      <Table
        caption={text('location.title')}
        items={items}
        onRowPress={(one) => setSearch({ open: one.id }, { push: true })}
        isSelected={(one) => one.id === open}
        columns={[
          { key: 'name', header: text('location.name'), cell: (one) => one.name },
          { key: 'kind', header: text('location.kind'), cell: (one) => text(`location.kinds.${one.kind}`) },
          {
            key: 'active',
            header: text('items.state'),
            cell: (one) => (
              <Badge tone={one.active ? 'success' : 'neutral'}>
                {text(one.active ? 'location.open' : 'location.closed')}
              </Badge>
            ),
          },
        ]}
      />
      {open === 'new' && (
        <SidePanel title={text('location.add')} onClose={close}>
          <LocationForm onDone={close} />
        </SidePanel>
      )}
      {chosen && (
        <SidePanel key={chosen.id} title={chosen.name} onClose={close}>
          <LocationForm location={chosen} onDone={close} />
        </SidePanel>
      )}
    </Card>
  )
}

function LocationForm({ location, onDone }: { location?: Location; onDone: () => void }) {
  const text = useText('stock')
  const initial = {
    name: location?.name ?? '',
    kind: location?.kind ?? 'shop',
    active: location?.active ?? true,
  }
  const creation = useForm(createLocation, { initial, onDone, input: (body: typeof initial) => ({ body }) })
  const change = useForm(changeLocation, {
    initial,
    onDone,
    input: (body: typeof initial) => ({ params: { location_id: location?.id ?? '' }, body }),
  })
  const form = location ? change : creation
  return (
    <Form form={form}>
      <TextField label={text('location.name')} isRequired maxLength={80} {...form.field('name')} />
      <Select
        label={text('location.kind')}
        isRequired
        options={(['shop', 'depot'] as const).map((value) => ({
          value,
          label: text(`location.kinds.${value}`),
        }))}
        {...form.field('kind')}
        onChange={(kind) => form.set('kind', kind as 'shop' | 'depot')}
      />
      {location && <Switch label={text('location.active')} {...form.field('active')} />}
      <FormActions>
        <SubmitButton form={form}>{text(location ? 'save' : 'location.add')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
