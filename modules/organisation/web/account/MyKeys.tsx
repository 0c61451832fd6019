import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Switch } from '@guichet/kit/form'
import { setShortcutPreferences, useShortcutPreferences } from '@guichet/kit/shortcuts'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'

/** Keys can be changed on the page where they answer; here they are switched off, or given back. */
export function MyKeys() {
  const text = useText('organisation')
  const preferences = useShortcutPreferences()
  const changed = Object.entries(preferences.keys)

  function reset() {
    setShortcutPreferences({ ...preferences, keys: {} })
    toast({
      text: text('me.keys_reset_done'),
      action: { label: text('undo'), onPress: () => setShortcutPreferences(preferences) },
    })
  }

  return (
    <Card title={text('me.keys_title')}>
      <Switch
        label={text('me.keys_on')}
        hint={text('me.keys_hint')}
        value={!preferences.off}
        onChange={(on) => setShortcutPreferences({ ...preferences, off: !on })}
      />
      <p className="mt-3 text-sm text-muted">{text('me.keys_change')}</p>
      {changed.length > 0 && (
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="text-sm">{text('me.keys_changed', { count: changed.length })}</p>
          <Button size="small" icon="undo" onPress={reset}>
            {text('me.keys_reset')}
          </Button>
        </div>
      )}
    </Card>
  )
}
