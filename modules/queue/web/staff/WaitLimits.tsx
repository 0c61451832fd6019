import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { NumberField } from '@guichet/kit/form'
import { Empty } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { useState } from 'react'
import { changeWaitLimits, readWaitLimits } from '../../contract.ts'

/** From which wait on the managers of the site are told, service by service. */
export function WaitLimits({ site_id }: { site_id: string }) {
  const text = useText('queue')
  const { items } = useRead(readWaitLimits, { params: { site_id } })
  const [changed, change] = useState<ReadonlyMap<string, number | null>>(new Map())
  const save = useSend(changeWaitLimits, {
    onDone() {
      change(new Map())
      toast({ tone: 'success', text: text('settings.saved') })
    },
  })
  return (
    <Card title={text('limits.title')} note={text('limits.note')}>
      {items.length === 0 ? (
        <Empty kind="first" icon="list" title={text('reception.no_service')} />
      ) : (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            {items.map((item) => (
              <NumberField
                key={item.service_id}
                label={item.service_name}
                min={5}
                max={480}
                step={5}
                unit={text('settings.minutes')}
                value={changed.has(item.service_id) ? changed.get(item.service_id)! : item.minutes}
                onChange={(minutes) => change(new Map(changed).set(item.service_id, minutes))}
              />
            ))}
          </div>
          <div className="mt-4">
            <Button
              variant="primary"
              busy={save.isPending}
              onPress={() =>
                save.mutate({
                  params: { site_id },
                  body: {
                    items: items.map(({ service_id, minutes }) => ({
                      service_id,
                      minutes: changed.has(service_id) ? changed.get(service_id)! : minutes,
                    })),
                  },
                })
              }
            >
              {text('limits.save')}
            </Button>
          </div>
        </>
      )}
    </Card>
  )
}
