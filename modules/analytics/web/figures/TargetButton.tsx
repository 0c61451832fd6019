import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Dialog } from '@guichet/kit/dialog'
import { NumberField, Select } from '@guichet/kit/form'
import { usePermission } from '@guichet/kit/session'
import type { Search } from '@guichet/kit/shell-route'
import { toast } from '@guichet/kit/toast'
import { useText } from '@guichet/kit/texts'
import { useState } from 'react'
import { listReportChoices, setWaitTarget } from '../../figures/contract.ts'

/** The wait that half of the visitors should not exceed, for those who decide it. */
export function TargetButton({ search }: { search: Search }) {
  const text = useText('analytics')
  const may_write = usePermission('analytics.target.write')
  const [open, setOpen] = useState(false)
  if (!may_write) return null
  return (
    <>
      <Button icon="sliders" onPress={() => setOpen(true)}>
        {text('figures.target_edit')}
      </Button>
      {open && (
        <Dialog isOpen title={text('figures.target_edit')} onClose={() => setOpen(false)}>
          <TargetForm search={search} onDone={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  )
}

function TargetForm({ search, onDone }: { search: Search; onDone: () => void }) {
  const text = useText('analytics')
  const { sites } = useRead(listReportChoices)
  const [site_id, chooseSite] = useState(search.where ?? sites[0]?.id ?? '')
  const site = sites.find((one) => one.id === site_id)
  const [minutes, setMinutes] = useState<number | null>(site?.target_minutes ?? null)
  const send = useSend(setWaitTarget, {
    onDone: () => {
      toast({ text: text('figures.target_saved'), tone: 'success' })
      onDone()
    },
  })
  if (!site) return <p>{text('figures.no_site')}</p>
  return (
    <div className="grid gap-4">
      <p>{text('figures.target_help')}</p>
      {sites.length > 1 && (
        <Select
          label={text('figures.filter.site')}
          isRequired
          options={sites.map(({ id, name }) => ({ value: id, label: name }))}
          value={site_id}
          onChange={(id) => {
            chooseSite(id)
            setMinutes(sites.find((one) => one.id === id)?.target_minutes ?? null)
          }}
        />
      )}
      <NumberField
        label={text('figures.target_minutes')}
        isRequired
        min={1}
        max={480}
        value={minutes}
        onChange={setMinutes}
      />
      <div>
        <Button
          variant="primary"
          busy={send.isPending}
          isDisabled={minutes === null}
          onPress={() => send.mutate({ params: { site_id }, body: { minutes: minutes! } })}
        >
          {text('figures.target_save')}
        </Button>
      </div>
    </div>
  )
}
