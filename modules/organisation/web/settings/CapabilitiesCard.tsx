import { useRead, useSend } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Switch } from '@guichet/kit/form'
import { usePermission } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { listCapabilities, setCapabilities } from '@guichet/platform/oversight-contract'

/** What the organisation uses: one product of five, or all of them. */
export function CapabilitiesCard() {
  const text = useText('organisation')
  const { items } = useRead(listCapabilities)
  const send = useSend(setCapabilities, {
    invalidates: [listCapabilities, 'me'],
    onDone: () => toast({ text: text('saved'), tone: 'success' }),
  })
  const may_change = usePermission('platform.capability.write')
  const on = items.filter((item) => item.on).map(({ name }) => name)

  /** What one needs comes along; what needs one that goes, goes too. */
  function turn(name: string, to: boolean): void {
    const wanted = new Set(on)
    const follow = (one: string): void => {
      if (to) wanted.add(one)
      else wanted.delete(one)
      const next = to
        ? (items.find((item) => item.name === one)?.needs ?? [])
        : items.filter((item) => item.needs.includes(one)).map((item) => item.name)
      for (const other of next) if (wanted.has(other) !== to) follow(other)
    }
    follow(name)
    send.mutate({ body: { names: [...wanted] } })
  }
  return (
    <Card title={text('capability.title')} note={text('capability.note')}>
      <div className="grid gap-4">
        {items.map(({ name, on: is_on, needs }) => (
          <Switch
            key={name}
            label={text(`capability.${name}.name`)}
            hint={[
              text(`capability.${name}.purpose`),
              ...(needs.length > 0
                ? [
                    text('capability.needs', {
                      names: needs.map((n) => text(`capability.${n}.name`)).join(', '),
                    }),
                  ]
                : []),
            ].join(' ')}
            value={is_on}
            isDisabled={!may_change || send.isPending}
            onChange={(to) => turn(name, to)}
          />
        ))}
      </div>
    </Card>
  )
}
